"""Time: which timers a conversation's state implies, and what follows when one is due.

Timers are derived from the state, so a stale one cannot exist; a due one becomes a fact.
"""

import typing as t

from mulligan.conversation.fact import Decided, Fired
from mulligan.conversation.state import State
from mulligan.conversation.words import Channel, Stage
from mulligan.protocol.decide import NEUTRAL_END, USUAL_CHANNEL, Table, offer
from mulligan.protocol.schema import Time, TimeBox

TimerName = t.Literal["quiet", "closing", "ring", "box", "cooling"]

MINUTE: t.Final = 60.0
DAY: t.Final = 86_400.0
URGENT_RINGS: t.Final = 30
"""After so many unanswered rings the numbers to call stand on the card; it rings on, slower."""

BOX_AGAIN: t.Final = 120.0
"""Seconds after which an unsaid announcement of a time box is asked for again."""

_FALLS_TO: t.Final[dict[Stage, Stage]] = {"warned": "second_chance", "second_chance": "open"}


def timers(table: Table, state: State) -> list[tuple[float, TimerName]]:
    """The timers that run now, as (due in seconds since 1970, name), the earliest first."""
    time = table.protocol.time
    running: list[tuple[float | None, TimerName]] = [
        (_box(table.protocol.time_box, state), "box"),
        (_closing(time, state), "closing"),
        (_cooled(time, state), "cooling"),
        (_quiet(time, state), "quiet"),
        (_ring(time, state), "ring"),
    ]
    return sorted((due, name) for due, name in running if due is not None)


def _quiet(time: Time, state: State) -> float | None:
    counts = state.mild or state.coarse or state.refusals or state.threats or state.parting
    steps = state.stage in _FALLS_TO
    if state.last is None or not (steps or (counts and state.stage in ("open", "ended"))):
        return None
    return state.last + time.quiet_days * DAY


def _closing(time: Time, state: State) -> float | None:
    if state.stage != "ended" or state.said or state.resting or state.ended is None:
        return None
    if state.reminded > 1:
        return None
    mail = state.channel == "email"
    step = time.closing_mail_days * DAY if mail else float(time.closing_seconds)
    return state.ended + step * (state.reminded + 1)


def _cooled(time: Time, state: State) -> float | None:
    if state.cooling is None or not time.cooling_minutes:
        return None
    return state.cooling + time.cooling_minutes * MINUTE


def _ring(time: Time, state: State) -> float | None:
    if not state.alert or state.alerted is None:
        return None
    urgent = URGENT_RINGS if state.alert == "urgent" else 0
    fast = min(state.rings + 1, urgent) * float(time.ring_seconds)
    rest = max(state.rings + 1 - urgent, 0)
    slow = min(rest, int(DAY / MINUTE / time.remind_minutes)) * time.remind_minutes * MINUTE
    daily = max(rest - int(DAY / MINUTE / time.remind_minutes), 0) * DAY
    return state.alerted + fast + slow + daily


def _box(box: TimeBox | None, state: State) -> float | None:
    if box is None or state.opened is None or (state.channel or USUAL_CHANNEL) not in box.channels:
        return None
    if state.stage not in ("open", "second_chance", "warned"):
        return None
    if not state.box or state.boxed is None:
        return state.opened + box.warn_minutes * MINUTE
    return max(state.opened + box.end_minutes * MINUTE, state.boxed + BOX_AGAIN)


def resting(time: Time, decided: Decided, channel: Channel | None) -> int:
    """How many minutes the reply to this rests before it goes: by mail, after a crossing (P3.4)."""
    cools = channel == "email" and decided.crossed and decided.move not in ("leave", "crisis")
    return time.cooling_minutes if cools else 0


def due(table: Table, state: State, fired: Fired) -> Decided:
    """What follows from a timer that was due; `state` has it in already."""
    match fired.timer:
        case "quiet":
            return Decided(
                rule="time.quiet",
                stage=_FALLS_TO.get(state.stage, state.stage),
                before=state.stage,
            )
        case "closing":
            rule = "time.closing" if state.reminded < 2 else "time.help"
            return Decided(rule=rule, stage=state.stage, before=state.stage)
        case "ring":
            return Decided(rule="time.ring", stage=state.stage, before=state.stage)
        case "cooling":
            return Decided(rule="time.cooled", stage=state.stage, before=state.stage)
        case "box":
            return _boxed(table, state)
        case _:
            t.assert_never(fired.timer)


def _boxed(table: Table, state: State) -> Decided:
    channel = state.channel or USUAL_CHANNEL
    if state.box != "said":
        return Decided(
            rule="time.box",
            stage=state.stage,
            before=state.stage,
            move="set_limit",
            script=offer(table.protocol, "time_box", state, channel),
        )
    adjusted = state.adjusted
    return Decided(
        rule="time.box-end",
        stage="handing_over" if adjusted else "ended",
        before=state.stage,
        move="hand_over" if adjusted else "end",
        instead=adjusted,
        script=offer(table.protocol, "hand_over" if adjusted else NEUTRAL_END, state, channel),
    )
