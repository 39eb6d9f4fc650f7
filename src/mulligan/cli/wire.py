"""The JSON that programs get, exactly as `docs/reference/formats.md` says."""

import typing as t

import msgspec

from mulligan.conversation.doubt import doubted
from mulligan.conversation.fact import AnyFact
from mulligan.conversation.message import Message
from mulligan.conversation.signal import Finding, Reading, Review, Signal
from mulligan.conversation.words import HAND_OF, Fault, Hand, Kind, Merit, Move, Speaker, Stage
from mulligan.pipeline import Outcome
from mulligan.pipeline.account import Account
from mulligan.protocol.explain import WhyNot
from mulligan.protocol.reasons import because
from mulligan.protocol.timing import resting

encode: t.Final = msgspec.json.Encoder().encode


class MoveLine(msgspec.Struct, frozen=True):
    """A move, the words for it and the reason; `confirm` names what a person should look at."""

    move: Move
    hand: Hand
    say: str | None
    because: str
    rule: str
    confirm: tuple[Kind, ...]


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
            tuple(signal.kind for signal in doubted(decided.move, outcome.reading.signals)),
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


class WhyLine(msgspec.Struct, frozen=True):
    """What `mulligan why --json` gives; `why_not` names the rules above, and what each missed."""

    conversation: str
    id: str
    text: str
    signals: tuple[Signal, ...]
    severity: int
    merits: tuple[Merit, ...]
    faults: tuple[Fault, ...]
    move: Move | None
    stage: Stage | None
    before: Stage | None
    rule: str | None
    because: str
    protocol: str
    protocol_hash: str
    situation: dict[str, t.Any]
    why_not: tuple[WhyNot, ...]
    after: tuple[AnyFact, ...]


def why_line(told: Account) -> WhyLine:
    """The account of one message."""
    decided, read, reviewed, why = told.decided, told.read, told.reviewed, told.why
    return WhyLine(
        conversation=told.message.conversation,
        id=told.message.id,
        text=told.message.text,
        signals=read.signals if read else (),
        severity=read.severity if read else 0,
        merits=reviewed.merits if reviewed else (),
        faults=reviewed.faults if reviewed else (),
        move=decided.move if decided else None,
        stage=decided.stage if decided else None,
        before=decided.before if decided else None,
        rule=decided.rule if decided else None,
        because=because(told.protocol, decided) if decided else "",
        protocol=told.protocol.name,
        protocol_hash=told.protocol.hash,
        situation=why.situation if why else {},
        why_not=why.why_not if why else (),
        after=tuple(fact for _, fact in told.after),
    )


def read_line(name: str, reading: Reading) -> ReadLine:
    """One message's reading."""
    return ReadLine(name, reading.signals, reading.severity, reading.offence)


class ReviewLine(msgspec.Struct, frozen=True):
    """What `mulligan review --json` gives for one reply; `suggestion` is a better one, if any."""

    id: str
    merits: tuple[Merit, ...]
    faults: tuple[Fault, ...]
    findings: tuple[Finding, ...]
    suggestion: str | None


def review_line(name: str, review: Review) -> ReviewLine:
    """One reply's review."""
    return ReviewLine(name, review.merits, review.faults, review.findings, None)
