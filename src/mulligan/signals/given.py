"""A reader that believes what came along: labels from people, or from another classifier."""

import typing as t

from mulligan.conversation.message import Message, Turn
from mulligan.conversation.signal import Reading, Review
from mulligan.conversation.words import KINDS, Kind

_NOTHING: t.Final = Reading()


class GivenReader:
    """Gives each message's own `signals` and `severity`; one without them has none."""

    name = "given"
    kinds: frozenset[Kind] = frozenset(KINDS)

    def read(self, message: Message, context: t.Sequence[Turn]) -> Reading:
        """The reading that came with the message."""
        return message.given or _NOTHING

    def review(self, message: Message, context: t.Sequence[Turn], customer: str) -> Review:
        """The merits and faults that came with the reply."""
        return Review(message.merits, message.faults)
