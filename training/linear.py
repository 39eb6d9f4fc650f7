"""Learning the linear model over runs of letters and words: one logistic regression a mark."""

import sys
import typing as t

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from mulligan.signals.model.blend import MARKS, READ_KINDS
from mulligan.signals.model.ngrams import BUCKETS, Floats, Linear, features
from mulligan.signals.text import normalise
from training.rows import Row

_STRENGTH: t.Final = 8.0
_FAINT: t.Final = 2
"""Weights smaller than this many 127ths of an answer's largest are left out: the file shrinks."""


def matrix(rows: t.Sequence[Row]) -> csr_matrix:
    """(rows, `BUCKETS`), each row of length one."""
    found = [features(normalise(row.text), asked(row)) for row in rows]
    ends = np.cumsum([0, *map(len, found)])
    values = np.concatenate([np.full(len(one), max(1, len(one)) ** -0.5) for one in found])
    return csr_matrix((values, np.concatenate(found), ends), shape=(len(rows), BUCKETS))


def asked(row: Row) -> str:
    """The turn just before."""
    return row.context[-1].text if row.context else ""


def learn(rows: t.Sequence[Row]) -> tuple[np.ndarray, Floats, Floats]:
    """The table (`BUCKETS`, marks and offence; int8), its scale and bias."""
    data = matrix(rows)
    answers = [*MARKS, "offence"]
    weights, bias = np.zeros((BUCKETS, len(answers)), np.float32), np.zeros(len(answers))
    for place, answer in enumerate(answers):
        known = [number for number, row in enumerate(rows) if _known(row, answer)]
        true = np.array([_true(rows[number], answer) for number in known])
        share = np.array([rows[number].weight for number in known])
        one = LogisticRegression(C=_STRENGTH, solver="liblinear", max_iter=200)
        one.fit(data[known], true, sample_weight=share)
        weights[:, place], bias[place] = one.coef_[0], one.intercept_[0]
        print(f"linear: {answer} ({int(true.sum())} of {len(known)})", file=sys.stderr)
    scale = np.abs(weights).max(0) / 127
    table = np.round(weights / scale).astype(np.int8)
    table[np.abs(table) < _FAINT] = 0
    return table, scale.astype(np.float32), bias.astype(np.float32)


def logits(model: Linear, rows: t.Sequence[Row]) -> Floats:
    """(rows, marks and offence)."""
    return np.stack([model.logits(features(normalise(row.text), asked(row))) for row in rows])


def _known(row: Row, answer: str) -> bool:
    match row.known:
        case "kinds":
            return answer in READ_KINDS or answer == "offence"
        case "offences":
            return answer == "offence"
        case "marks":
            return answer in MARKS and answer not in READ_KINDS
        case _:
            return False


def _true(row: Row, answer: str) -> bool:
    return row.offence if answer == "offence" else answer in row.kinds | row.marks
