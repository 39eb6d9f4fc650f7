"""The one port of this room: what a reader is."""

import typing as t

from mulligan.conversation.message import Message, Turn
from mulligan.conversation.signal import Reading, Review
from mulligan.conversation.words import Kind


class Reader(t.Protocol):
    """Measures messages; never decides. `name` is `name@version` and stands on every signal.

    `context` holds the few turns before the message, oldest first, each cut to a bounded length.
    A reader never raises, whatever the text: what it cannot judge is `unreadable`.
    """

    @property
    def name(self) -> str:
        """`name@version`; the version changes whenever a reading could."""

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of signal this reader can give."""

    def read(self, message: Message, context: t.Sequence[Turn]) -> Reading:
        """Say what a customer's message does, to whom, how gravely, and in which words."""

    def review(self, message: Message, context: t.Sequence[Turn], customer: str) -> Review:
        """Say what a reply does well or badly; `customer` is the customer's name, if known."""
