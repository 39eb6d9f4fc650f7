"""Text made plain: characters, words in disguise, and the words of a message with their places."""

from mulligan.signals.text.chunks import ELONGATED, EMOJI, MASKED, QUOTED, SHOUTED, SPACED
from mulligan.signals.text.contractions import contractions
from mulligan.signals.text.words import HARD_STOPS, Text, Word, normalise

__all__ = (
    "ELONGATED",
    "EMOJI",
    "HARD_STOPS",
    "MASKED",
    "QUOTED",
    "SHOUTED",
    "SPACED",
    "Text",
    "Word",
    "contractions",
    "normalise",
)
