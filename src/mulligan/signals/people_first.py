"""What a person says they heard counts before what a reader makes of it."""

import typing as t

from mulligan.conversation.message import Message, Turn
from mulligan.conversation.signal import Reading, Review
from mulligan.conversation.words import KINDS, Kind
from mulligan.signals.port import Reader


class PeopleFirst:
    """A reader that gives the reading that came with a message, and asks another for the rest."""

    kinds: frozenset[Kind] = frozenset(KINDS)

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.name = reader.name

    def read(self, message: Message, context: t.Sequence[Turn]) -> Reading:
        """What somebody heard, or what the other reader reads."""
        return message.given or self._reader.read(message, context)

    def review(self, message: Message, context: t.Sequence[Turn], customer: str) -> Review:
        """What the other reader says of a reply."""
        return self._reader.review(message, context, customer)
