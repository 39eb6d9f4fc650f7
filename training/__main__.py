"""Make the trained reader: `python -m training --data DIR [--go-on | --teacher]`.

Each step leaves its result in the build folder, and is not done again while that is there; a fit
that was stopped goes on after its last whole epoch. Delete a result to have it made anew.
"""

import argparse
import dataclasses
import pathlib
import random
import sys
import typing as t

import numpy as np
import torch
from msgspec.structs import replace
from torch import Tensor

from mulligan.signals.model import TrainedReader
from mulligan.signals.model import card as cards
from mulligan.signals.model.blend import READ_KINDS
from mulligan.signals.model.ngrams import Linear
from training import bases, foresee, linear, spans
from training.batches import tokenizer
from training.fit import Plan, fit
from training.network import Network
from training.package import package, write
from training.pool import pool
from training.predict import predict, restore, save
from training.rows import Row, everything, part
from training.shipped import shipped
from training.weigh import Evidence, by_lexicon, weigh

ROOT: t.Final = pathlib.Path(__file__).resolve().parents[1]
WEIGHTS: t.Final = ROOT / "src" / "mulligan" / "signals" / "model" / "weights"
WINDOW: t.Final = 64

_TEACHER_SHARES: t.Final = {"public": 2800, "offences": 2000, "convabuse": 600, "edos": 600}
_STUDENT_SHARES: t.Final = {"public": 9000, "offences": 6000, "convabuse": 2000, "edos": 1500}
"""How many rows of each sort are drawn, at most; of our own, all are."""


def main() -> None:
    """All steps, in order."""
    options = _options()
    torch.set_num_threads(options.threads)
    build: pathlib.Path = options.build
    rows = [marked(row) for row in everything(options.corpus, options.data)]
    learned = [row for row in rows if part(row) == "train"]
    checked = [row for row in rows if part(row) == "valid" and row.known in _WEIGHED]
    _tell(f"{len(learned)} rows to learn from, {len(checked)} to weigh on")
    soft: dict[str, Tensor] = {}
    unlabelled: list[Row] = []
    if options.teacher:
        unlabelled = pool(options.data / "trainable", {row.key for row in rows})
        soft = _taught(build, options.seed, learned, unlabelled)
    plan = Plan(bases.minilm(), epochs=options.epochs, seed=options.seed)
    shares, begin = _STUDENT_SHARES, None
    if options.go_on:
        plan = dataclasses.replace(plan, epochs=1, rate=plan.rate / 2)
        shares = {sort: share // 3 for sort, share in shares.items()}
        begin = shipped(WEIGHTS / "network.onnx", plan.base)
    lessons = [*_drawn(learned, shares), *unlabelled]
    _tell(f"the small network learns from {len(lessons)} rows")
    student = fit(plan, lessons, build / f"student-{options.seed}", soft, begin)
    counted = _linear(build, learned)
    pieces, model = tokenizer(plan.base), Linear(*counted)
    others = linear.logits(model, checked), by_lexicon(checked)
    profiles = [
        weigh(Evidence(checked, predict(student, pieces, checked, WINDOW, early=early), *others))
        for early in (False, True)
    ]
    package(student, plan.base, counted, profiles, WINDOW, options.out)
    _tell("the forecast learns from whole conversations")
    reader = TrainedReader(folder=options.out)
    talks = [row for row in learned if row.source == "conv"]
    card = cards.load(options.out)
    write(replace(card, forecast=foresee.learn(foresee.points(reader, talks))), options.out)
    _tell(f"wrote {options.out}")


_WEIGHED: t.Final = ("kinds", "marks", "offences")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="training", description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, required=True, help="folder with trainable/")
    parser.add_argument("--corpus", type=pathlib.Path, default=ROOT / "corpus")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "training")
    parser.add_argument("--out", type=pathlib.Path, default=WEIGHTS)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--go-on", action="store_true", help="learn on from the shipped weights, for one epoch"
    )
    ways.add_argument(
        "--teacher", action="store_true", help="let a larger network learn first, and teach"
    )
    return parser.parse_args()


def marked(row: Row) -> Row:
    """A row with the words the lexicon sees in it, where nobody marked any."""
    if row.known != "kinds" or row.carried or row.weight < 1:
        return row
    return dataclasses.replace(
        row, carried=tuple(spans.by_lexicon(row.text, row.context, row.kinds))
    )


def _drawn(rows: t.Sequence[Row], shares: dict[str, int]) -> list[Row]:
    """All rows of ours, and a fixed draw of the others."""
    drawn = [row for row in rows if row.weight == 1]
    for sort, share in shares.items():
        some = [row for row in rows if row.weight < 1 and sort in (row.known, _sort(row))]
        drawn += random.Random(sort).sample(some, min(share, len(some)))
    return drawn


def _sort(row: Row) -> str:
    return "public" if row.known == "kinds" else row.known


def _taught(
    build: pathlib.Path, seed: int, learned: t.Sequence[Row], unlabelled: t.Sequence[Row]
) -> dict[str, Tensor]:
    """What the larger teacher says of every row that may be learned from, by row key."""
    base, out = bases.mpnet(build), build / "teacher"
    said = out / "said.npz"
    labelled = [row for row in learned if row.known in ("kinds", "marks")]
    rows = [*labelled, *unlabelled]
    if not said.is_file():
        plan = Plan(base, epochs=2, rate=5e-5, budget=1536, frozen=3, longest=80, seed=seed)
        lessons = _drawn(learned, _TEACHER_SHARES)
        _tell(f"the teacher learns from {len(lessons)} rows")
        teacher: Network = fit(plan, lessons, out)
        _tell(f"the teacher reads {len(rows)} rows")
        save(predict(teacher, tokenizer(base), rows, plan.longest, lower=True), said)
        (out / "said.keys").write_text("\n".join(row.key for row in rows), "utf-8")
    logits, keys = restore(said), (out / "said.keys").read_text("utf-8").split("\n")
    whole = np.concatenate((logits.marks, logits.offence[:, None]), 1)
    heard = dict(zip(keys, whole, strict=True))
    return {
        row.key: torch.tensor(_relevant(row, heard[row.key])) for row in rows if row.key in heard
    }


def _relevant(row: Row, values: np.ndarray) -> np.ndarray:
    """A customer's message teaches nothing of replies, and a reply nothing of kinds."""
    wished = values.copy()
    if row.speaker == "customer":
        wished[len(READ_KINDS) : -1] = np.nan
    else:
        wished[: len(READ_KINDS)] = np.nan
        wished[-1] = np.nan
    return wished


def _linear(
    build: pathlib.Path, learned: t.Sequence[Row]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    kept = build / "linear.npz"
    if not kept.is_file():
        rows = [row for row in _drawn(learned, _STUDENT_SHARES) if row.known in _WEIGHED]
        table, scale, bias = linear.learn(rows)
        np.savez_compressed(kept, table=table, scale=scale, bias=bias)
    with np.load(kept) as found:
        return found["table"], found["scale"], found["bias"]


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
