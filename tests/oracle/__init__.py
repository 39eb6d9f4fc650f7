"""A second, independent writing of the protocol, to hold the first one against."""
