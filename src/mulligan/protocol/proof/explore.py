"""Every reachable place of a conversation, and all that can happen there.

A *place* is the part of the state that moves slowly: the stage, what was said in it, mild attacks
so far, and whether the customer must never be ended on. Counts and circumstances are taken as free
at every place, so more is explored than can really happen; a witness shows what can.
"""

import typing as t

import msgspec
from msgspec.structs import replace

from mulligan.conversation.fact import Decided
from mulligan.conversation.state import State
from mulligan.conversation.words import Channel
from mulligan.protocol.decide import Table
from mulligan.protocol.fold import advance
from mulligan.protocol.proof.events import PEOPLE, Event, says
from mulligan.protocol.proof.messages import Sample
from mulligan.protocol.proof.space import Circumstances, Cube, Space
from mulligan.protocol.schema import Rule

_CHANNELS: t.Final[tuple[Channel, ...]] = ("chat", "phone", "social", "email")
_ALERT: t.Final = "queued"


class Transition(msgspec.Struct, frozen=True):
    """One customer message at one place: the state just before it, and what followed."""

    place: State
    before: State
    sample: Sample
    channel: Channel
    around: Circumstances
    rule: Rule | None
    decided: Decided
    after: State

    @property
    def event(self) -> Event:
        """The message as an event."""
        return says(self.sample.text, self.sample.signals, self.sample.severity, self.channel)


Way = tuple[State, Event | Transition] | None
"""How a place was first reached: from which place, by what; None where conversations begin."""


class Exploration:
    """All reachable places with the way to each, and a transition of every kind at each."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.space = Space(table)
        self.ways: dict[State, Way] = {State(): None}
        self.transitions: list[Transition] = []
        self.exits: set[tuple[State, State]] = set()
        queue = list(self.ways)
        for place in queue:
            for after, how in self._follow(place):
                there = self.canonical(after)
                self.exits.add((place, there))
                if there not in self.ways:
                    self.ways[there] = (place, how)
                    queue.append(there)

    def canonical(self, state: State) -> State:
        """The place of a state."""
        return State(
            stage=state.stage,
            said=state.said and state.stage in ("second_chance", "warned", "ended"),
            warnings=min(state.warnings, self.table.protocol.warnings.count),
            mild=min(state.mild, self.table.protocol.line.mild),
            adjustment=state.adjusted,
        )

    def _follow(self, place: State) -> t.Iterator[tuple[State, Event | Transition]]:
        for event in PEOPLE:
            state = place
            for fact in event.facts:
                state, _ = advance(self.table, state, fact)
            yield state, event
        for cube in self.space.cubes(place):
            for sample in self._unlike(cube):
                transition = self._send(place, cube, sample)
                if transition is not None:
                    self.transitions.append(transition)
                    yield transition.after, transition

    def _unlike(self, cube: Cube) -> t.Iterator[Sample]:
        """Of a cube's messages one of each kind that a proof tells apart, the plainest first."""
        seen: set[tuple[t.Any, ...]] = set()
        for number in self.space.numbers(cube.messages):
            sample = self.space.samples[number]
            if sample.mark not in seen:
                seen.add(sample.mark)
                yield sample

    def _send(self, place: State, cube: Cube, sample: Sample) -> Transition | None:
        before = _before(place, sample, cube.circumstances)
        if before is None:
            return None
        channel = next(c for c in _CHANNELS if c in cube.circumstances["channel"])
        if channel == "email" and True not in cube.circumstances["in_writing"]:
            return None
        event = says(sample.text, sample.signals, sample.severity, channel)
        heard, _ = advance(self.table, before, event.facts[0])
        after, decided = advance(self.table, heard, event.facts[1])
        assert decided is not None
        return Transition(
            place, before, sample, channel, cube.circumstances, cube.rule, decided, after
        )


def _before(place: State, sample: Sample, around: Circumstances) -> State | None:
    """The state just before a message, such that the circumstances hold once it is counted."""
    said, refuses = sample.bearing, sample.refuses
    personal = bool(said.aimed) or said.threat
    coarse = _less(around["coarse_count"], said.coarse)
    threats = _less(around["threats"], said.threat)
    parting = _less(around["parting"], personal and place.stage == "ended" and place.said)
    refusals = _less(around["refusals"], refuses)
    if said.calm:
        refusals = 0 if int(refuses) in around["refusals"] else None
    if coarse is None or threats is None or refusals is None or parting is None:
        return None
    if parting and not (place.stage == "ended" and place.said):
        return None
    return replace(
        place,
        coarse=coarse,
        threats=threats,
        refusals=refusals,
        parting=parting,
        provoked=_plain(around["provoked"]),
        waiting=int(_plain(around["unanswered"])),
        in_writing=_plain(around["in_writing"]),
        bot=_plain(around["bot"]),
        alert=_ALERT,
    )


def _less(values: frozenset[t.Any], counted: bool) -> int | None:
    """The smallest count before a message that makes one of these values after it."""
    return min((n - counted for n in values if n >= counted), default=None)


def _plain(values: frozenset[t.Any]) -> bool:
    return False not in values
