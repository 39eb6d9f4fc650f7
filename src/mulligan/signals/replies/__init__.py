"""The reader of replies by phrases: what an agent did well or badly."""

from mulligan.signals.replies.judge import lexicon, review
from mulligan.signals.replies.reasons import BECAUSE

__all__ = ("BECAUSE", "lexicon", "review")
