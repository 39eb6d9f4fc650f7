"""Every message a customer could send, as far as a protocol can tell messages apart."""

import functools
import itertools
import typing as t

import msgspec

from mulligan.conversation.bearing import Bearing, bearing
from mulligan.conversation.signal import OFFENCES, PERSONAL, Signal
from mulligan.conversation.words import KINDS, Kind, Target
from mulligan.protocol.schema import Protocol, kinds_in, listed

_SAYS: t.Final[dict[Kind, str]] = {
    "complaint": "complains",
    "venting": "lets off steam",
    "demand": "demands the impossible",
    "recourse": "announces a lawful step",
    "refusal": "refuses every answer",
    "apology": "apologises",
    "gratitude": "says thank you",
    "profanity": "swears at nobody",
    "unreadable": "writes what nobody can read",
    "attack": "insults the agent",
    "belittling": "belittles the agent",
    "shouting": "shouts at the agent",
    "sexual": "makes a sexual remark to the agent",
    "intrusion": "wants to find the agent at home",
    "threat_other": "threatens to have the agent fired",
    "crisis": "says they may harm themself",
}
_HARM: t.Final[dict[Target, str]] = {
    "agent": "threatens to hurt the agent",
    "third_party": "threatens to hurt someone else",
}
_SOFT: t.Final[tuple[Kind, ...]] = tuple(
    kind for kind in KINDS if kind not in OFFENCES and kind != "crisis"
)


class Sample(msgspec.Struct, frozen=True, dict=True):
    """One message that stands for all those that the protocol cannot tell from it."""

    text: str
    signals: tuple[Signal, ...]
    severity: int
    bearing: Bearing
    cries: bool
    refuses: bool

    @functools.cached_property
    def mark(self) -> tuple[t.Any, ...]:
        """Equal for messages that no proof tells apart."""
        said = self.bearing
        grave = said.severity if said.aimed else said.severity == 3
        return (said.harm, said.threat, said.aimed, said.coarse, grave, self.cries, self.refuses)


def samples(protocol: Protocol) -> tuple[Sample, ...]:
    """A message of every class, the plainest first."""
    crisis: list[tuple[Signal, ...]] = [(), (Signal("crisis", "self"),)]
    harms: list[tuple[Signal, ...]] = [
        (),
        (Signal("threat_harm", "agent"),),
        (Signal("threat_harm", "third_party"),),
    ]
    threats: list[tuple[Signal, ...]] = [(), (Signal("threat_other", "agent"),)]
    free: list[tuple[Signal, ...]] = [(), *((Signal(kind),) for kind in _free(protocol))]
    aimed: list[tuple[Signal, ...]] = [(), *((Signal(kind, "agent"),) for kind in _aimed(protocol))]
    made = [
        sample
        for parts in itertools.product(crisis, harms, threats, free, aimed, _soft(protocol))
        for sample in _graded(tuple(itertools.chain(*parts)))
    ]
    return tuple(sorted(made, key=lambda sample: (len(sample.signals), sample.severity)))


def _aimed(protocol: Protocol) -> list[Kind]:
    """The aimed kinds that the protocol tells apart, and one that it does not."""
    named: set[Kind] = {
        kind
        for rule in protocol.rules
        for when in listed(rule.when)
        for kind in (*kinds_in(when.aimed_kinds), *_some(when.kinds))
    }
    known = named | set(protocol.gross.kinds) | set(protocol.warnings.none_for)
    return sorted(PERSONAL & (known | {"attack"}))


def _free(protocol: Protocol) -> list[Kind]:
    """The offences aimed at nobody here that the protocol tells apart, and swearing."""
    named: set[Kind] = {
        kind for rule in protocol.rules for when in listed(rule.when) for kind in _some(when.kinds)
    }
    return sorted((OFFENCES - {"threat_harm"}) & (named | {"profanity"}))


def _some(kinds: Kind | tuple[Kind, ...] | None) -> tuple[Kind, ...]:
    """The kinds of a condition, unless it names every personal one alike."""
    asked = kinds_in(kinds)
    return () if set(asked) >= PERSONAL else asked


def _soft(protocol: Protocol) -> list[tuple[Signal, ...]]:
    """The fewest sets of harmless kinds that differ in which of the named sets they touch."""
    named = [
        frozenset(kinds_in(when.kinds))
        for rule in protocol.rules
        for when in listed(rule.when)
        if when.kinds is not None
    ]
    marks = [*dict.fromkeys(named), frozenset(("apology", "gratitude")), frozenset(("refusal",))]
    found: dict[tuple[bool, ...], tuple[Kind, ...]] = {tuple(False for _ in marks): ()}
    grown = True
    while grown:
        grown = False
        for have, kind in itertools.product(list(found.values()), _SOFT):
            kinds = (*have, kind)
            vector = tuple(bool(mark & set(kinds)) for mark in marks)
            if vector not in found:
                found[vector] = kinds
                grown = True
    return [tuple(Signal(kind, "none") for kind in kinds) for kinds in found.values()]


def _graded(signals: tuple[Signal, ...]) -> t.Iterator[Sample]:
    offence = any(signal.kind in OFFENCES for signal in signals)
    worst = any(signal.kind in ("threat_harm", "sexual") for signal in signals)
    for severity in (3,) if worst else (1, 2, 3) if offence else (0,):
        kinds = {signal.kind for signal in signals}
        yield Sample(
            _text(signals, severity),
            signals,
            severity,
            bearing(signals, severity),
            "crisis" in kinds,
            "refusal" in kinds,
        )


def _text(signals: tuple[Signal, ...], severity: int) -> str:
    said = [
        _HARM[signal.target] if signal.kind == "threat_harm" else _SAYS[signal.kind]
        for signal in signals
    ]
    grave = {1: " (mildly)", 2: "", 3: " (grossly)"}.get(severity, "")
    return (" and ".join(said) or "asks something") + (grave if severity else "")
