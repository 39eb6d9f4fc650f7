"""How the trained reader is made: from labelled rows to the weights inside the package."""
