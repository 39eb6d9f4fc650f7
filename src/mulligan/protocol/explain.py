"""Why a rule fired, and why each rule above it did not."""

import typing as t

import msgspec

from mulligan.conversation.bearing import Bearing
from mulligan.conversation.signal import KIND_BIT, Signal
from mulligan.conversation.state import State
from mulligan.conversation.words import Channel
from mulligan.protocol.decide import USUAL_CHANNEL, Table
from mulligan.protocol.schema import Rule, When, listed
from mulligan.protocol.situation import BIT, COUNTERS, FIELD_VALUES, value_of


class WhyNot(msgspec.Struct, frozen=True):
    """A rule that did not fire, and what it asked for in vain."""

    rule: str
    missing: tuple[str, ...]


class Why(msgspec.Struct, frozen=True):
    """The rule that fired (None: none did), what it stood on, and why not those above it."""

    rule: str | None
    because: str
    signals: tuple[Signal, ...]
    situation: dict[str, t.Any]
    why_not: tuple[WhyNot, ...]


def explain(
    table: Table,
    state: State,
    signals: tuple[Signal, ...],
    said: Bearing,
    channel: Channel | None,
) -> Why:
    """Judge once more and say why; `state` is as `decide` was given it."""
    where = channel or USUAL_CHANNEL
    situations = table.situations
    crossed = situations.crosses(state, said)
    situation = situations.situate(state, said, where, crossed)
    fired = table.rule_for(situation, said, state.bot)
    above = []
    for rule, _ in table.rows:
        if rule is fired:
            break
        above.append(WhyNot(rule.id, _missing(table, rule, situation, state, said)))
    return Why(
        rule=fired.id if fired else None,
        because=fired.because if fired else "",
        signals=_grounds(fired, signals),
        situation={
            **{field: value_of(field, situation) for field in FIELD_VALUES},
            "bot": state.bot,
            **dict(zip(COUNTERS, _counts(state), strict=True)),
        },
        why_not=tuple(above),
    )


def _grounds(rule: Rule | None, signals: tuple[Signal, ...]) -> tuple[Signal, ...]:
    """The signals a rule can have stood on: those of the kinds it names, else all."""
    named = {
        kind
        for when in (listed(rule.when) if rule else ())
        for kind in (*listed(when.kinds), *listed(when.aimed_kinds))
    }
    return tuple(signal for signal in signals if not named or signal.kind in named)


def _missing(
    table: Table, rule: Rule, situation: int, state: State, said: Bearing
) -> tuple[str, ...]:
    if state.bot and not rule.bots:
        return ("a person answers, and so far only a bot has",)
    ways = [" and ".join(_unmet(when, situation, state, said)) for when in listed(rule.when)]
    return tuple(ways)


def _unmet(when: When, situation: int, state: State, said: Bearing) -> t.Iterator[str]:
    for field in FIELD_VALUES:
        asked = listed(getattr(when, field))
        if asked and not any(BIT[field, value] & situation for value in asked):
            yield f"`{field}` is {_word(value_of(field, situation))}, not {_words(asked)}"
    for counter, n in zip(COUNTERS, _counts(state), strict=True):
        count = getattr(when, counter)
        if count is not None and not count.holds(n):
            yield f"`{counter}` is {n}, which does not fit"
    for field, have in (("kinds", said.kinds), ("aimed_kinds", said.aimed)):
        kinds = listed(getattr(when, field))
        if kinds and not any(KIND_BIT[kind] & have for kind in kinds):
            yield f"no {_words(kinds)} stands" + (" aimed at us" if field == "aimed_kinds" else "")


def _counts(state: State) -> tuple[int, int, int, int]:
    return state.threats, state.coarse, state.refusals, state.parting


def _word(value: t.Any) -> str:
    return (
        {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )


def _words(values: t.Iterable[t.Any]) -> str:
    return " or ".join(_word(value) for value in values)
