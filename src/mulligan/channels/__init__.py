"""OUTSIDE IN: a raw payload becomes messages and acts; one file a channel."""
