"""From matches to a reading: one signal a kind and target, and the message's severity."""

import typing as t

from mulligan.conversation.signal import OFFENCES, US, Reading, Signal, floor
from mulligan.conversation.words import Kind, Target
from mulligan.signals.lexicon.shape import Loud
from mulligan.signals.lexicon.swearing import Oath, severity
from mulligan.signals.phrases.grammar import kind_of
from mulligan.signals.phrases.walk import Match, Walked
from mulligan.signals.text import HARD_STOPS, Text

_PLAIN_INSULT: t.Final = frozenset(("attack", "sexual", "threat_harm", "threat_other"))
_FOLLOWS_ADDRESSEE: t.Final = frozenset(("demand", "refusal", "shouting"))
_SCORE_BY_SHAPE: t.Final = 0.8
_SCORE_OF_OATHS: t.Final = 0.85
_REACH: t.Final = 12
_SURE: t.Final = 0.86
_ATTACKS_PERSON: t.Final = frozenset(
    ("attack", "belittling", "threat_harm", "threat_other", "sexual", "intrusion")
)
_DOUBTFUL: t.Final = _ATTACKS_PERSON - {"threat_harm"}
_ASIDES: t.Final = frozenset(("complaint", "venting", "demand", "refusal", "gratitude"))


class Found(t.NamedTuple):
    """Everything found in one message, before it is made into a reading.

    `answering` says that the message follows a turn of ours.
    """

    matches: list[Match]
    oaths: list[Oath]
    loud: Loud | None
    answer: Signal | None
    answering: bool


def reading(found: Found, text: Text, walked: Walked, reader: str) -> Reading:
    """Weigh what was found by the rulings."""
    matches = [_with_target(match, walked, text, found.answering) for match in found.matches]
    signals = _without_asides(_from_matches(_ranked(matches), text, reader))
    if found.answer and found.answer.kind not in {signal.kind for signal in signals}:
        signals.append(found.answer)
    kinds = {signal.kind for signal in signals}
    stand = {(signal.kind, signal.target) for signal in signals}
    grave = max((match.trait.severity for match in matches if _stands(match, stand)), default=0)
    if found.oaths and not _joyful(kinds):
        signals.append(_swearing(found.oaths, text, reader))
        grave = max(grave, severity(found.oaths))
    if found.loud and (found.loud.how == "mark" or (_furious(kinds) and not _excused(walked))):
        begin, end = text.starts[found.loud.start], text.ends[found.loud.end - 1]
        signals.append(Signal("shouting", "agent", (), _SCORE_BY_SHAPE, begin, end, reader))
    addressee: Target = "agent" if found.answering else "organisation"
    signals = [_addressed(signal, addressee) for signal in signals]
    return Reading(tuple(signals), min(3, max(grave, floor(signals))))


def _with_target(match: Match, walked: Walked, text: Text, answering: bool) -> Match:
    """Where the words leave it open, an offence means whom its sentence means, "you" first."""
    if match.rule.name not in _ATTACKS_PERSON or match.trait.target:
        return match
    names = _around(match, walked, text)
    target: Target = "agent" if answering or match.target == "agent" else "staff"
    if "<second>" in names:
        target = "agent"
    elif "<third>" in names:
        target = "third_party"
    elif "<staff>" in names:
        target = "staff"
    return match._replace(trait=match.trait._replace(target=target))


def _around(match: Match, walked: Walked, text: Text) -> set[str]:
    """The classes in the sentence around a match, up to a bounded reach."""
    names: set[str] = set()
    for place in range(match.end - 1, max(-1, match.start - _REACH), -1):
        if place < match.start and text.stops[place] in HARD_STOPS:
            break
        names.update(hit.name for hit in walked.hits[place])
    for place in range(match.end, min(len(text.forms), match.end + _REACH)):
        if text.stops[place - 1] in HARD_STOPS:
            break
        names.update(hit.name for hit in walked.hits[place])
    return names


def _addressed(signal: Signal, addressee: Target) -> Signal:
    """Demands, refusals and shouting go to the one addressed (ruling 10)."""
    if signal.kind not in _FOLLOWS_ADDRESSEE:
        return signal
    target = "agent" if signal.kind == "refusal" else addressee
    return Signal(
        signal.kind, target, signal.about, signal.score, signal.start, signal.end, signal.reader
    )


def _without_asides(signals: t.Sequence[Signal]) -> list[Signal]:
    """Beside an attack on a person, grumbling and thanks say nothing; beside thanks or regret,
    a word that only might be an insult says nothing.
    """
    if any(signal.kind in ("gratitude", "apology") for signal in signals):
        signals = [
            signal for signal in signals if signal.kind not in _DOUBTFUL or signal.score >= _SURE
        ]
    if not any(signal.kind in _ATTACKS_PERSON for signal in signals):
        return list(signals)
    return [signal for signal in signals if signal.kind not in _ASIDES]


def _stands(match: Match, stand: t.Collection[tuple[Kind, Target]]) -> bool:
    return match.rule.name in OFFENCES and (kind_of(match.rule), match.target) in stand


def _ranked(matches: t.Sequence[Match]) -> list[Match]:
    """The matches that count, the strongest of each kind first."""
    insults = [match for match in matches if match.rule.name in _PLAIN_INSULT]
    covered = {place for match in insults for place in range(match.start, match.end)}
    counted = [
        match
        for match in matches
        if match.rule.name != "belittling"
        or not covered.intersection(range(match.start, match.end))
    ]
    return sorted(
        counted,
        key=lambda match: (
            match.target not in US,
            -match.rule.score,
            -match.trait.severity,
            match.start - match.end,
            match.start,
            match.rule.name,
            match.trait.about,
        ),
    )


def _from_matches(ranked: t.Sequence[Match], text: Text, reader: str) -> list[Signal]:
    """One signal a kind and target; a weaker match of a kind adds a target of its own words."""
    best: dict[tuple[Kind, Target], Signal] = {}
    used: dict[Kind, set[int]] = {}
    for match in ranked:
        kind, target = kind_of(match.rule), match.target
        places = set(range(match.start, match.end))
        known = best.get((kind, target))
        if known is None:
            if places & used.get(kind, set()) or _needless(kind, target, best):
                continue
            start, end = text.starts[match.start], text.ends[match.end - 1]
            signal = Signal(kind, target, match.trait.about, match.rule.score, start, end, reader)
            best[kind, target] = signal
        elif kind in ("attack", "belittling", "sexual"):
            about = known.about + tuple(g for g in match.trait.about if g not in known.about)
            best[kind, target] = Signal(
                kind, target, about, known.score, known.start, known.end, reader
            )
        used.setdefault(kind, set()).update(places)
    return list(best.values())


def _needless(kind: Kind, target: Target, best: dict[tuple[Kind, Target], Signal]) -> bool:
    """A second target is told only for what is said of persons."""
    others = {known for known, _ in best}
    return kind in others and (kind not in OFFENCES or target not in ("agent", "staff"))


def _joyful(kinds: t.Collection[str]) -> bool:
    """Thanks or regret without any anger beside it (ruling 3)."""
    warm = "gratitude" in kinds or "apology" in kinds
    return warm and not {"complaint", "attack", "threat_harm", "demand"} & set(kinds)


def _furious(kinds: t.Collection[str]) -> bool:
    """Capitals count unless they are joyful, sorry or out of panic (rulings 4 and 17)."""
    if "crisis" in kinds:
        return bool({"complaint", "attack"} & set(kinds))
    return not _joyful(kinds)


def _excused(walked: Walked) -> bool:
    """Whether the message says why it is in capitals."""
    return any(hit.name == "<capsexcuse>" for hits in walked.hits for hit in hits)


def _swearing(found: t.Sequence[Oath], text: Text, reader: str) -> Signal:
    aimed = [oath for oath in found if oath.target != "none"]
    first = (aimed or list(found))[0]
    start, end = text.starts[first.start], text.ends[first.end - 1]
    return Signal("profanity", first.target, (), _SCORE_OF_OATHS, start, end, reader)
