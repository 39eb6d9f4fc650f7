"""From probabilities to a reading: which kinds stand, at whom, about what, how gravely."""

import typing as t

import numpy as np

from mulligan.conversation.message import Turn
from mulligan.conversation.signal import OFFENCES, Reading, Signal, floor
from mulligan.conversation.words import ABOUTS, TARGETS, About, Kind, Target
from mulligan.signals.model.blend import GROUNDED, READ_KINDS, Blend, Chances
from mulligan.signals.model.evidence import carried
from mulligan.signals.model.network import Said

_GROUND: t.Final = 0.0
_MILD: t.Final[frozenset[Kind]] = frozenset(("profanity", "shouting", "belittling"))
_FOLLOWS_ADDRESSEE: t.Final[frozenset[Kind]] = frozenset(("demand", "shouting"))
_GRAVEST: t.Final = 3
_NEAR: t.Final = 0.5


class Read(t.NamedTuple):
    """One window's answers and where its pieces lie in the message."""

    said: Said
    spans: t.Sequence[tuple[int, int]]


def standing(chances: Chances, blend: Blend) -> list[Kind]:
    """The kinds that stand. First, whether there is any offence: by itself, or by a kind that is
    sure; then which. Where one is, but no kind reaches its own bar, the nearest one names it, if it
    comes half the way.
    """
    marks = blend.profile.marks
    share = {kind: chances.marks[kind] / marks[kind].least for kind in READ_KINDS}
    offended = chances.offence >= blend.profile.offence.least or any(
        chances.marks[kind] >= marks[kind].sure for kind in OFFENCES
    )
    kinds = [kind for kind in READ_KINDS if share[kind] >= 1 and (offended or kind not in OFFENCES)]
    nearest = max(OFFENCES, key=lambda kind: (share[kind], kind))
    if offended and OFFENCES.isdisjoint(kinds) and share[nearest] >= _NEAR:
        kinds.append(nearest)
    return kinds


def reading(
    chances: Chances,
    blend: Blend,
    windows: t.Sequence[Read],
    lexicon: Reading,
    original: str,
    context: t.Sequence[Turn],
    name: str,
) -> Reading:
    """Put together what stands; `windows` are all of one message's, `lexicon` its other reading."""
    kinds = standing(chances, blend)
    known = {signal.kind: signal for signal in reversed(lexicon.signals)}
    signals = tuple(
        _signal(kind, chances, blend, windows, known.get(kind), original, context, name)
        for kind in sorted(kinds, key=lambda kind: (_rank(kind), -chances.marks[kind]))
    )
    offences = {signal.kind for signal in signals} & OFFENCES
    if not offences:
        return Reading(signals, 0)
    grave = max(blend.severity(window.said.severity) for window in windows)
    if offences <= _MILD:
        grave = min(grave, _GRAVEST - 1)
    return Reading(signals, max(1, grave, floor(signals)))


def _rank(kind: Kind) -> int:
    """Care comes first, then offences, then the rest."""
    return 0 if kind == "crisis" else 1 if kind in OFFENCES else 2


def _signal(
    kind: Kind,
    chances: Chances,
    blend: Blend,
    windows: t.Sequence[Read],
    known: Signal | None,
    original: str,
    context: t.Sequence[Turn],
    name: str,
) -> Signal:
    place = READ_KINDS.index(kind)
    window = max(windows, key=lambda one: float(one.said.marks[place]))
    if known is None:
        start, end = carried(window.said.looks[:, place], window.spans, original)
    else:
        start, end = known.start, known.end
    target = _target(kind, window.said, context)
    about = _about(kind, window.said)
    chance = round(chances.marks[kind], 3)
    sure = chance >= blend.profile.marks[kind].sure
    return Signal(kind, target, about, chance, start, end, name, sure)


def _target(kind: Kind, said: Said, context: t.Sequence[Turn]) -> Target:
    if kind in _FOLLOWS_ADDRESSEE:
        return "agent" if any(turn.speaker != "customer" for turn in context) else "organisation"
    return TARGETS[int(said.targets[READ_KINDS.index(kind)].argmax())]


def _about(kind: Kind, said: Said) -> tuple[About, ...]:
    """The grounds that are likelier than not; for an insult, the likeliest at least."""
    if kind not in GROUNDED:
        return ()
    logits = said.grounds[GROUNDED.index(kind)]
    found = [ABOUTS[place] for place in np.flatnonzero(logits > _GROUND)]
    if found or kind == "sexual":
        return tuple(found)
    return (ABOUTS[int(logits.argmax())],)
