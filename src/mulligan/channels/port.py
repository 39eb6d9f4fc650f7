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


class Format(t.NamedTuple):
    """A format of files: who reads it, and how a file in it is known.

    `load` imports the channel when it is wanted. A file is known by its ending (`.csv`), else by
    its first JSON object: it has all the fields of one of the `marks`.
    """

    load: t.Callable[[], Channel]
    endings: tuple[str, ...] = ()
    marks: tuple[frozenset[str], ...] = ()


Formats = t.Mapping[str, Format]
"""The formats that can be read, by name."""


def placed(error: BadInput, place: str) -> BadInput:
    """The same fault, at its place."""
    return BadInput(error.message, place=place, hint=error.hint)
