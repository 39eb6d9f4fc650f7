"""Probabilities: network, linear model and lexicon weighed together, a mark at a time."""

import typing as t

import numpy as np

from mulligan.conversation.signal import OFFENCES
from mulligan.conversation.words import FAULTS, KINDS, MERITS, Kind
from mulligan.signals.model.card import Profile, Weighing
from mulligan.signals.model.network import Floats

READ_KINDS: t.Final[tuple[Kind, ...]] = tuple(kind for kind in KINDS if kind != "unreadable")
"""`unreadable` is told by the shape of a text, before any network sees it."""

REPLY_MARKS: t.Final[tuple[str, ...]] = tuple(mark for mark in (*MERITS, *FAULTS) if mark != "name")
"""`name` needs no learning: it is the customer's name."""

MARKS: t.Final[tuple[str, ...]] = (*READ_KINDS, *REPLY_MARKS)
"""The network's answers, in their order."""

OFFENCE_PLACES: t.Final = [MARKS.index(kind) for kind in READ_KINDS if kind in OFFENCES]
"""Where the offences stand among the answers."""

GROUNDED: t.Final[tuple[Kind, ...]] = ("attack", "belittling", "sexual")
"""The kinds that carry `about`."""


class Chances(t.NamedTuple):
    """Probabilities by mark, and that any offence stands."""

    marks: dict[str, float]
    offence: float


class Blend:
    """How one profile weighs its answers."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile

    def kinds(
        self, network: Floats, offence: float, linear: Floats, lexicon: t.Mapping[str, float]
    ) -> Chances:
        """What a customer's message does: logits (K,) of both models, the lexicon's scores.

        For any offence, the network's own answer counts half, and its surest kind the other half.
        """
        marks: dict[str, float] = {
            kind: _chance(
                self.profile.marks[kind], network[place], linear[place], lexicon.get(kind, 0.0)
            )
            for place, kind in enumerate(READ_KINDS)
        }
        hit = max((score for kind, score in lexicon.items() if kind in OFFENCES), default=0.0)
        either = (offence + float(network[OFFENCE_PLACES].max())) / 2
        return Chances(marks, _chance(self.profile.offence, either, linear[len(MARKS)], hit))

    def raised(self, chances: Chances, kind: Kind) -> Chances:
        """The same, with a kind that surely stands for other reasons: up to its bar, no more."""
        bar, gate = self.profile.marks[kind].least, self.profile.offence.least
        marks = {**chances.marks, kind: max(bar, chances.marks[kind])}
        return Chances(marks, max(gate, chances.offence) if kind in OFFENCES else chances.offence)

    def replies(
        self, network: Floats, linear: Floats, lexicon: t.Collection[str]
    ) -> dict[str, float]:
        """What a reply does, by merit and fault."""
        first = len(READ_KINDS)
        return {
            mark: _chance(
                self.profile.marks[mark],
                network[first + place],
                linear[first + place],
                float(mark in lexicon),
            )
            for place, mark in enumerate(REPLY_MARKS)
        }

    def severity(self, steps: Floats) -> int:
        """The highest of the three steps that is likelier than not."""
        shifted = steps + np.array(self.profile.severity, np.float32)
        return int((shifted > 0).sum())


def _chance(weighing: Weighing, network: float, linear: float, lexicon: float) -> float:
    total = (
        weighing.network * float(network)
        + weighing.linear * float(linear)
        + weighing.lexicon * lexicon
        + weighing.bias
    )
    return 1 / (1 + float(np.exp(-np.clip(total, -30, 30))))
