"""A conversation's inputs, so that it can be folded again with a reading set right."""

import functools
import typing as t

from msgspec.structs import replace

from mulligan.conversation.fact import Acted, AnyFact, Edited, Opened, Read, Received, Reviewed
from mulligan.conversation.signal import Signal
from mulligan.conversation.words import Channel, Fault, Kind, Merit, Speaker, Target

Input = Opened | Received | Read | Reviewed | Acted
_Outline = tuple[tuple[Kind, Target], ...]


class Log:
    """Takes a conversation's facts and keeps what a second fold needs.

    A message costs a few dozen bytes: what a rule could ask of it, not its words and no times.
    """

    __slots__ = ("_entries", "_opened")

    def __init__(self) -> None:
        self._opened: tuple[Opened, ...] = ()
        self._entries: dict[str | int, tuple[Input, ...]] = {}

    def __contains__(self, message: str) -> bool:
        return message in self._entries

    @property
    def inputs(self) -> t.Iterator[Input]:
        """All inputs, from the opening on, each message with the reading that holds now."""
        yield from self._opened
        for entry in self._entries.values():
            yield from entry

    def take(self, fact: AnyFact) -> None:
        """Take in one more fact; an edit or a disagreement changes what is kept."""
        match fact:
            case Received():
                self._entries[fact.message] = _slim(fact.speaker, fact.channel)
            case Read():
                self._put(fact.message, _outline(fact.signals), fact.severity)
            case Reviewed():
                self._put(fact.message, merits=fact.merits, faults=fact.faults)
            case Edited():
                outline = _outline(fact.signals)
                self._put(fact.message, outline, fact.severity, fact.merits, fact.faults)
            case Acted(act="disagree"):
                if self._received(fact.message).speaker == "customer":
                    self._put(fact.message, _outline(fact.signals), fact.severity)
            case Acted():
                self._entries[len(self._entries)] = (replace(fact, at=None),)
            case Opened():
                self._opened = (fact,)
            case _:
                """What follows from the inputs follows again."""

    def _received(self, message: str) -> Received:
        received = self._entries[message][0]
        assert isinstance(received, Received)
        return received

    def _put(
        self,
        message: str,
        outline: _Outline = (),
        severity: int = 0,
        merits: tuple[Merit, ...] = (),
        faults: tuple[Fault, ...] = (),
    ) -> None:
        received = self._received(message)
        self._entries[message] = _slim(
            received.speaker, received.channel, outline, severity, merits, faults
        )


def _outline(signals: tuple[Signal, ...]) -> _Outline:
    return tuple((signal.kind, signal.target) for signal in signals)


@functools.lru_cache(maxsize=65_536)
def _slim(
    speaker: Speaker,
    channel: Channel | None,
    outline: _Outline = (),
    severity: int = 0,
    merits: tuple[Merit, ...] = (),
    faults: tuple[Fault, ...] = (),
) -> tuple[Input, ...]:
    """The same few facts for all messages that no rule could tell apart."""
    received = Received(message="", speaker=speaker, channel=channel)
    match speaker:
        case "customer":
            signals = tuple(Signal(kind, target) for kind, target in outline)
            return (received, Read(message="", signals=signals, severity=severity))
        case "agent" | "supervisor":
            return (received, Reviewed(message="", merits=merits, faults=faults))
        case "bot" | "system":
            return (received,)
        case _:
            t.assert_never(speaker)
