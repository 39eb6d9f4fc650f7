"""Learning the forecast from whole conversations, as the packaged reader reads them."""

import typing as t

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from mulligan.conversation.signal import US
from mulligan.signals.forecast import AHEAD, features
from mulligan.signals.model import TrainedReader
from mulligan.signals.model.blend import Chances
from mulligan.signals.model.card import Forecasting
from training.rows import Row

_STRENGTH: t.Final = 0.3
_LEAST: t.Final = 2


class Point(t.NamedTuple):
    """A place in a conversation: what it shows so far, and whether the line is crossed soon."""

    conversation: str
    values: tuple[float, ...]
    last: float
    soon: bool


def points(reader: TrainedReader, rows: t.Iterable[Row]) -> list[Point]:
    """Every place in the conversations before the line is first crossed, but for the last message.

    `rows` are the turns of whole conversations, in order.
    """
    found: list[Point] = []
    talks: dict[str, list[Row]] = {}
    for row in rows:
        talks.setdefault(row.group, []).append(row)
    for name, turns in talks.items():
        crossed = [_crosses(row) for row in turns if row.speaker == "customer"]
        heard: list[Chances] = []
        answered: dict[str, float] | None = None
        for row in turns:
            if row.speaker != "customer":
                answered = reader.merits(row.text, row.context, row.customer)
                continue
            if _crosses(row):
                break
            heard.append(reader.reckon(row.text, row.context))
            coming = crossed[len(heard) : len(heard) + AHEAD]
            if coming:
                values = features(heard, answered)
                found.append(Point(name, values, heard[-1].offence, any(coming)))
    return found


def learn(found: t.Sequence[Point]) -> Forecasting:
    """Logistic regression; the scaling of the features is folded into the weights."""
    scaler = StandardScaler()
    data = scaler.fit_transform(np.array([one.values for one in found]))
    model = LogisticRegression(C=_STRENGTH).fit(data, [one.soon for one in found])
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - (weights * scaler.mean_).sum())
    return Forecasting(tuple(round(float(one), 5) for one in weights), round(bias, 5))


def _crosses(row: Row) -> bool:
    """An offence at a person of ours, of plain severity at least."""
    return row.severity >= _LEAST and any(one["target"] in US for one in row.conduct)
