"""The situation a rule is held against: named fields, each with one value of a closed set.

A situation is one integer in which every field has exactly one bit set, that of its value. A rule
forbids, for each field it names, the values it does not allow; it holds when none of them is set.
"""

import typing as t

from mulligan.conversation.bearing import Bearing, bits
from mulligan.conversation.state import State
from mulligan.conversation.words import CHANNELS, STAGES, Channel
from mulligan.protocol.schema import Count, Protocol, When, listed

COUNTERS: t.Final = ("threats", "coarse_count", "refusals", "parting")
BOOLEANS: t.Final = (
    "aimed",
    "crosses",
    "gross",
    "offence",
    "coarse",
    "threat",
    "personal",
    "provoked",
    "said",
    "unanswered",
    "in_writing",
    "adjusted",
)
FIELD_VALUES: t.Final[dict[str, tuple[t.Any, ...]]] = {
    "stage": STAGES,
    "channel": CHANNELS,
    "severity": (0, 1, 2, 3),
    "harm": ("none", "others", "us"),
    **dict.fromkeys(BOOLEANS, (False, True)),
}


def _number() -> dict[tuple[str, t.Any], int]:
    pairs = [(field, value) for field, values in FIELD_VALUES.items() for value in values]
    return {pair: 1 << place for place, pair in enumerate(pairs)}


BIT: t.Final = _number()
_FIRST_COUNT: t.Final = len(BIT)
_STAGE_BIT: t.Final = {stage: BIT["stage", stage] for stage in STAGES}
_CHANNEL_BIT: t.Final = {channel: BIT["channel", channel] for channel in CHANNELS}
_SEVERITY_BIT: t.Final = tuple(BIT["severity", n] for n in range(4))
_HARM_BIT: t.Final = {harm: BIT["harm", harm] for harm in ("none", "others", "us")}
_YES_NO: t.Final = {name: (BIT[name, False], BIT[name, True]) for name in BOOLEANS}
(
    _AIMED,
    _CROSSES,
    _GROSS,
    _OFFENCE,
    _COARSE,
    _THREAT,
    _PERSONAL,
    _PROVOKED,
    _SAID,
    _UNANSWERED,
    _IN_WRITING,
    _ADJUSTED,
) = (_YES_NO[name] for name in BOOLEANS)


class Condition(t.NamedTuple):
    """One `when`: bits that must not be set, and kinds of which one must be there (0: any)."""

    forbidden: int
    kinds: int
    aimed_kinds: int


class Situations:
    """How one protocol sees situations: its line, its gross conduct, and its counts."""

    def __init__(self, protocol: Protocol) -> None:
        self.line = protocol.line
        self.gross_severity = protocol.gross.severity
        self.gross_kinds = bits(protocol.gross.kinds)
        self.warnings = protocol.warnings.count
        self.counts: dict[tuple[str, Count], tuple[int, int]] = {}
        for rule in protocol.rules:
            for when in listed(rule.when):
                for name in COUNTERS:
                    count = getattr(when, name)
                    if count is not None and (name, count) not in self.counts:
                        place = _FIRST_COUNT + 2 * len(self.counts)
                        self.counts[name, count] = (1 << place, 1 << (place + 1))
        self._counted = tuple(
            (COUNTERS.index(name), count.holds, no, yes)
            for (name, count), (no, yes) in self.counts.items()
        )

    def condition(self, when: When) -> Condition:
        """A `when` as bits."""
        forbidden = 0
        for field, values in FIELD_VALUES.items():
            allowed = listed(getattr(when, field))
            if allowed:
                forbidden |= sum(BIT[field, v] for v in values if v not in allowed)
        for (name, count), (no, _) in self.counts.items():
            if getattr(when, name) == count:
                forbidden |= no
        return Condition(forbidden, bits(listed(when.kinds)), bits(listed(when.aimed_kinds)))

    def crosses(self, state: State, said: Bearing) -> bool:
        """Whether the line is crossed: aimed, and grave, or mild once too often."""
        if not said.aimed or (state.adjusted and said.severity <= 2):
            return False
        return said.severity >= self.line.severity or state.mild >= self.line.mild

    def heard(self, state: State) -> bool:
        """Whether what the stage asks to be said was said, often enough."""
        if state.stage == "warned":
            return not self.warnings or (state.said and state.warnings >= self.warnings)
        return state.said and state.stage in ("second_chance", "ended")

    def situate(self, state: State, said: Bearing, channel: Channel, crossed: bool) -> int:
        """The situation of a message, as bits."""
        aimed, threat, severity = bool(said.aimed), said.threat, said.severity
        gross = severity >= self.gross_severity or bool(said.aimed & self.gross_kinds)
        result = (
            _STAGE_BIT[state.stage]
            | _CHANNEL_BIT[channel]
            | _SEVERITY_BIT[severity]
            | _HARM_BIT[said.harm]
            | _AIMED[aimed]
            | _CROSSES[crossed]
            | _GROSS[gross]
            | _OFFENCE[said.offence]
            | _COARSE[said.coarse]
            | _THREAT[threat]
            | _PERSONAL[aimed or threat]
            | _PROVOKED[state.provoked]
            | _SAID[self.heard(state)]
            | _UNANSWERED[state.waiting > 1]
            | _IN_WRITING[state.in_writing]
            | _ADJUSTED[state.adjusted]
        )
        counters = (state.threats, state.coarse, state.refusals, state.parting)
        for counter, holds, no, yes in self._counted:
            result |= yes if holds(counters[counter]) else no
        return result


def value_of(field: str, situation: int) -> t.Any:
    """The value that a field has in a situation."""
    return next(value for value in FIELD_VALUES[field] if BIT[field, value] & situation)
