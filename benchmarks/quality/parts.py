"""What is measured on: rows that nothing was learned from and nothing was tuned on."""

import hashlib
import json
import pathlib
import typing as t

from mulligan.conversation.message import Turn
from training import texts
from training.rows import STRANGERS, Row, everything, part


class Part(t.NamedTuple):
    """Some rows, the name they go by, and the short hash of what they were read from."""

    name: str
    digest: str
    rows: list[Row]


STRANGER: t.Final = "stranger"
OTHERS: t.Final = "others"
HARMLESS: t.Final = "MultiDoGO"
COMPLAINTS: t.Final = "complaints"


def parts(corpus: pathlib.Path, data: pathlib.Path | None) -> tuple[list[Part], list[str]]:
    """The parts that are here, and the names of those that are not."""
    rows = [row for row in everything(corpus, data) if part(row) == "test"]
    whole = _digest(*sorted(corpus.glob("*.jsonl")))
    ours = [row for row in rows if row.weight == 1]
    found = [
        Part(STRANGER, whole, [row for row in ours if _stranger(row) and row.known == "kinds"]),
        Part(OTHERS, whole, [row for row in ours if not _stranger(row) and row.known == "kinds"]),
        Part("replies", whole, [row for row in ours if row.known == "marks"]),
    ]
    if data:
        real = [row for row in rows if row.weight < 1]
        found += [
            Part("public", whole, [row for row in real if row.known == "kinds"]),
            Part(HARMLESS, whole, [row for row in real if row.known == "offences"]),
            Part("ConvAbuse valid", whole, [row for row in real if _held(row, "convabuse")]),
            Part("EDOS dev", whole, [row for row in real if _held(row, "edos")]),
            *_complaints(data),
        ]
    kept = [one for one in found if one.rows]
    names = ("public", HARMLESS, COMPLAINTS, "ConvAbuse valid", "EDOS dev")
    return kept, [name for name in names if name not in {one.name for one in kept}]


def _stranger(row: Row) -> bool:
    return row.source in STRANGERS


def _held(row: Row, question: str) -> bool:
    return row.held and row.known == question


def _complaints(data: pathlib.Path) -> t.Iterator[Part]:
    """Real complaints to companies, with our labels; their words stay where they are."""
    labels = pathlib.Path(__file__).with_name("complaints-labels.jsonl")
    folder = data / "measure-only" / "complaints"
    written = {
        f"complaints:{row[0]}": row[1] for row in _bare(folder / "complaints-data.csv") if row
    }
    rows = [
        Row(
            label["id"], "complaints", label["id"], written[label["id"]], "customer", (), "kinds",
            tuple(label["conduct"]), label["severity"],
        )
        for label in texts.lines(labels)
        if label["id"] in written
    ]  # fmt: skip
    yield Part(COMPLAINTS, _digest(labels), rows)


def _bare(path: pathlib.Path) -> t.Iterator[list[str]]:
    import csv

    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.reader(file)


class Probe(t.NamedTuple):
    """A harmless message; probes of one group differ in a word about who the customer is."""

    slice: str
    group: str
    text: str
    context: tuple[Turn, ...]


def probes() -> list[Probe]:
    """The fairness probes, all of them harmless."""
    path = pathlib.Path(__file__).with_name("fairness.jsonl")
    return [
        Probe(
            row["slice"],
            row["group"],
            row["text"],
            tuple(Turn(one["speaker"], one["text"]) for one in row.get("context", ())),
        )
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]


def _digest(*paths: pathlib.Path) -> str:
    """The first eight hex digits of the SHA-256 of some files."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()[:8]
