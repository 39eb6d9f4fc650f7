"""Strong words that are aimed at nobody, and when they are no offence at all."""

import typing as t

from mulligan.conversation.words import Target
from mulligan.signals.phrases.walk import Match, Walked
from mulligan.signals.text import HARD_STOPS, QUOTED, Text

_REACH: t.Final = 6
_DENSE_SPAN: t.Final = 25
_PERSONAL: t.Final = frozenset(("attack", "threat_harm", "threat_other", "sexual", "belittling"))


class Oath(t.NamedTuple):
    """One strong word: its places, and what it is about."""

    start: int
    end: int
    target: Target


def oaths(walked: Walked, kept: t.Sequence[Match], text: Text) -> list[Oath]:
    """The strong words that are no part of an insult or of something harmless."""
    strong = [
        (place, max(ends))
        for place, hits in enumerate(walked.hits)
        if hits and (ends := [hit.end for hit in hits if hit.name == "<strong>"])
    ]
    if not strong:
        return []
    taken = _taken(walked, kept)
    return [
        Oath(place, end, _about(walked, text, place))
        for place, end in strong
        if place not in taken and not text.flags[place] & QUOTED
    ]


def severity(found: t.Sequence[Oath]) -> int:
    """2 when strong words stand densely (ruling 16), else 1."""
    if len(found) > 2:
        return 2
    close = len(found) == 2 and found[1].start - found[0].start < _DENSE_SPAN
    return 2 if close else 1


def _taken(walked: Walked, kept: t.Sequence[Match]) -> set[int]:
    """Places inside an insult or a threat, or inside a harmless use of a strong word."""
    taken: set[int] = set()
    for match in kept:
        if match.rule.name in _PERSONAL:
            taken.update(range(match.start, match.end))
    for place, hits in enumerate(walked.hits):
        for hit in hits:
            if hit.name == "<mildly>":
                taken.update(range(place, hit.end))
    return taken


def _about(walked: Walked, text: Text, place: int) -> Target:
    """What a strong word stands next to in its sentence: a thing, our service, or nothing."""
    first, last = place, place + 1
    while first > max(0, place - _REACH) and text.stops[first - 1] not in HARD_STOPS:
        first -= 1
    while last < min(len(text.forms), place + _REACH) and text.stops[last - 1] not in HARD_STOPS:
        last += 1
    names = {hit.name for hits in walked.hits[first:last] for hit in hits}
    if "<productnoun>" in names:
        return "product"
    return "organisation" if {"<org>", "<second>", "<ournoun>"} & names else "none"
