"""The fold: what a fact does to where a conversation stands."""

import typing as t

from msgspec.structs import replace

from mulligan.conversation.bearing import bearing, bits
from mulligan.conversation.fact import (
    Acted,
    AnyFact,
    Decided,
    Deleted,
    Edited,
    Fired,
    Opened,
    Read,
    Received,
    Refolded,
    Reviewed,
)
from mulligan.conversation.state import Alert, State
from mulligan.conversation.words import Stage

LADDER: t.Final = ("second_chance", "warn", "end")
"""The moves whose words must be heard before the next step."""

MOST_WARNINGS: t.Final = 3
_REFUSAL: t.Final = bits(("refusal",))
_HOLDING: t.Final = ("warning", "boundary")
_PROVOKING: t.Final = ("retort", "counter_threat")
_NEW_ALERT: t.Final[dict[str, Alert]] = {
    "leave": "urgent",
    "crisis": "urgent",
    "hand_over": "queued",
}


def evolve(state: State, fact: AnyFact) -> State:
    """The state after one more fact; pure, total, and without any knowledge of a protocol."""
    match fact:
        case Received():
            return _received(state, fact)
        case Read():
            return _read(state, fact)
        case Decided():
            return _decided(state, fact)
        case Reviewed():
            return _reviewed(state, fact)
        case Acted():
            return _acted(state, fact)
        case Fired():
            return _fired(state, fact)
        case Opened():
            return State(stage=fact.stage, never_end=fact.never_end, opened=fact.at, last=fact.at)
        case Refolded():
            return fact.state
        case Edited() | Deleted():
            return state
        case _:
            t.assert_never(fact)


def _received(state: State, fact: Received) -> State:
    writing = state.in_writing or fact.channel == "email"
    last = state.last if fact.at is None else fact.at
    match fact.speaker:
        case "customer":
            return replace(
                state,
                waiting=state.waiting + 1,
                in_writing=writing,
                channel=fact.channel,
                last=last,
            )
        case "agent" | "supervisor":
            said = state.said or state.stage == "second_chance"
            replied = replace(
                state,
                waiting=0,
                bot=False,
                said=said,
                in_writing=writing,
                cooling=None,
                last=last,
            )
            return replied if fact.speaker == "agent" else taken(replied)
        case "bot":
            return replace(state, bot=True, in_writing=writing, last=last)
        case "system":
            return replace(state, in_writing=writing, last=last)
        case _:
            t.assert_never(fact.speaker)


def taken(state: State, stage: Stage | None = None) -> State:
    """Someone in authority has it: no alert stands.

    A hand-over goes on as `warned`, or at the stage the taker names; a warning counts as said.
    """
    to = stage or ("warned" if state.stage == "handing_over" else None)
    if to is None or state.stage == "crisis":
        return replace(state, alert="", rings=0)
    said = to == "warned"
    return replace(
        state,
        stage=to,
        said=said,
        warnings=MOST_WARNINGS if said else 0,
        parting=0,
        alert="",
        rings=0,
    )


def _read(state: State, fact: Read) -> State:
    said = bearing(fact.signals, fact.severity)
    refusals = 0 if said.calm else state.refusals
    personal = bool(said.aimed) or said.threat
    return replace(
        state,
        mild=state.mild + (bool(said.aimed) and said.severity == 1),
        coarse=state.coarse + said.coarse,
        refusals=refusals + bool(said.kinds & _REFUSAL),
        threats=state.threats + said.threat,
        parting=state.parting + (personal and state.stage == "ended" and state.said),
        grave=state.grave or said.severity == 3,
    )


def _decided(state: State, fact: Decided) -> State:
    moved = fact.move in LADDER
    fresh = fact.stage != fact.before
    alert, alerted, rings = state.alert, state.alerted, state.rings
    if fact.move in _NEW_ALERT:
        wanted: Alert = "urgent" if fact.urgent else _NEW_ALERT[fact.move]
        if not alert or (wanted == "urgent" and alert == "queued"):
            alert, alerted, rings = wanted, state.last, 0
    script = fact.script
    return replace(
        state,
        stage=fact.stage,
        said=state.said and not moved and not fresh,
        warnings=0 if fresh else state.warnings,
        mild=0 if fact.crossed else state.mild,
        grave=state.grave or fact.crossed,
        parting=0 if fresh or fact.move == "end" else state.parting,
        in_writing=state.in_writing or fact.move == "take_to_writing",
        alert=alert,
        alerted=alerted,
        rings=rings,
        ended=state.last if fact.move == "end" else state.ended,
        reminded=0 if fact.move == "end" else state.reminded,
        resting=False,
        cooling=_cooling(state, fact),
        used=state.used if script is None else (*state.used, script),
    )


def _cooling(state: State, fact: Decided) -> float | None:
    """Since when the reply rests: by mail, after a crossing; nobody rests in danger (P3.4)."""
    if fact.move in ("leave", "crisis"):
        return None
    return state.last if fact.crossed and state.channel == "email" else state.cooling


def _reviewed(state: State, fact: Reviewed) -> State:
    provoked = any(fault in _PROVOKING for fault in fact.faults)
    warned = any(merit in _HOLDING for merit in fact.merits)
    if warned and state.box:
        state = replace(state, box="said")
    if state.stage == "warned" and warned:
        return replace(
            state, provoked=provoked, said=True, warnings=min(state.warnings + 1, MOST_WARNINGS)
        )
    if state.stage == "ended" and "closing" in fact.merits:
        return replace(state, provoked=provoked, said=True)
    return replace(state, provoked=provoked)


def _acted(state: State, fact: Acted) -> State:
    match fact.act:
        case "said_it":
            if state.box:
                state = replace(state, box="said")
            if state.stage == "warned":
                return replace(state, said=True, warnings=min(state.warnings + 1, MOST_WARNINGS))
            return replace(state, said=state.said or state.stage in ("second_chance", "ended"))
        case "not_now":
            return replace(state, resting=True)
        case "adjustment":
            return replace(state, adjustment=True)
        case "take":
            return taken(state, fact.stage)
        case "close_crisis":
            return replace(state, alert="", rings=0) if state.stage == "crisis" else state
        case "end" | "hand_over" | "wrong_department" | "get_me_out" | "disagree" | "reopen":
            return state
        case _:
            t.assert_never(fact.act)


def _fired(state: State, fact: Fired) -> State:
    match fact.timer:
        case "quiet":
            return replace(state, mild=0, coarse=0, refusals=0, threats=0, parting=0, last=fact.at)
        case "closing":
            return replace(state, reminded=state.reminded + 1)
        case "ring":
            return replace(state, rings=state.rings + 1)
        case "box":
            return replace(state, box=state.box or "warned", boxed=fact.at)
        case "cooling":
            return replace(state, cooling=None)
        case _:
            t.assert_never(fact.timer)
