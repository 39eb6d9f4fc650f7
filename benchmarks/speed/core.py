"""The core alone: facts in, decisions out, on one core."""

import json
import time
import typing as t

from benchmarks.speed.figure import CORPUS, Figure
from mulligan.conversation.fact import Acted, Opened, Read, Received, Reviewed
from mulligan.conversation.signal import Signal
from mulligan.conversation.state import State
from mulligan.protocol.decide import Table
from mulligan.protocol.file.load import load
from mulligan.protocol.fold import Input, advance

_SECONDS: t.Final = 3.0


def figures() -> t.Iterator[Figure]:
    """A yardstick, and events a second through `evolve` and `decide`, over the corpus."""
    yield Figure("yardstick: a million additions in a loop", f"{_yardstick() * 1e3:,.0f} ms")
    table = Table(load("default"))
    conversations = [list(_facts(row)) for row in _rows()]
    events, began = 0, time.perf_counter()
    while (passed := time.perf_counter() - began) < _SECONDS:
        for facts in conversations:
            state = State()
            for fact in facts:
                state, decided = advance(table, state, fact)
                events += 1 if decided is None else 2
    yield Figure(
        "core: facts folded and judged, with decisions", f"{events / passed:,.0f} events/s"
    )


def _yardstick() -> float:
    """How long plain Python takes here and now, in seconds; a quiet core takes about 0.03."""
    began, total = time.perf_counter(), 0
    for number in range(1_000_000):
        total += number
    return time.perf_counter() - began


def _rows() -> t.Iterator[dict[str, t.Any]]:
    with (CORPUS / "conversations.jsonl").open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _facts(row: dict[str, t.Any]) -> t.Iterator[Input]:
    yield Opened(at=0.0, protocol="x")
    for at, turn in enumerate(row["turns"], 1):
        name = f"m{at}"
        yield Received(at=at, message=name, speaker=turn["speaker"], channel=row["channel"])
        if turn["speaker"] == "customer":
            signals = tuple(
                Signal(entry["kind"], entry.get("target", "none"), tuple(entry.get("about", ())))
                for entry in turn["conduct"]
            )
            yield Read(at=at, message=name, signals=signals, severity=turn["severity"])
        else:
            yield Reviewed(
                at=at, message=name, merits=tuple(turn["merits"]), faults=tuple(turn["faults"])
            )
    yield Acted(at=len(row["turns"]) + 1, act="said_it", by="agent")
