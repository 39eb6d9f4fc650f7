"""The tables of results; every figure in them is computed here."""

import collections
import typing as t

from benchmarks.quality import scores
from benchmarks.quality.parts import HARMLESS, Part
from benchmarks.quality.scores import Pairs
from mulligan.conversation.signal import OFFENCES
from mulligan.conversation.words import FAULTS, KINDS, MERITS

Row = t.Sequence[str]

_ENOUGH: t.Final = 8


def offences(answers: dict[str, dict[str, Pairs]]) -> list[str]:
    """Offence or none, each judge over each part; `answers` by part, then by judge."""
    head = ("part", "reader", "rows", "P", "R", "F1", "AUC", "R at P .9", "false alarms", "pairs")
    rows = []
    for part, by_judge in answers.items():
        for judge, pairs in by_judge.items():
            one = scores.offences(pairs)
            chances = [answer.chance for _, answer in pairs]
            true = [row.offence for row, _ in pairs]
            raised, quiet = scores.alarms(pairs)
            both, ranked, total = scores.minimal(pairs)
            rows.append(
                (
                    part,
                    judge,
                    str(len(pairs)),
                    *map(figure, (one.precision, one.recall, one.f1)),
                    figure(scores.area(chances, true)),
                    figure(scores.recall_at(chances, true)),
                    f"{raised} of {quiet} ({percent(raised, quiet)})",
                    f"{both} right, {ranked} ranked of {total}" if total else "–",
                )
            )
    return table(head, rows)


def consequences(answers: dict[str, dict[str, Pairs]], judges: t.Sequence[str]) -> list[str]:
    """What would follow for customers who did no wrong, under the default protocol."""
    head = ("part", "reader", "harmless", "read as aimed at us, or a threat", "crosses the line")
    rows = []
    for part, by_judge in answers.items():
        for judge in judges:
            aimed, crossed, total = scores.consequences(by_judge[judge])
            shares = [f"{count} ({percent(count, total)})" for count in (aimed, crossed)]
            rows.append((part, judge, str(total), *shares))
    return table(head, rows)


def kinds(pairs: Pairs) -> list[str]:
    """Each kind: how often named right, how often seen as an offence at all, calibration."""
    head = ("kind", "true", "P", "R", "F1", "AUC", "seen as an offence", "calibration error")
    rows = []
    for kind in KINDS:
        one = scores.marks(pairs, kind)
        if not one.true:
            continue
        true = [kind in row.kinds for row, _ in pairs]
        chances = [answer.chances.get(kind, 0.0) for _, answer in pairs]
        rows.append(
            (
                f"`{kind}`",
                str(one.true),
                *map(figure, (one.precision, one.recall, one.f1)),
                figure(scores.area(chances, true)),
                figure(scores.seen(pairs, kind)) if kind in OFFENCES else "–",
                figure(scores.error(chances, true)),
            )
        )
    return table(head, rows)


def details(answers: dict[str, Pairs]) -> list[str]:
    """Target, ground and severity, by part."""
    head = ("part", "target right", "about P", "R", "severity exact", "within one")
    rows = []
    for part, pairs in answers.items():
        right, total = scores.targets(pairs)
        about = scores.grounds(pairs)
        exact, near = scores.severity(pairs)
        rows.append(
            (
                part,
                f"{right} of {total} ({percent(right, total)})",
                figure(about.precision),
                figure(about.recall),
                figure(exact),
                figure(near),
            )
        )
    return table(head, rows)


def calibration(pairs: Pairs) -> list[str]:
    """Whether a probability means what it says, for any offence."""
    chances = [answer.chance for _, answer in pairs]
    bins = scores.reliability(chances, [row.offence for row, _ in pairs])
    rows = [(str(count), figure(chance), figure(share)) for count, chance, share in bins]
    return table(("rows", "mean probability", "share that is an offence"), rows)


def quiet(answers: dict[str, Pairs]) -> list[str]:
    """False alarms over ordinary turns, for each thousand."""
    head = ("reader", "trade", "customer turns", "alarms per 1,000", "severity 3 per 1,000")
    rows = []
    for judge, pairs in answers.items():
        by_trade: dict[str, list[t.Any]] = collections.defaultdict(list)
        for row, answer in pairs:
            by_trade["all"].append(answer)
            by_trade[row.source.removeprefix("multidogo ")].append(answer)
        for trade, found in by_trade.items():
            alarms = sum(one.offence for one in found)
            grave = sum(one.severity == 3 for one in found)
            rows.append(
                (
                    judge,
                    trade,
                    str(len(found)),
                    f"{1000 * alarms / len(found):.2f}",
                    f"{1000 * grave / len(found):.2f}",
                )
            )
    return table(head, rows)


def replies(answers: dict[str, Pairs]) -> list[str]:
    """Merits and faults, each judge over the replies; the mean of those with enough cases last."""
    rows = []
    means: dict[str, dict[str, list[float]]] = {
        judge: {"merits": [], "faults": []} for judge in answers
    }
    for mark in (*MERITS, *FAULTS):
        counted = {judge: scores.marks(pairs, mark) for judge, pairs in answers.items()}
        true = next(iter(counted.values())).true
        cells = [figure(v) for one in counted.values() for v in (one.precision, one.recall, one.f1)]
        rows.append((f"`{mark}`", str(true), *cells))
        for judge, one in counted.items():
            if true >= _ENOUGH:
                means[judge]["merits" if mark in MERITS else "faults"].append(one.f1)
    for sort in ("merits", "faults"):
        cells = [
            cell
            for judge in answers
            for cell in ("", "", figure(sum(means[judge][sort]) / max(1, len(means[judge][sort]))))
        ]
        rows.append((f"**mean of {sort}**", "", *cells))
    judges = [name for judge in answers for name in (f"{judge} P", "R", "F1")]
    return table(("mark", "true", *judges), rows)


def describe(parts: t.Sequence[Part]) -> list[str]:
    """What was measured on, and from which data."""
    rows = [(one.name, str(len(one.rows)), f"`{one.digest}`") for one in parts]
    return table(("part", "rows", "data"), rows)


def ordinary(name: str) -> bool:
    """Whether a part has nothing but harmless turns."""
    return name == HARMLESS


def table(head: Row, rows: t.Iterable[Row]) -> list[str]:
    """A table in Markdown."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows), ""]


def figure(value: float) -> str:
    """A share with three digits."""
    return "–" if value != value else f"{value:.3f}".removeprefix("0")


def percent(part: int, whole: int) -> str:
    """A share of a whole, in per cent."""
    return f"{100 * part / whole:.1f} %" if whole else "–"
