"""A message as it came in: who said what, when, on which channel."""

import typing as t

import msgspec

from mulligan.conversation.signal import Reading
from mulligan.conversation.words import Channel, Fault, Merit, Speaker

LONGEST_NAME: t.Final = 60
CONTEXT_TURNS: t.Final = 3
"""How many turns before a message a reader gets to know, each cut to `CONTEXT_CHARACTERS`."""

CONTEXT_CHARACTERS: t.Final = 500


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="message"):
    """One utterance in one conversation.

    `at` is in seconds since 1970 (UTC), `start` and `end` are seconds of speech; `contact` says
    whose text it is (the conversation's, when nobody said). `given` is a reading that came along
    with the message, `merits` and `faults` likewise for a reply. `queue` is the one it came in by.
    """

    conversation: str
    id: str
    speaker: Speaker
    text: str
    channel: Channel | None = None
    at: float | None = None
    name: str = ""
    contact: str = ""
    start: float | None = None
    end: float | None = None
    merits: tuple[Merit, ...] = ()
    faults: tuple[Fault, ...] = ()
    given: Reading | None = None
    queue: str = ""
    meta: dict[str, t.Any] = {}


class Edit(msgspec.Struct, frozen=True, tag="edit"):
    """A message's new words, in the old ones' place; it has the id of the one it replaces.

    `id` names the delivery, so that a second one is known; without one, each is another edit.
    """

    message: Message
    id: str = ""


class Deletion(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="deletion"):
    """A message was taken back where it was written (`at` in seconds since 1970)."""

    conversation: str
    message: str
    at: float | None = None


class Turn(msgspec.Struct, frozen=True):
    """What a reader may know of an earlier message: who spoke, and the words."""

    speaker: Speaker
    text: str


def shortened(turns: t.Sequence[Turn]) -> tuple[Turn, ...]:
    """What a reader gets to know of the turns before: the last few, the end of each."""
    return tuple(
        Turn(turn.speaker, turn.text[-CONTEXT_CHARACTERS:]) for turn in turns[-CONTEXT_TURNS:]
    )


def spoken_name(name: str) -> str:
    """The name as it can stand in a sentence, or nothing when it cannot.

    >>> spoken_name("  Ann   Lee ")
    'Ann Lee'
    >>> spoken_name("x" * 300)
    ''
    """
    printable = name if name.isprintable() else "".join(c if c.isprintable() else " " for c in name)
    plain = " ".join(printable.split())
    return plain if len(plain) <= LONGEST_NAME else ""
