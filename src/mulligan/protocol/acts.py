"""What people's acts do to the stage; they are always possible, and outrank the table."""

import typing as t

from mulligan.conversation.fact import Acted, Decided
from mulligan.conversation.state import State
from mulligan.conversation.words import Move, Stage
from mulligan.protocol.decide import NEUTRAL_END, USUAL_CHANNEL, Table, offer

_OUT_OF_REACH: t.Final = ("crisis", "left")
"""Stages that no act but their own moves: care, and the one who got out, come first."""


def answer(table: Table, state: State, act: Acted) -> Decided | None:
    """What follows from an act, or None where the act itself is all there is.

    `state` has the act in it already. `disagree` is answered by folding again, not here.
    """
    match act.act:
        case "end":
            return _end(table, state, act)
        case "hand_over":
            return _fold(table, state, "act.hand_over")
        case "get_me_out":
            return _fold(table, state, "act.get_me_out", urgent=True, say=None)
        case "wrong_department":
            return _decided(table, state, "act.wrong_department", "hand_over", state.stage)
        case "reopen":
            if state.stage not in ("ended", "left"):
                return None
            return _decided(table, state, "act.reopen", None, "warned")
        case "close_crisis":
            if state.stage != "crisis":
                return None
            return _decided(table, state, "act.close_crisis", None, "open")
        case "take" | "said_it" | "not_now" | "disagree" | "adjustment":
            return None
        case _:
            t.assert_never(act.act)


def _end(table: Table, state: State, act: Acted) -> Decided | None:
    if state.stage in _OUT_OF_REACH:
        return None
    if state.adjusted:
        return _decided(table, state, "act.end", "hand_over", "handing_over", instead=True)
    if state.grave:
        return _decided(table, state, "act.end", "end", "ended")
    if act.reasoned:
        return _decided(table, state, "act.end", "end", "ended", say=NEUTRAL_END)
    return _fold(table, state, "act.end-without-grounds")


def _fold(
    table: Table, state: State, rule: str, urgent: bool = False, say: str | None = "hand_over"
) -> Decided:
    stage = state.stage if state.stage in _OUT_OF_REACH else "handing_over"
    return _decided(table, state, rule, "hand_over", stage, urgent=urgent, say=say)


def _decided(
    table: Table,
    state: State,
    rule: str,
    move: Move | None,
    stage: Stage,
    urgent: bool = False,
    instead: bool = False,
    say: str | None = "",
) -> Decided:
    words = move if say == "" else say
    return Decided(
        rule=rule,
        stage=stage,
        before=state.stage,
        move=move,
        urgent=urgent,
        instead=instead,
        script=offer(table.protocol, words, state, state.channel or USUAL_CHANNEL),
    )
