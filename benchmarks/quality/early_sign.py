"""How well the forecast sees a crossing coming, against the last message's score alone."""

import json
import pathlib
import typing as t

from benchmarks.quality.report import figure, table
from benchmarks.quality.scores import area
from mulligan.conversation.message import Turn
from mulligan.signals.forecast import ahead, features
from mulligan.signals.model import TrainedReader
from training.foresee import Point, points
from training.rows import Row

CGA: t.Final = pathlib.Path("measure-only") / "cga_yovakem" / "cga_base_valid.json"
_SEPARATOR: t.Final = "[SEP]"
_TURNS: t.Final = 3


def tables(reader: TrainedReader, talks: t.Sequence[Row], data: pathlib.Path | None) -> list[str]:
    """Our conversations that nothing was learned from; and CGA's, if they are here."""
    rows = [_row("ours, before a first crossing", reader, points(reader, talks))]
    if data and (data / CGA).is_file():
        awry = list(_gone_awry(reader, data / CGA))
        rows.append(_row("CGA (Wikipedia talk pages)", reader, awry))
    return table(
        ("conversations", "places", "crossed soon", "forecast AUC", "last message AUC",
         "best accuracy", "of the last message"), rows,
    )  # fmt: skip


def _row(name: str, reader: TrainedReader, found: t.Sequence[Point]) -> list[str]:
    true = [one.soon for one in found]
    chances = [ahead_of(reader, one) for one in found]
    last = [one.last for one in found]
    return [
        name,
        str(len(found)),
        str(sum(true)),
        figure(area(chances, true)),
        figure(area(last, true)),
        figure(_accuracy(chances, true)),
        figure(_accuracy(last, true)),
    ]


def ahead_of(reader: TrainedReader, point: Point) -> float:
    """The forecast at one place."""
    return ahead(reader.forecasting, point.values)


def _accuracy(chances: t.Sequence[float], true: t.Sequence[bool]) -> float:
    """The best share right over all thresholds."""
    return max(
        (
            sum((chance >= bar) == label for chance, label in zip(chances, true, strict=True))
            / len(true)
            for bar in sorted(set(chances))
        ),
        default=0.0,
    )


def _gone_awry(reader: TrainedReader, path: pathlib.Path) -> t.Iterator[Point]:
    """CGA: the talk so far, and whether the next comment attacks somebody."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            talk = json.loads(line)
            said = [part.strip() for part in talk["src"].split(_SEPARATOR)]
            turns = [Turn("customer", words[:500]) for words in said]
            heard = [
                reader.reckon(words, turns[max(0, place - _TURNS) : place])
                for place, words in enumerate(said)
            ]
            name = str(talk["convo_id"])
            yield Point(name, features(heard, None), heard[-1].offence, bool(talk["tgt"]))
