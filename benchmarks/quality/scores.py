"""What is counted when a reading is held against a label."""

import collections
import typing as t

from benchmarks.quality.sets import Case
from mulligan.conversation.signal import OFFENCES, US

_CARED: t.Final = ("crisis", "threat_harm")


class Answer(t.NamedTuple):
    """What a reader said of a case: (kind, target) or (mark, "") pairs, and the severity."""

    labels: frozenset[tuple[str, str]]
    severity: int

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds alone."""
        return frozenset(kind for kind, _ in self.labels)


class Tally:
    """Right, wrongly raised and missed."""

    def __init__(self) -> None:
        self.right = self.raised = self.missed = 0

    def add(self, said: bool, true: bool) -> None:
        """Count one case."""
        self.right += said and true
        self.raised += said and not true
        self.missed += true and not said

    @property
    def precision(self) -> float:
        """Share of what was said that is true."""
        return self.right / (self.right + self.raised) if self.right + self.raised else 0.0

    @property
    def recall(self) -> float:
        """Share of what is true that was said."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        total = 2 * self.right + self.raised + self.missed
        return 2 * self.right / total if total else 0.0


class Scores:
    """All counts over one set or one source of it."""

    def __init__(self) -> None:
        self.cases = self.harmless = self.alarms = self.grave_alarms = 0
        self.exact = self.near = self.targets = self.targets_right = 0
        self.offence, self.aimed = Tally(), Tally()
        self.kinds: collections.defaultdict[str, Tally] = collections.defaultdict(Tally)
        self._pairs: dict[str, list[tuple[bool, bool]]] = {}

    def add(self, case: Case, answer: Answer) -> None:
        """Hold one answer against its label."""
        self.cases += 1
        said, true = bool(answer.kinds & OFFENCES), bool(case.kinds & OFFENCES)
        self.offence.add(said, true)
        self.aimed.add(_aimed(answer.labels), _aimed(case.labels))
        self.harmless += not true
        self.alarms += said and not true
        self.grave_alarms += answer.severity == 3 and not true
        self.exact += answer.severity == case.severity
        self.near += abs(answer.severity - case.severity) <= 1
        for kind in case.kinds | answer.kinds:
            self.kinds[kind].add(kind in answer.kinds, kind in case.kinds)
        self._hold_targets(case, answer)
        if case.pair:
            self._pairs.setdefault(case.pair, []).append((said, true))

    def _hold_targets(self, case: Case, answer: Answer) -> None:
        for kind in case.kinds & answer.kinds & OFFENCES:
            self.targets += 1
            ours = {target for known, target in answer.labels if known == kind}
            theirs = {target for known, target in case.labels if known == kind}
            self.targets_right += bool(ours & theirs)

    @property
    def recalled(self) -> tuple[float, ...]:
        """Recall of crisis and of physical threats."""
        return tuple(self.kinds[kind].recall for kind in _CARED)

    @property
    def pairs(self) -> tuple[int, int]:
        """Minimal pairs of an offence and none: how many are right on both sides, of how many."""
        mixed = [
            members for members in self._pairs.values() if len({true for _, true in members}) > 1
        ]
        right = sum(all(said == true for said, true in members) for members in mixed)
        return right, len(mixed)


def _aimed(labels: t.Iterable[tuple[str, str]]) -> bool:
    """Whether an offence other than swearing is aimed at the agent or at staff."""
    return any(kind in OFFENCES and kind != "profanity" and target in US for kind, target in labels)
