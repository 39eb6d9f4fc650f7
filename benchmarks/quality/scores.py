"""What is counted when answers are held against labels."""

import typing as t

import numpy as np

from benchmarks.quality.judges import Answer
from mulligan.conversation.signal import OFFENCES, PERSONAL, US
from training.rows import Row

Pairs = t.Sequence[tuple[Row, Answer]]


class Share(t.NamedTuple):
    """Right, wrongly raised, missed."""

    right: int
    raised: int
    missed: int

    @property
    def true(self) -> int:
        """How many cases there are."""
        return self.right + self.missed

    @property
    def precision(self) -> float:
        """Share of what was said that is true."""
        return self.right / max(1, self.right + self.raised)

    @property
    def recall(self) -> float:
        """Share of what is true that was said."""
        return self.right / max(1, self.true)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.right / max(1, 2 * self.right + self.raised + self.missed)


def share(said: t.Iterable[bool], true: t.Iterable[bool]) -> Share:
    """Count two rows of yes and no against each other."""
    one, other = np.array(list(said), bool), np.array(list(true), bool)
    return Share(int((one & other).sum()), int((one & ~other).sum()), int((~one & other).sum()))


def offences(pairs: Pairs) -> Share:
    """Whether any offence stands."""
    return share((answer.offence for _, answer in pairs), (row.offence for row, _ in pairs))


def alarms(pairs: Pairs) -> tuple[int, int]:
    """Harmless rows read as an offence, of how many."""
    quiet = [answer.offence for row, answer in pairs if not row.offence]
    return sum(quiet), len(quiet)


def consequences(pairs: Pairs) -> tuple[int, int, int]:
    """Harmless rows after which the default protocol would not go on as with a complaint.

    Those read as aimed at the agent or staff, or as a threat; of these, those of severity 2 or
    more, which cross the line at once; and how many harmless rows there are.
    """
    quiet = [answer for row, answer in pairs if not row.offence]
    aimed = [answer for answer in quiet if _aimed(answer)]
    return len(aimed), sum(answer.severity >= 2 for answer in aimed), len(quiet)


def _aimed(answer: Answer) -> bool:
    return any(
        kind == "threat_harm" or (kind in PERSONAL | {"threat_other"} and target in US)
        for kind, target in answer.targets
    )


def area(scores: t.Iterable[float], true: t.Iterable[bool]) -> float:
    """Area under the ROC curve: how often a true case outranks another (ties count half)."""
    values, labels = np.array(list(scores), float), np.array(list(true), bool)
    if labels.all() or not labels.any():
        return float("nan")
    order = np.argsort(values, kind="stable")
    ranks = np.empty(len(values))
    _, place, count = np.unique(values[order], return_index=True, return_counts=True)
    ranks[order] = np.repeat(place + (count + 1) / 2, count)
    ones = int(labels.sum())
    return float((ranks[labels].sum() - ones * (ones + 1) / 2) / (ones * (len(labels) - ones)))


def recall_at(scores: t.Iterable[float], true: t.Iterable[bool], precision: float = 0.9) -> float:
    """The most recall at any threshold where precision is at least this."""
    values, labels = np.array(list(scores), float), np.array(list(true), bool)
    order = np.argsort(-values, kind="stable")
    right = np.cumsum(labels[order])
    good = right / np.arange(1, len(order) + 1) >= precision
    return float((right[good] / max(1, labels.sum())).max(initial=0.0))


def marks(pairs: Pairs, mark: str) -> Share:
    """One kind, merit or fault."""
    return share(
        (mark in answer.kinds for _, answer in pairs),
        (mark in row.kinds | row.marks for row, _ in pairs),
    )


def seen(pairs: Pairs, kind: str) -> float:
    """How often a message of this kind is read as some offence."""
    found = [answer.offence for row, answer in pairs if kind in row.kinds]
    return sum(found) / max(1, len(found))


def targets(pairs: Pairs) -> tuple[int, int]:
    """Offences named right whose target is right too, of how many named right."""
    right = total = 0
    for row, answer in pairs:
        true = {(one["kind"], one["target"]) for one in row.conduct if one["kind"] in OFFENCES}
        for kind in {kind for kind, _ in true} & answer.kinds:
            ours = {target for known, target in answer.targets if known == kind}
            right += bool(ours & {target for known, target in true if known == kind})
            total += 1
    return right, total


def grounds(pairs: Pairs) -> Share:
    """What insults are about, over the insults named right."""
    right = raised = missed = 0
    for row, answer in pairs:
        for kind in {one["kind"] for one in row.conduct if one.get("about")} & answer.kinds:
            true = {about for one in row.conduct if one["kind"] == kind for about in one["about"]}
            ours = {about for known, about in answer.grounds if known == kind}
            right += len(true & ours)
            raised += len(ours - true)
            missed += len(true - ours)
    return Share(right, raised, missed)


def severity(pairs: Pairs) -> tuple[float, float]:
    """Share of severities that are exact, and within one, over the true offences."""
    apart = [abs(row.severity - answer.severity) for row, answer in pairs if row.offence]
    count = max(1, len(apart))
    return sum(one == 0 for one in apart) / count, sum(one <= 1 for one in apart) / count


def minimal(pairs: Pairs) -> tuple[int, int, int]:
    """Minimal pairs right on both sides; ranked right; how many there are."""
    groups: dict[str, list[tuple[Row, Answer]]] = {}
    for row, answer in pairs:
        groups.setdefault(f"{row.source}/{row.group}", []).append((row, answer))
    both = ranked = total = 0
    for members in groups.values():
        if len({row.offence for row, _ in members}) > 1:
            total += 1
            both += all(row.offence == answer.offence for row, answer in members)
            worst = min(answer.chance for row, answer in members if row.offence)
            ranked += worst > max(answer.chance for row, answer in members if not row.offence)
    return both, ranked, total


class Bin(t.NamedTuple):
    """Rows of like probability: how many, their mean chance, the share that is true."""

    rows: int
    chance: float
    share: float


def reliability(chances: t.Sequence[float], true: t.Sequence[bool]) -> list[Bin]:
    """Calibration in five bins of equal width."""
    values, labels = np.array(chances), np.array(true, float)
    bins = np.minimum((values * 5).astype(int), 4)
    inside = [bins == one for one in range(5) if (bins == one).any()]
    return [
        Bin(int(one.sum()), float(values[one].mean()), float(labels[one].mean())) for one in inside
    ]


def error(chances: t.Sequence[float], true: t.Sequence[bool]) -> float:
    """Expected calibration error: the mean distance of chance and share over the bins."""
    bins = reliability(chances, true)
    total = sum(count for count, _, _ in bins)
    return sum(count * abs(chance - share) for count, chance, share in bins) / max(1, total)
