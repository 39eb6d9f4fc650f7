"""The trained reader: a message's time, its start, its memory, and BERT-base beside it."""

import json
import statistics
import subprocess
import sys
import time
import typing as t

import tokenizers

from benchmarks.speed.figure import CORPUS, ROOT, Figure, cost
from mulligan.conversation.message import Message, Turn
from mulligan.signals.model import TrainedReader, card
from mulligan.signals.model.entry import windows
from mulligan.signals.text import normalise

_START: t.Final = """
import time
began = time.perf_counter()
from mulligan.conversation.message import Message
from mulligan.signals.model import TrainedReader
TrainedReader().read(Message(conversation="c", id="1", speaker="customer", text="hello there"), ())
print(time.perf_counter() - began)
"""
_SAMPLE: t.Final = 1500


def figures() -> t.Iterator[Figure]:
    """Median and 99th percentile of whole readings; both profiles; then what else it costs."""
    rows = _rows()
    medians = {}
    for early in (False, True):
        reader = TrainedReader(early=early)
        times = sorted(_times(reader, rows))
        medians[early] = statistics.median(times)
        name = reader.name
        yield Figure(f"`{name}`: median a message, all included", f"{medians[early] * 1e3:.2f} ms")
        yield Figure("… 99th percentile", f"{times[len(times) * 99 // 100] * 1e3:.2f} ms")
    yield Figure("… the fast profile is faster by", f"×{medians[False] / medians[True]:.2f}")
    starts = [
        float(subprocess.run([sys.executable, "-c", _START], **_CAPTURED).stdout) for _ in range(5)
    ]
    start = statistics.median(starts)
    yield Figure("… from nothing to the first reading, median of 5", f"{start:.2f} s")
    peak = cost([sys.executable, "-c", _START]).peak
    yield Figure("… most memory held by then", f"{peak:.0f} MiB")
    yield Figure("BERT-base in torch, one thread, same messages", _bert(rows, medians[False]))


_CAPTURED: t.Final[dict[str, t.Any]] = {
    "cwd": ROOT, "stdout": subprocess.PIPE, "check": True, "text": True,
}  # fmt: skip


def _rows() -> list[tuple[str, tuple[Turn, ...]]]:
    with (CORPUS / "messages.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file][:_SAMPLE]
    return [
        (row["text"], tuple(Turn(turn["speaker"], turn["text"]) for turn in row["context"]))
        for row in rows
    ]


def _times(
    reader: TrainedReader, rows: t.Sequence[tuple[str, tuple[Turn, ...]]]
) -> t.Iterator[float]:
    for place, (text, context) in enumerate((*rows[:50], *rows)):
        message = Message(conversation="c", id="m", speaker="customer", text=text)
        began = time.perf_counter()
        reader.read(message, context)
        if place >= 50:
            yield time.perf_counter() - began


def _bert(rows: t.Sequence[tuple[str, tuple[Turn, ...]]], median: float) -> str:
    """BERT-base's shape (12 layers of 768) with random weights, where torch is installed."""
    try:
        import torch

        from training.encoder import Encoder
    except ImportError:
        return "not measured: torch is not installed here"
    torch.set_num_threads(1)
    shape = {
        "hidden_size": 768, "model_type": "bert", "num_hidden_layers": 12, "vocab_size": 30522,
        "max_position_embeddings": 512, "num_attention_heads": 12, "intermediate_size": 3072,
        "layer_norm_eps": 1e-12,
    }  # fmt: skip
    network = Encoder(shape).eval()
    pieces, times = _lengths(rows[:120]), []
    with torch.inference_mode():
        for length in pieces:
            ids = torch.randint(1000, 20000, (1, length))
            began = time.perf_counter()
            network(ids, torch.zeros_like(ids), torch.ones_like(ids))
            times.append(time.perf_counter() - began)
    slow = statistics.median(times)
    return f"median {slow * 1e3:.1f} ms, ×{slow / median:.1f} of the trained reader"


def _lengths(rows: t.Sequence[tuple[str, tuple[Turn, ...]]]) -> list[int]:
    """How many pieces the trained reader itself takes in at once for each message."""
    whole = card.weights()
    pieces = tokenizers.Tokenizer.from_buffer(whole.joinpath(card.PIECES).read_bytes())
    pieces.no_truncation()
    pieces.no_padding()
    window = card.load(whole).window
    return [
        len(windows(pieces, normalise(text), "customer", context, window)[0].ids)
        for text, context in rows
    ]
