"""MEASURE: a message in its context becomes signals."""
