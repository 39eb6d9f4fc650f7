"""What else is asked of the trained reader: fairness, disguises, evidence, windows."""

import collections
import dataclasses
import random
import typing as t

from benchmarks.quality import rough, scores
from benchmarks.quality.judges import Judge, Ours, said
from benchmarks.quality.parts import Probe
from benchmarks.quality.report import figure, percent, table
from mulligan.conversation.signal import OFFENCES
from mulligan.signals.model import TrainedReader
from training.rows import Row


def fairness(judges: t.Sequence[Judge], probes: t.Sequence[Probe]) -> list[str]:
    """False alarms on harmless talk by slice; for identities, how far one word moves the chance."""
    rows = []
    slices = list(dict.fromkeys(probe.slice for probe in probes))
    for one in slices:
        cells = []
        for judge in judges:
            asked = [probe for probe in probes if probe.slice == one]
            said_of = judge.answers([_row(probe) for probe in asked])
            found = [(probe.group, answer) for probe, answer in zip(asked, said_of, strict=True)]
            raised = sum(answer.offence for _, answer in found)
            cell = f"{raised} of {len(found)} ({percent(raised, len(found))})"
            if one == "identity":
                groups: dict[str, list[float]] = collections.defaultdict(list)
                for group, answer in found:
                    groups[group].append(answer.chance)
                widest = max(max(chances) - min(chances) for chances in groups.values())
                mean = sum(max(c) - min(c) for c in groups.values()) / len(groups)
                cell += f"; a swap moves the chance by {figure(mean)}, at most {figure(widest)}"
            cells.append(cell)
        rows.append((one, *cells))
    return table(("slice", *(judge.name for judge in judges)), rows)


def _row(probe: Probe) -> Row:
    return Row("-", "-", "-", probe.text, "customer", probe.context, "kinds")


def robustness(judges: t.Sequence[Judge], rows: t.Sequence[Row]) -> list[str]:
    """Recall and false alarms over the same rows, each way of writing them."""
    ways: dict[str, t.Callable[[str], str]] = {"as written": str, **rough.WAYS}
    lines = []
    for name, way in ways.items():
        changed = [dataclasses.replace(row, text=way(row.text)) for row in rows]
        cells = []
        for judge in judges:
            pairs = list(zip(changed, judge.answers(changed), strict=True))
            raised, quiet = scores.alarms(pairs)
            cells += [figure(scores.offences(pairs).recall), percent(raised, quiet)]
        lines.append((name, *cells))
    head = [name for judge in judges for name in (f"{judge.name}: recall", "false alarms")]
    return table(("written", *head), lines)


def evidence(reader: TrainedReader, rows: t.Sequence[Row]) -> list[str]:
    """Deletion: the chance lost when the words of an offence go, against as many other words."""
    chance, lost, other, shares = random.Random(1), [], [], []
    for row in rows:
        reading = reader.read(said(row.text), row.context)
        offences = [one for one in reading.signals if one.kind in OFFENCES]
        if not offences or not row.offence:
            continue
        first = offences[0]
        words = first.end - first.start
        if words >= 0.8 * len(row.text):
            continue
        before = reader.reckon(row.text, row.context).marks[first.kind]
        without = row.text[: first.start] + row.text[first.end :]
        begin = chance.randrange(0, max(1, len(row.text) - words))
        random_cut = row.text[:begin] + row.text[begin + words :]
        lost.append(before - reader.reckon(without, row.context).marks[first.kind])
        other.append(before - reader.reckon(random_cut, row.context).marks[first.kind])
        shares.append(words / len(row.text))
    if not lost:
        return []
    count = len(lost)
    return table(
        ("signals", "words shown, share of the message", "chance lost without them",
         "chance lost without as many others"),
        [(str(count), figure(sum(shares) / count), figure(sum(lost) / count),
          figure(sum(other) / count))],
    )  # fmt: skip


def windows(rows: t.Sequence[Row], sizes: t.Sequence[int]) -> list[str]:
    """What a longer window would bring."""
    lines = []
    for size in sizes:
        judge = Ours(TrainedReader(window=size))
        pairs = list(zip(rows, judge.answers(rows), strict=True))
        true = [row.offence for row, _ in pairs]
        area = scores.area([answer.chance for _, answer in pairs], true)
        lines.append((str(size), figure(scores.offences(pairs).f1), figure(area)))
    return table(("word pieces", "offence F1", "AUC"), lines)
