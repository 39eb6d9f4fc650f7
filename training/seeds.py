"""How far chance moves the figures: `python -m training.seeds --data DIR [--seeds 1 2 3]`.

The shipped encoder stays as it was learned; the heads are begun anew from each seed, learn once
from our own rows, and are measured on those kept for weighing. Writes a table to standard output.
"""

import argparse
import pathlib
import statistics
import typing as t

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from mulligan.signals.model.blend import MARKS, OFFENCE_PLACES, READ_KINDS
from training import bases
from training.__main__ import ROOT, WEIGHTS, WINDOW, marked
from training.batches import tokenizer
from training.encoder import load
from training.fit import Plan, fit
from training.network import Network
from training.predict import Logits, predict
from training.rows import Row, everything, part
from training.shipped import shipped

_ROUNDS: t.Final = 1


def main() -> None:
    """Learn the heads from several seeds, and tell the spread of each figure."""
    options = _options()
    torch.set_num_threads(options.threads)
    rows = [marked(row) for row in everything(ROOT / "corpus", options.data)]
    lessons = [row for row in rows if part(row) == "train" and row.weight == 1]
    checked = [row for row in rows if part(row) == "valid" and row.weight == 1]
    base = bases.minilm()
    learned = shipped(WEIGHTS / "network.onnx", base)
    told: dict[str, list[float]] = {}
    for seed in options.seeds:
        plan = Plan(base, epochs=_ROUNDS, seed=seed, frozen=len(learned.encoder.layers))
        out = options.build / f"heads-{seed}"
        torch.manual_seed(seed)
        begin = Network(load(base))
        begin.encoder.load_state_dict(learned.encoder.state_dict())
        network = fit(plan, lessons, out, begin=begin)
        said = predict(network, tokenizer(base), checked, WINDOW)
        for name, value in _figures(checked, said):
            told.setdefault(name, []).append(value)
    print(f"| figure | {' | '.join(f'seed {seed}' for seed in options.seeds)} | spread |")
    print("|---" * (len(options.seeds) + 2) + "|")
    for name, values in told.items():
        row = " | ".join(f"{value:.3f}" for value in values)
        print(f"| {name} | {row} | ±{statistics.stdev(values):.3f} |")


def _figures(rows: t.Sequence[Row], said: Logits) -> t.Iterator[tuple[str, float]]:
    """Best F1 and area under the curve of any offence; mean area over kinds, and over marks."""
    customers = np.array([row.known == "kinds" for row in rows])
    true = np.array([row.offence for row in rows])[customers]
    logit = ((said.offence + said.marks[:, OFFENCE_PLACES].max(1)) / 2)[customers]
    yield "any offence, area under the curve", float(roc_auc_score(true, logit))
    yield "any offence, best F1", max(_f1(logit >= bar, true) for bar in np.sort(logit)[::5])
    for name, marks, of in (
        ("kinds", MARKS[: len(READ_KINDS)], customers),
        ("merits and faults", MARKS[len(READ_KINDS) :], ~customers),
    ):
        areas, scores = [], []
        for mark in marks:
            stands = np.array([mark in row.kinds | row.marks for row in rows])[of]
            value = said.marks[of, MARKS.index(mark)]
            if 5 <= stands.sum() < len(stands):
                areas.append(float(roc_auc_score(stands, value)))
                scores.append(max(_f1(value >= bar, stands) for bar in np.sort(value)[::5]))
        yield f"{name}, mean area under the curve", statistics.mean(areas)
        yield f"{name}, mean best F1", statistics.mean(scores)


def _f1(said: np.ndarray, true: np.ndarray) -> float:
    return float(2 * (said & true).sum() / max(1, said.sum() + true.sum()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="training.seeds", description=__doc__)
    build = ROOT / "build" / "training"
    parser.add_argument("--data", type=pathlib.Path, required=True, help="folder with trainable/")
    parser.add_argument("--build", type=pathlib.Path, default=build)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    return parser.parse_args()


if __name__ == "__main__":
    main()
