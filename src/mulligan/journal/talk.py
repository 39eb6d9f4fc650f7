"""What is held of one open conversation."""

import functools
import typing as t

from msgspec.structs import replace

from mulligan.conversation.evolve import evolve
from mulligan.conversation.fact import Acted, Opened, Read, Received, Reviewed
from mulligan.conversation.message import Message, Turn, spoken_name
from mulligan.conversation.signal import Reading, Review, Signal
from mulligan.conversation.state import State
from mulligan.conversation.words import Channel, Fault, Kind, Merit, Speaker, Target

Input = Opened | Received | Read | Reviewed | Acted


class Talk:
    """A conversation's state, its last few turns, and its inputs, so that it can be folded again.

    An input costs a few dozen bytes: it keeps what a rule could ask of a message, not its words.
    """

    __slots__ = (
        "_most",
        "agent",
        "contact",
        "customer",
        "log",
        "name",
        "opened",
        "state",
        "turns",
    )

    def __init__(self, name: str, contact: str, opened: Opened, turns: int) -> None:
        self.name = name
        self.contact = contact
        self.opened = opened
        self.state = evolve(State(), opened)
        self.turns: tuple[Turn, ...] = ()
        self._most = turns
        self.log: dict[str | int, tuple[Input, ...]] = {}
        self.customer = self.agent = ""

    def hear(self, message: Message, characters: int) -> None:
        """Keep the last words of a message, and the name of who spoke."""
        name = spoken_name(message.name)
        if name and message.speaker == "customer":
            self.customer = name
        elif name and message.speaker in ("agent", "supervisor"):
            self.agent = name
        turn = Turn(message.speaker, message.text[-characters:])
        self.turns = (*self.turns, turn)[-self._most :]

    def keep(self, message: Message, reading: Reading, review: Review) -> None:
        """Keep what a message was read as; for a known one, in the place of what it was."""
        self.log[message.id] = _slim(
            message.speaker,
            message.channel,
            _outline(reading),
            reading.severity,
            review.merits,
            review.faults,
        )

    def correct(self, message: str, reading: Reading) -> None:
        """Put the right reading in the place of a customer message's wrong one."""
        received = self.log[message][0]
        if isinstance(received, Received) and received.speaker == "customer":
            self.log[message] = _slim(
                "customer", received.channel, _outline(reading), reading.severity, (), ()
            )

    def keep_act(self, act: Acted) -> None:
        """Keep what a person did."""
        self.log[len(self.log)] = (act,)

    @property
    def inputs(self) -> t.Iterator[Input]:
        """All inputs, from the opening on, without their times."""
        yield self.opened
        for entry in self.log.values():
            yield from entry

    def stand_at(self, state: State) -> None:
        """Stand where a second fold says; times, and words already offered, stay as they were."""
        old = self.state
        offered = dict.fromkeys((*old.used, *state.used))
        self.state = replace(
            state,
            used=tuple(offered),
            opened=old.opened,
            last=old.last,
            alerted=old.alerted if old.alert else old.last,
            ended=old.ended if old.stage == "ended" else old.last,
        )


def _outline(reading: Reading) -> tuple[tuple[Kind, Target], ...]:
    return tuple((signal.kind, signal.target) for signal in reading.signals)


@functools.lru_cache(maxsize=65_536)
def _slim(
    speaker: Speaker,
    channel: Channel | None,
    outline: tuple[tuple[Kind, Target], ...],
    severity: int,
    merits: tuple[Merit, ...],
    faults: tuple[Fault, ...],
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
