"""The customer reader by phrases: what matches, what of it stands, and what it amounts to."""

from mulligan.signals.lexicon.reader import LexiconReader

__all__ = ("LexiconReader",)
