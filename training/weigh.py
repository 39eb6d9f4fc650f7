"""Weighing network, linear model and lexicon on the validation rows, and setting the bars.

A mark's probability is logistic in the three; the weights are fitted by maximum likelihood, held
near a prior where there are few cases, and never negative. The bars ("from when it is said") are
set on the same rows for F1, under the false alarms that real talk allows.
"""

import typing as t

import numpy as np
from scipy.optimize import minimize

from mulligan.conversation.message import Message
from mulligan.conversation.signal import OFFENCES
from mulligan.signals.lexicon import LexiconReader
from mulligan.signals.model.blend import MARKS, OFFENCE_PLACES, READ_KINDS
from mulligan.signals.model.card import Profile, Weighing
from training.predict import Logits
from training.rows import Row

_PRIOR: t.Final = np.array([0.9, 0.2, 0.8, -0.3])
_HOLD: t.Final = 1.0
_ORDINARY_ALARMS: t.Final = 0.002
_HARD_ALARMS: t.Final = 0.06
_ORDINARY_SHARE: t.Final = 0.05
_GRID: t.Final = np.round(np.arange(0.06, 0.95, 0.01), 2)
_SURE: t.Final = 0.9
_REPLY_LEAST, _REPLY_MOST = 0.2, 0.6
_KIND_LEAST, _KIND_MOST = 0.15, 0.65

_RECALLED: t.Final = frozenset(("crisis", "threat_harm"))
_CARE: t.Final = 1.5
"""For what must not be missed, recall counts more; a person is asked where it is not sure."""

Floats = np.ndarray


class Evidence(t.NamedTuple):
    """All that is weighed for the rows: logits of both models, the lexicon's scores by mark."""

    rows: t.Sequence[Row]
    network: Logits
    linear: Floats
    lexicon: list[dict[str, float]]


def by_lexicon(rows: t.Sequence[Row]) -> list[dict[str, float]]:
    """The lexicon's score of each kind, or 1 for each merit and fault."""
    reader = LexiconReader()
    found: list[dict[str, float]] = []
    for row in rows:
        if row.known == "marks":
            reply = Message(conversation="-", id="-", speaker="agent", text=row.text)
            review = reader.review(reply, row.context, row.customer)
            found.append({str(mark): 1.0 for mark in (*review.merits, *review.faults)})
        else:
            message = Message(conversation="-", id="-", speaker="customer", text=row.text)
            signals = reader.read(message, row.context).signals
            found.append({signal.kind: signal.score for signal in reversed(signals)})
    return found


def weigh(known: Evidence) -> Profile:
    """The weights and bars of every mark, of the offence, and the shifts of severity."""
    chances: dict[str, Floats] = {}
    weights: dict[str, Floats] = {}
    for answer in (*MARKS, "offence"):
        data, true, share = _cases(known, answer)
        weights[answer] = _fitted(data, true, share)
        chances[answer] = _logistic(data @ weights[answer])
    gate = _gate(known, chances["offence"])
    marks = {
        mark: _weighing(weights[mark], *_bar(known, mark, chances[mark], chances, gate))
        for mark in MARKS
    }
    offence = _weighing(weights["offence"], gate, _sure(*_offences(known, chances["offence"])))
    return Profile(marks, offence, _steps(known))


def _features(known: Evidence, answer: str) -> Floats:
    """(rows, 4): both logits, the lexicon's score, one."""
    if answer == "offence":
        surest = known.network.marks[:, OFFENCE_PLACES].max(1)
        network, linear = (known.network.offence + surest) / 2, known.linear[:, len(MARKS)]
        scores = [
            max((score for kind, score in one.items() if kind in OFFENCES), default=0.0)
            for one in known.lexicon
        ]
    else:
        place = MARKS.index(answer)
        network, linear = known.network.marks[:, place], known.linear[:, place]
        scores = [one.get(answer, 0.0) for one in known.lexicon]
    return np.stack((network, linear, np.array(scores), np.ones(len(scores))), 1)


def _cases(known: Evidence, answer: str) -> tuple[Floats, Floats, Floats]:
    """Features, truth and share (0: not known there) of every row."""
    true = np.array([_true(row, answer) for row in known.rows], float)
    share = np.array([_share(row, answer) for row in known.rows])
    return _features(known, answer), true, share


def _true(row: Row, answer: str) -> bool:
    return row.offence if answer == "offence" else answer in row.kinds | row.marks


def _share(row: Row, answer: str) -> float:
    match row.known:
        case "kinds":
            return row.weight if answer in READ_KINDS or answer == "offence" else 0.0
        case "offences":
            return _ORDINARY_SHARE * (answer == "offence" or answer in OFFENCES)
        case "marks":
            return float(answer in MARKS and answer not in READ_KINDS)
        case _:
            return 0.0


def _fitted(data: Floats, true: Floats, share: Floats) -> Floats:
    def loss(weights: Floats) -> float:
        logit = data @ weights
        entropy = np.logaddexp(0, logit) - true * logit
        away = weights - _PRIOR
        return float((share * entropy).sum() + _HOLD * (away @ away))

    bounds = [(0.0, None)] * 3 + [(None, None)]
    return np.asarray(minimize(loss, _PRIOR, bounds=bounds).x)


def _gate(known: Evidence, chance: Floats) -> float:
    """The bar for "any offence": the best F1 on our rows among the bars that keep quiet enough."""
    ours, true = _ours(known), np.array([row.offence for row in known.rows])
    ordinary = np.array([row.known == "offences" for row in known.rows])
    best, bar = -1.0, float(_GRID[-1])
    for least in _GRID:
        said = chance >= least
        hard = said[ours & ~true].mean() if (ours & ~true).any() else 0.0
        plain = said[ordinary].mean() if ordinary.any() else 0.0
        score = _f1(said[ours], true[ours])
        score -= 2 * max(0.0, hard - _HARD_ALARMS) + 20 * max(0.0, plain - _ORDINARY_ALARMS)
        if score > best:
            best, bar = score, float(least)
    return bar


def _bar(
    known: Evidence, mark: str, chance: Floats, chances: dict[str, Floats], gate: float
) -> tuple[float, float]:
    """From when a mark is said (best smoothed F1), and from when it is sure."""
    ours = _ours(known) if mark in READ_KINDS else _replies(known)
    true = np.array([_true(row, mark) for row in known.rows])[ours]
    open_ = (chances["offence"] >= gate)[ours] if mark in OFFENCES else np.ones(ours.sum(), bool)
    weight = _CARE if mark in _RECALLED else 1.0
    scores = np.array([_f(open_ & (chance[ours] >= least), true, weight) for least in _GRID])
    smooth = np.convolve(np.pad(scores, 5, mode="edge"), np.ones(11) / 11, "valid")
    low, high = (_KIND_LEAST, _KIND_MOST) if mark in READ_KINDS else (_REPLY_LEAST, _REPLY_MOST)
    allowed = (low <= _GRID) & (high >= _GRID)
    least = float(_GRID[allowed][smooth[allowed].argmax()])
    return least, max(least, _sure(chance[ours], true))


def _sure(chance: Floats, true: Floats) -> float:
    """The lowest bar above which nine in ten are right, ten cases at least."""
    order = np.argsort(-chance)
    right = np.cumsum(true[order])
    count = np.arange(1, len(order) + 1)
    good = np.flatnonzero((right / count >= _SURE) & (count >= 10))
    return round(float(chance[order][good[-1]]), 3) if len(good) else 0.99


def _offences(known: Evidence, chance: Floats) -> tuple[Floats, Floats]:
    ours = _ours(known)
    return chance[ours], np.array([row.offence for row in known.rows])[ours]


def _ours(known: Evidence) -> Floats:
    """Our own customer messages, not the public rows."""
    return np.array([row.known == "kinds" and row.weight == 1 for row in known.rows])


def _replies(known: Evidence) -> Floats:
    return np.array([row.known == "marks" for row in known.rows])


def _steps(known: Evidence) -> tuple[float, float, float]:
    """The shift of each severity step that gets most offences of ours right."""
    ours = _ours(known) & np.array([row.offence for row in known.rows])
    grave = np.array([row.severity for row in known.rows])[ours]
    shifts = []
    for step in range(3):
        logit = known.network.severity[ours, step]
        tried = np.arange(-4, 4.01, 0.1)
        right = [((logit + shift > 0) == (grave > step)).mean() for shift in tried]
        shifts.append(round(float(tried[int(np.argmax(right))]), 2))
    return shifts[0], shifts[1], shifts[2]


def _weighing(weights: Floats, least: float, sure: float) -> Weighing:
    network, linear, lexicon, bias = (round(float(one), 4) for one in weights)
    return Weighing(network, linear, lexicon, bias, round(least, 3), round(sure, 3))


def _logistic(logit: Floats) -> Floats:
    return t.cast(Floats, 1 / (1 + np.exp(-np.clip(logit, -30, 30))))


def _f1(said: Floats, true: Floats) -> float:
    return _f(said, true, 1.0)


def _f(said: Floats, true: Floats, recall: float) -> float:
    """F, with recall that many times as important as precision (van Rijsbergen, 1979)."""
    right, square = float((said & true).sum()), recall * recall
    total = square * float(true.sum()) + float(said.sum())
    return (1 + square) * right / total if total else 0.0
