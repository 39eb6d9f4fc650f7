"""The table of results; every figure in it is computed here."""

import typing as t

from benchmarks.quality.scores import Scores
from mulligan.conversation.words import FAULTS, KINDS, MERITS

Row = t.Sequence[str]


def page(
    reader: str, commit: str, parts: t.Sequence[tuple[str, str, dict[str, Scores]]], missing: Row
) -> list[str]:
    """One reader's results: `parts` are (set, digest of its data, scores by source)."""
    lines = [f"## {reader}", "", f"Commit `{commit}`.", ""]
    lines += [f"Missing, so not measured: {', '.join(missing)}.", ""] if missing else []
    for name, digest, scores in parts:
        lines += [f"### {name}", "", f"Data `{digest}`.", ""]
        match name:
            case "corpus replies":
                lines += _kinds(scores, (*MERITS, *FAULTS))
            case "MultiDoGO":
                lines += _quiet(scores)
            case _:
                lines += _offences(scores) + _kinds(scores, KINDS)
    return lines


def _offences(scores: dict[str, Scores]) -> list[str]:
    head = (
        "source", "messages", "offence P", "R", "F1", "false alarms on harmless", "aimed P", "R",
        "target right", "severity exact", "within one", "crisis recall", "threat_harm recall",
        "pairs right",
    )  # fmt: skip
    rows = []
    for source, one in scores.items():
        crisis, harm = one.recalled
        right, pairs = one.pairs
        rows.append(
            (
                source,
                str(one.cases),
                *map(_share, (one.offence.precision, one.offence.recall, one.offence.f1)),
                f"{one.alarms} of {one.harmless} ({_percent(one.alarms, one.harmless)})",
                _share(one.aimed.precision),
                _share(one.aimed.recall),
                _percent(one.targets_right, one.targets),
                _percent(one.exact, one.cases),
                _percent(one.near, one.cases),
                _share(crisis),
                _share(harm),
                f"{right} of {pairs}",
            )
        )
    return _table(head, rows)


def _kinds(scores: dict[str, Scores], kinds: t.Sequence[str]) -> list[str]:
    """F1 of each kind, by source, with the number of true cases in all."""
    sources = list(scores)
    rows = []
    for kind in kinds:
        whole = scores["all"].kinds[kind]
        if whole.right + whole.missed + whole.raised:
            rows.append(
                (
                    f"`{kind}`",
                    str(whole.right + whole.missed),
                    _share(whole.precision),
                    _share(whole.recall),
                    *(_share(scores[source].kinds[kind].f1) for source in sources),
                )
            )
    return _table(("kind", "true", "P", "R", *(f"F1 {source}" for source in sources)), rows)


def _quiet(scores: dict[str, Scores]) -> list[str]:
    rows = [
        (
            source,
            str(one.cases),
            f"{1000 * one.alarms / one.cases:.2f}",
            f"{1000 * one.grave_alarms / one.cases:.2f}",
        )
        for source, one in scores.items()
    ]
    return _table(("trade", "customer turns", "alarms per 1,000", "severity 3 per 1,000"), rows)


def _table(head: Row, rows: t.Iterable[Row]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows), ""]


def _share(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"
