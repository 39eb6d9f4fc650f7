"""Which words carry a kind, as people marked them (Toxic Spans, CC0) or as the lexicon finds them.

They teach the network where to look. Offsets are characters of the text.
"""

import collections
import csv
import functools
import pathlib
import typing as t

from mulligan.conversation.message import Message, Turn
from mulligan.conversation.signal import OFFENCES
from mulligan.signals.lexicon import LexiconReader

_KIND_OF: t.Final = {
    "Insult": "attack",
    "Identity based Attack": "attack",
    "Profane/Obscene": "profanity",
    "Threat": "threat_harm",
}
_AGREEING: t.Final = 2

Span = tuple[str, int, int]


@functools.cache
def typed(folder: pathlib.Path) -> dict[str, list[Span]]:
    """Runs of characters that at least two people marked with one type, by comment."""
    if not (folder / "spans.csv").is_file():
        return {}
    comment = {row["annotation"]: row["comment_id"] for row in _table(folder / "annotations.csv")}
    votes: dict[tuple[str, str], collections.Counter[int]] = {}
    for row in _table(folder / "spans.csv"):
        kind = _KIND_OF.get(row["type"])
        if kind and row["annotation"] in comment:
            counted = votes.setdefault((comment[row["annotation"]], kind), collections.Counter())
            counted.update(range(int(row["start"]), int(row["end"])))
    found: dict[str, list[Span]] = {}
    for (key, kind), counted in votes.items():
        agreed = sorted(place for place, count in counted.items() if count >= _AGREEING)
        found.setdefault(f"toxic_spans:{key}", []).extend(_runs(kind, agreed))
    return found


def by_lexicon(text: str, context: tuple[Turn, ...], kinds: frozenset[str]) -> list[Span]:
    """Where the lexicon sees what the label says too."""
    message = Message(conversation="-", id="-", speaker="customer", text=text)
    signals = _lexicon().read(message, context).signals
    return [
        (signal.kind, signal.start, signal.end)
        for signal in signals
        if signal.kind in kinds and signal.kind in OFFENCES | {"crisis"}
    ]


@functools.cache
def _lexicon() -> LexiconReader:
    return LexiconReader()


def _runs(kind: str, places: list[int]) -> t.Iterator[Span]:
    begin = previous = -2
    for place in [*places, -1]:
        if place != previous + 1:
            if begin >= 0:
                yield kind, begin, previous + 1
            begin = place
        previous = place


def _table(path: pathlib.Path) -> t.Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
