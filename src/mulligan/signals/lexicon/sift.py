"""Which matches stand: what is idiom, denied, reported or quoted is taken back."""

import collections
import typing as t

from mulligan.signals.phrases.grammar import NOTHING
from mulligan.signals.phrases.walk import Match, Walked
from mulligan.signals.text import HARD_STOPS, QUOTED, Text

_DENIABLE: t.Final = frozenset(
    ("attack", "belittling", "threat_harm", "threat_other", "sexual", "intrusion")
)
_ENOUGH: t.Final = 40
_NEAR: t.Final = 2
_REPORT_REACH: t.Final = 8
_SAYING_REACH: t.Final = 10


def sift(walked: Walked, text: Text) -> list[Match]:
    """Keep the matches that stand, of each rule the first few."""
    if not walked.matches:
        return []
    free = _outside_idiom(walked.matches)
    kept: list[Match] = []
    times: collections.Counter[int] = collections.Counter()
    for match in free:
        rule = id(match.rule)
        if times[rule] < _ENOUGH and not _taken_back(match, walked, text):
            times[rule] += 1
            kept.append(match)
    return kept


def _outside_idiom(matches: t.Sequence[Match]) -> list[Match]:
    idioms: dict[int, list[Match]] = {}
    for match in matches:
        if match.rule.name == NOTHING:
            for place in range(match.start, match.end):
                idioms.setdefault(place, []).append(match)
    return [
        match
        for match in matches
        if match.rule.name != NOTHING
        and not any(
            _covers(idiom, match)
            for place in {match.start, match.end - 1}
            for idiom in idioms.get(place, ())
        )
    ]


def _covers(idiom: Match, match: Match) -> bool:
    if idiom.rule.kinds and match.rule.name not in idiom.rule.kinds:
        return False
    inside = idiom.start <= match.start and match.end <= idiom.end
    return inside or idiom.end - idiom.start >= match.end - match.start


def _taken_back(match: Match, walked: Walked, text: Text) -> bool:
    if match.rule.name not in _DENIABLE:
        return False
    if _before(match, walked, text, "<denial>", _NEAR):
        return True
    if _before(match, walked, text, "<report>", _REPORT_REACH):
        return True
    return bool(text.flags[match.end - 1] & QUOTED) and _said(match, walked)


def _before(match: Match, walked: Walked, text: Text, name: str, reach: int) -> bool:
    """Whether such a frame ends in the same sentence, at most `reach` words before the match."""
    for place in range(match.start - 1, max(-1, match.start - reach - 4), -1):
        if text.stops[place] in HARD_STOPS:
            return False
        if any(
            hit.name == name and match.start - reach <= hit.end <= match.start
            for hit in walked.hits[place]
        ):
            return True
    return False


def _said(match: Match, walked: Walked) -> bool:
    first, last = max(0, match.start - _SAYING_REACH), match.end + _NEAR * 2
    return any(hit.name == "<saying>" for hits in walked.hits[first:last] for hit in hits)
