"""A real conversation that leads to what a proof found, played by the protocol itself."""

import typing as t

from mulligan.conversation.fact import Decided, Received
from mulligan.conversation.signal import Signal
from mulligan.conversation.state import State
from mulligan.protocol.decide import Table
from mulligan.protocol.fold import advance
from mulligan.protocol.proof.events import ANSWERS, BOT, RETORTS, Event, says
from mulligan.protocol.proof.explore import Exploration, Transition

_ASKS: t.Final = says("asks something", (), 0, "chat")
_SWEARS: t.Final = says("swears at nobody", (Signal("profanity"),), 1, "chat")
_REFUSES: t.Final = says("refuses every answer", (Signal("refusal", "agent"),), 0, "chat")
_THREATENS: t.Final = says(
    "threatens to have the agent fired", (Signal("threat_other", "agent"),), 2, "chat"
)
_INSULTS: t.Final = says("insults the agent", (Signal("attack", "agent"),), 2, "chat")
_BY_MAIL: t.Final = Event(
    "a part of it came by e-mail", (Received(message="", speaker="system", channel="email"),)
)


class Play:
    """A conversation as it unfolds: each event, and what the protocol made of it."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.state = State()
        self.lines: list[str] = []
        self.last: Decided | None = None

    def play(self, event: Event) -> None:
        """Let one event happen."""
        before = self.state.stage
        self.last = None
        for fact in event.facts:
            self.state, decided = advance(self.table, self.state, fact)
            self.last = decided or self.last
        line = event.text
        if self.last is not None:
            line += f" → {self.last.move or 'no move'} (rule {self.last.rule})"
        if self.state.stage != before:
            line += f"; stage {self.state.stage}"
        self.lines.append(line)


def witness(exploration: Exploration, transition: Transition) -> tuple[str, ...] | None:
    """The lines of a conversation that ends in this transition; None where none was found."""
    steps: list[Event | Transition] = [transition]
    place = transition.place
    while (way := exploration.ways[place]) is not None:
        place, how = way
        steps.append(how)
    play = Play(exploration.table)
    for step in reversed(steps):
        if isinstance(step, Event):
            play.play(step)
        else:
            _arrange(play, exploration, step)
            there = exploration.canonical(play.state) == step.place
            play.play(step.event)
            if not there or not _same(play.last, step.decided):
                return None
    return tuple(play.lines)


def _same(one: Decided | None, other: Decided) -> bool:
    """Whether the real conversation got the answer that was foreseen."""
    return one is not None and (one.rule, one.move, one.stage) == (
        other.rule,
        other.move,
        other.stage,
    )


def _arrange(play: Play, exploration: Exploration, step: Transition) -> None:
    """Bring counts and circumstances about, where they do not fit yet, with harmless events."""
    around, wanted = step.around, step.before
    if play.state.in_writing not in around["in_writing"]:
        play.play(_BY_MAIL)
    for pump, counter, have, need in (
        (_SWEARS, "coarse_count", play.state.coarse, wanted.coarse),
        (_THREATENS, "threats", play.state.threats, wanted.threats),
        (_REFUSES, "refusals", play.state.refusals, wanted.refusals),
        (_INSULTS, "parting", play.state.parting, wanted.parting),
    ):
        if not exploration.space.meets(around, counter, _counted(step, counter, have)):
            for _ in range(need - have):
                play.play(pump)
    reply = RETORTS if True in around["provoked"] and False not in around["provoked"] else ANSWERS
    if play.state.provoked not in around["provoked"]:
        play.play(reply)
    if bool(play.state.waiting) not in around["unanswered"]:
        play.play(reply if play.state.waiting else _ASKS)
    if play.state.bot not in around["bot"]:
        play.play(BOT)


def _counted(step: Transition, counter: str, n: int) -> int:
    """A counter's value once the step's message is counted."""
    said = step.sample.bearing
    match counter:
        case "coarse_count":
            return n + said.coarse
        case "threats":
            return n + said.threat
        case "refusals":
            return (0 if said.calm else n) + step.sample.refuses
        case _:
            personal = bool(said.aimed) or said.threat
            return n + (personal and step.place.stage == "ended" and step.place.said)
