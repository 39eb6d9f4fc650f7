"""What a fine-tuned network says of many rows, in the rows' order."""

import pathlib
import sys
import typing as t

import numpy as np
import torch
from tokenizers import Tokenizer

from training.batches import LONGEST, batches
from training.network import Network, Said
from training.rows import Row

_BUDGET: t.Final = 4096


class Logits(t.NamedTuple):
    """Arrays by row: marks (N, K), offence (N,), severity (N, 3), targets (N, kinds, 7), grounds
    (N, 3, 15), sides (N, 2).
    """

    marks: np.ndarray
    offence: np.ndarray
    severity: np.ndarray
    targets: np.ndarray
    grounds: np.ndarray
    sides: np.ndarray


def predict(
    network: Network,
    pieces: Tokenizer,
    rows: t.Sequence[Row],
    longest: int = LONGEST,
    *,
    early: bool = False,
    lower: bool = False,
) -> Logits:
    """Read every row once, without learning; `lower` in bfloat16, quicker and less exact."""
    network.eval()
    found: list[tuple[list[int], Said]] = []
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=lower):
        for batch in batches(pieces, rows, _BUDGET, longest):
            late, soon = network(batch.ids, batch.parts, batch.mask, batch.said)
            found.append((batch.places, soon if early else late))
            if lower and len(found) % 20 == 0:
                print(f"{sum(len(places) for places, _ in found)} rows", file=sys.stderr)
    order = np.argsort([place for places, _ in found for place in places])

    def joined(name: str) -> np.ndarray:
        return torch.cat([getattr(said, name) for _, said in found]).numpy()[order]

    names = ("marks", "offence", "severity", "targets", "grounds", "sides")
    return Logits(*(joined(name) for name in names))


def save(logits: Logits, path: pathlib.Path) -> None:
    """Keep the arrays by name."""
    np.savez_compressed(path, **logits._asdict())


def restore(path: pathlib.Path) -> Logits:
    """The arrays that `save` kept."""
    with np.load(path) as kept:
        return Logits(**dict(kept))
