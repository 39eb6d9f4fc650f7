"""The one port of this room: what a channel gives."""

import typing as t

from mulligan.channels.numbers import Numbers
from mulligan.conversation.act import Act
from mulligan.conversation.message import Message
from mulligan.conversation.words import Speaker
from mulligan.errors import BadInput

Incoming = tuple[int, Message | Act | BadInput]
"""A line's number and what it turned out to be; a bad one is told, and stops nothing."""

Speakers = t.Mapping[str, Speaker]
"""Who is who, where a format names people and not their part: from a name to a speaker."""


class Channel(t.Protocol):
    """Reads one source to its end, or for as long as it lives.

    `name` stands in the place of every fault (`NAME:LINE`), and for the conversation where a
    message names none; `numbers` gives ids to the messages that have none (left out: from 1 on).
    """

    def __call__(
        self,
        lines: t.Iterable[bytes],
        name: str,
        speakers: Speakers,
        numbers: Numbers | None = None,
    ) -> t.Iterator[Incoming]:
        """Give what each line or row is, in the order they come."""
