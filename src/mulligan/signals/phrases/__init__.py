"""A small phrase language: written patterns, the trie they make, and the walk along a text."""
