"""The JSON that programs get, exactly as `docs/reference/formats.md` says."""

import typing as t

import msgspec

from mulligan.conversation.message import Message
from mulligan.conversation.signal import Reading, Signal
from mulligan.conversation.words import HAND_OF, Hand, Move, Speaker, Stage
from mulligan.pipeline import Outcome
from mulligan.protocol.reasons import because
from mulligan.protocol.timing import resting

encode: t.Final = msgspec.json.Encoder().encode


class MoveLine(msgspec.Struct, frozen=True):
    """A move, with the words for it and the reason."""

    move: Move
    hand: Hand
    say: str | None
    because: str
    rule: str


class WatchLine(msgspec.Struct, frozen=True):
    """What `mulligan watch --json` gives for one message."""

    conversation: str
    id: str
    speaker: Speaker
    stage: Stage
    signals: tuple[Signal, ...]
    severity: int
    offence: bool
    crossed: bool
    move: MoveLine | None
    rule: str | None
    due: tuple[str, ...]
    rest_minutes: int


class ReadLine(msgspec.Struct, frozen=True):
    """What `mulligan read --json` gives for one message."""

    id: str
    signals: tuple[Signal, ...]
    severity: int
    offence: bool


def watch_line(message: Message, outcome: Outcome) -> WatchLine:
    """One message and what followed; `due` names the timers that were due before it.

    `rest_minutes` is how long the reply rests before it goes.
    """
    decided = outcome.decided
    move = None
    if decided is not None and decided.move is not None:
        move = MoveLine(
            decided.move,
            HAND_OF[decided.move],
            outcome.say,
            because(outcome.protocol, decided),
            decided.rule,
        )
    reading = outcome.reading
    return WatchLine(
        conversation=message.conversation,
        id=message.id,
        speaker=message.speaker,
        stage=outcome.state.stage,
        signals=reading.signals,
        severity=reading.severity,
        offence=reading.offence,
        crossed=decided is not None and decided.crossed,
        move=move,
        rule=decided.rule if decided is not None else None,
        due=tuple(f"{ring.conversation}: {ring.decided.rule}" for ring in outcome.rings),
        rest_minutes=resting(outcome.protocol.time, decided, message.channel) if decided else 0,
    )


def read_line(name: str, reading: Reading) -> ReadLine:
    """One message's reading."""
    return ReadLine(name, reading.signals, reading.severity, reading.offence)
