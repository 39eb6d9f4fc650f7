"""One step of a conversation: what came in changes the state, and the protocol answers."""

import typing as t

from mulligan.conversation.bearing import bearing
from mulligan.conversation.evolve import evolve
from mulligan.conversation.fact import (
    Acted,
    AnyFact,
    Decided,
    Fired,
    Opened,
    Read,
    Received,
    Reviewed,
)
from mulligan.conversation.state import State
from mulligan.protocol.acts import answer
from mulligan.protocol.decide import Table, decide
from mulligan.protocol.timing import due

Input = Opened | Received | Read | Reviewed | Acted | Fired
"""What comes from outside: the facts that a protocol answers to, or that it must know of."""


def judge(table: Table, state: State, fact: AnyFact) -> Decided | None:
    """The protocol's answer to the fact that `state` just took in, if it has one."""
    match fact:
        case Read():
            said = bearing(fact.signals, fact.severity)
            return decide(table, state, said, state.channel)
        case Acted():
            return answer(table, state, fact)
        case Fired():
            return due(table, state, fact)
        case _:
            return None


def advance(table: Table, state: State, fact: AnyFact) -> tuple[State, Decided | None]:
    """The state after a fact and the protocol's answer to it."""
    state = evolve(state, fact)
    decided = judge(table, state, fact)
    return (state, None) if decided is None else (evolve(state, decided), decided)


def fold(table: Table, facts: t.Iterable[Input]) -> tuple[State, list[Decided]]:
    """Walk a conversation from its inputs: where it stands, and every decision on the way."""
    state, decisions = State(), []
    for fact in facts:
        state, decided = advance(table, state, fact)
        if decided is not None:
            decisions.append(decided)
    return state, decisions
