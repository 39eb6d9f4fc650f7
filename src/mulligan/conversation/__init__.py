"""The vocabulary: pure values that everything else speaks in."""
