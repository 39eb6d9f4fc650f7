"""The reader of replies by phrases: what an agent did well or badly."""

from mulligan.signals.replies.judge import lexicon, review

__all__ = ("lexicon", "review")
