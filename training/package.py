"""Putting the weights where the reader finds them, with the card that names and holds them."""

import hashlib
import pathlib
import shutil
import typing as t

import msgspec
import numpy as np

from mulligan.signals.forecast import FEATURES
from mulligan.signals.model.card import CARD, LINEAR, NETWORK, PIECES, Card, Forecasting, Profile
from training.export import export
from training.network import Network


def package(
    network: Network,
    base: pathlib.Path,
    linear: tuple[np.ndarray, np.ndarray, np.ndarray],
    profiles: t.Sequence[Profile],
    window: int,
    out: pathlib.Path,
) -> None:
    """Write network, linear model, tokenizer and card into `out`; profiles: whole, then early."""
    out.mkdir(parents=True, exist_ok=True)
    export(network, out / NETWORK)
    table, scale, bias = linear
    np.savez_compressed(out / LINEAR, table=table, scale=scale, bias=bias)
    shutil.copyfile(base / "tokenizer.json", out / PIECES)
    files = {
        name: hashlib.sha256((out / name).read_bytes()).hexdigest()
        for name in (NETWORK, LINEAR, PIECES)
    }
    unknown = Forecasting((0.0,) * len(FEATURES), 0.0)
    write(Card(window, files, profiles[0], profiles[1], unknown), out)


def write(card: Card, out: pathlib.Path) -> None:
    """Write the card, for people and programs."""
    text = msgspec.json.format(msgspec.json.encode(card), indent=1)
    (out / CARD).write_bytes(text + b"\n")
