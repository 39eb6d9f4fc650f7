"""PROVE: what a protocol can and can never do, over every conversation there could be."""
