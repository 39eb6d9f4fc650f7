"""What can happen to a conversation, as a proof plays it: facts, and words for them."""

import typing as t

import msgspec

from mulligan.conversation.fact import Acted, Fired, Read, Received, Reviewed
from mulligan.conversation.signal import Signal
from mulligan.conversation.words import ActName, Channel, Fault, Merit
from mulligan.protocol.fold import Input


class Event(msgspec.Struct, frozen=True):
    """One event of a made-up conversation: what a reader of it sees, and its facts."""

    text: str
    facts: tuple[Input, ...]


def _reply(
    text: str,
    merits: tuple[Merit, ...] = (),
    faults: tuple[Fault, ...] = (),
    speaker: t.Literal["agent", "supervisor"] = "agent",
) -> Event:
    return Event(
        f"{speaker} {text}",
        (
            Received(message="", speaker=speaker),
            Reviewed(message="", merits=merits, faults=faults),
        ),
    )


def _act(text: str, act: ActName, reasoned: bool = False) -> Event:
    return Event(f"agent's act: {text}", (Acted(act=act, by="someone", reasoned=reasoned),))


ANSWERS: t.Final = _reply("answers")
RETORTS: t.Final = _reply("answers with a retort", faults=("retort",))
REPLIES: t.Final = (
    ANSWERS,
    _reply("says the warning", merits=("warning",)),
    _reply("says the closing", merits=("closing",)),
    RETORTS,
    _reply("joins", speaker="supervisor"),
)
BOT: t.Final = Event("bot answers", (Received(message="", speaker="bot"),))
ACTS: t.Final = (
    _act("said it", "said_it"),
    _act("not now", "not_now"),
    _act("end", "end"),
    _act("end, with a reason", "end", reasoned=True),
    _act("hand over", "hand_over"),
    _act("wrong department", "wrong_department"),
    _act("get me out", "get_me_out"),
    _act("someone takes it", "take"),
    _act("reopen", "reopen"),
    _act("a named person closes the crisis", "close_crisis"),
    _act("the customer needs an adjustment", "adjustment"),
)
PEOPLE: t.Final = (*REPLIES, BOT, *ACTS, Event("two quiet weeks pass", (Fired(timer="quiet"),)))


def says(text: str, signals: tuple[Signal, ...], severity: int, channel: Channel) -> Event:
    """A customer's message."""
    return Event(
        f"customer {text}" + (" by e-mail" if channel == "email" else ""),
        (
            Received(message="", speaker="customer", channel=channel),
            Read(message="", signals=signals, severity=severity),
        ),
    )
