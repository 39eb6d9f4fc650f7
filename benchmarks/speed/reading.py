"""The usual reader: over ordinary messages, and over hostile ones of growing length."""

import json
import statistics
import time
import typing as t

from benchmarks.speed.figure import CORPUS, Figure
from mulligan import plugins
from mulligan.conversation.message import Message, Turn
from mulligan.signals.port import Reader

HOSTILE: t.Final = {
    "insults": "you are a stupid idiot and ",
    "threats": "i will kill you if ",
    "spelt out": "f u c k  y o u  ",
    "disguised": "1d10t m0r0n @$$h0le ",
    "one letter": "a",
    "spaces": " ",
    "shouting": "AAAA!!!! ",
    "quotes": "\"' “‘",
    "brackets": "([{<",
    "marks": "e\u0301\u0302\u200b",
    "emoji": "😡🖕",
    "not": "not n't never ",
}
SIZES: t.Final = {"10 KiB": 10, "100 KiB": 100, "1 MiB": 1024}
_KIB: t.Final = 1024


def figures() -> t.Iterator[Figure]:
    """Mean, 99th percentile and rate; then the time of long messages against linear growth."""
    reader = plugins.reader("lexicon")
    times = sorted(_corpus(reader))
    mean = statistics.fmean(times)
    yield Figure(f"`{reader.name}`: mean a message", f"{mean * 1e6:,.0f} µs")
    yield Figure("… 99th percentile", f"{times[len(times) * 99 // 100] * 1e6:,.0f} µs")
    yield Figure("… messages a second", f"{1 / mean:,.0f}")
    base = {name: _fastest(reader, text, 1, 9) for name, text in HOSTILE.items()}
    for size, kib in SIZES.items():
        yield _grown(reader, size, kib, base)


def _grown(reader: Reader, size: str, kib: int, base: dict[str, float]) -> Figure:
    ratios, slowest = {}, 0.0
    for name, text in HOSTILE.items():
        seconds = _fastest(reader, text, kib, 1 if kib > 100 else 3)
        ratios[name] = seconds / (base[name] * kib)
        slowest = max(slowest, seconds)
    worst = max(ratios, key=lambda name: ratios[name])
    value = f"×{ratios[worst]:.2f} (worst: {worst}), slowest {slowest * 1000:,.0f} ms"
    return Figure(f"… {size} of hostile repeats, against 1 KiB times {kib:,}", value)


def _corpus(reader: Reader) -> t.Iterator[float]:
    with (CORPUS / "messages.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for warm in (True, False):
        for row in rows:
            turns = tuple(Turn(turn["speaker"], turn["text"]) for turn in row["context"])
            seconds = _time(reader, row["text"], turns)
            if not warm:
                yield seconds


def _fastest(reader: Reader, text: str, kib: int, times: int) -> float:
    most = kib * _KIB
    whole = (text * (most // len(text) + 1))[:most]
    return min(_time(reader, whole, ()) for _ in range(times))


def _time(reader: Reader, text: str, turns: tuple[Turn, ...]) -> float:
    message = Message(conversation="c", id="m", speaker="customer", text=text)
    began = time.perf_counter()
    reader.read(message, turns)
    return time.perf_counter() - began
