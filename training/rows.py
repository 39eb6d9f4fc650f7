"""Every labelled row there is to learn from, whatever file it comes from, in one shape."""

import dataclasses
import hashlib
import pathlib
import typing as t

from mulligan.conversation.message import Turn
from mulligan.conversation.signal import OFFENCES
from mulligan.conversation.words import Speaker
from training import spans, texts

Part = t.Literal["train", "valid", "test"]

STRANGERS: t.Final = frozenset(("x", "y"))
"""Authors whose every row is kept for the test: nobody learned from them, nothing was tuned."""

_SHARED_SCENES: t.Final = 50
_TEST, _VALID = 10, 20
_REAL: t.Final = 0.5


@dataclasses.dataclass(frozen=True)
class Row:
    """One message or reply with what is known of it.

    `known` says which answers count when learning: `kinds` (all), `offences` (only that none
    stands), `marks` (merits and faults), or the name of a side question with `side` as its answer.
    `group` keeps rows together that share a scene; `carried` are character offsets by kind; `held`
    rows are from the validation part of a public set.
    """

    key: str
    source: str
    group: str
    text: str
    speaker: Speaker
    context: tuple[Turn, ...]
    known: str
    conduct: tuple[dict[str, t.Any], ...] = ()
    severity: int = 0
    marks: frozenset[str] = frozenset()
    side: float = 0.0
    weight: float = 1.0
    channel: str = ""
    customer: str = ""
    carried: tuple[tuple[str, int, int], ...] = ()
    held: bool = False

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds that stand."""
        return frozenset(one["kind"] for one in self.conduct)

    @property
    def offence(self) -> bool:
        """Whether any offence stands."""
        return bool(self.kinds & OFFENCES)


def part(row: Row) -> Part:
    """Where a row belongs: by its author, then by a digest of its group (one in ten each).

    Replies by `r` and the first fifty conversations share scenes, so none of them is a test.
    """
    if row.source in STRANGERS or row.held:
        return "test"
    if row.source == "r" or row.group in _SCENES:
        return "train"
    draw = int(hashlib.sha256(f"{row.source}/{row.group}".encode()).hexdigest()[:8], 16) % 100
    return "test" if draw < _TEST else "valid" if draw < _VALID else "train"


_SCENES: t.Final = frozenset(f"c{number:02}" for number in range(1, _SHARED_SCENES + 1))


def everything(corpus: pathlib.Path, data: pathlib.Path | None) -> list[Row]:
    """All rows: ours, our labels of public texts, and ordinary real talk (where `data` has it)."""
    rows = [*_messages(corpus), *_conversations(corpus), *_replies(corpus)]
    trainable = data / "trainable" if data else None
    if trainable and trainable.is_dir():
        rows += [*_public(corpus, trainable), *_ordinary(trainable), *_sides(trainable)]
    return rows


def _messages(corpus: pathlib.Path) -> t.Iterator[Row]:
    for row in texts.lines(corpus / "messages.jsonl"):
        yield _message(row, row["id"], row["source"], row.get("pair") or row["id"])


def _conversations(corpus: pathlib.Path) -> t.Iterator[Row]:
    for row in texts.lines(corpus / "conversations.jsonl"):
        for place, turn in enumerate(row["turns"]):
            known = turn | {"context": row["turns"][max(0, place - 3) : place]}
            key, customer = f"{row['id']}/{place}", row.get("customer_name", "")
            if turn["speaker"] == "customer":
                yield _message(known, key, "conv", row["id"])
            elif turn["speaker"] == "agent":
                yield _reply(known | {"reply": turn["text"]}, key, "conv", row["id"], customer)


def _replies(corpus: pathlib.Path) -> t.Iterator[Row]:
    for row in texts.lines(corpus / "replies.jsonl"):
        group = row.get("pair") or row["id"]
        yield _reply(row, row["id"], row["source"], group, row.get("customer_name", ""))


def _public(corpus: pathlib.Path, trainable: pathlib.Path) -> t.Iterator[Row]:
    """Public texts with our labels; a conversation of ConvAbuse stays on one side."""
    written = texts.public_texts(trainable)
    marked = spans.typed(trainable / "toxic_spans")
    for row in texts.lines(corpus / "public-labels.jsonl"):
        known = written.get(row["id"])
        if known is None or {one["kind"] for one in row["conduct"]} == {"unreadable"}:
            continue
        source = row["id"].partition(":")[0]
        group = known.get("group") or row["id"]
        made = _message(row | known, row["id"], source, group, weight=_REAL)
        carried = tuple(one for one in marked.get(row["id"], ()) if one[0] in made.kinds)
        yield dataclasses.replace(made, carried=carried, held=known.get("held", False))


def _ordinary(trainable: pathlib.Path) -> t.Iterator[Row]:
    """Real customer turns of six trades, of which only the absence of offences is known."""
    for key, trade, words in texts.ordinary(trainable):
        if words.strip():
            yield Row(
                key, f"multidogo {trade}", key, words, "customer", (), "offences", weight=_REAL
            )


def _sides(trainable: pathlib.Path) -> t.Iterator[Row]:
    """ConvAbuse's and EDOS's own questions; they shape the encoder, and are measured on the side.

    ConvAbuse: most annotators gave a negative level (its paper's majority vote).
    """
    for name in ("train", "valid"):
        path = trainable / "convabuse" / f"ConvAbuseEMNLP{name}.csv"
        for row in texts.table(path):
            votes = [_vote(row, number) for number in range(1, 9)]
            cast = [vote for vote in votes if vote is not None]
            turns = _turns({"context": texts.convabuse_context(row)})
            abuse = sum(cast) / len(cast) > 0.5 if cast else False
            key = f"convabuse-{name}:{row['example_id']}"
            group = row["conv_id"]
            yield Row(
                key, f"convabuse-{name}", group, row["user"], "customer", turns, "convabuse",
                side=float(abuse), weight=_REAL, held=name == "valid",
            )  # fmt: skip
    for row in texts.table(trainable / "edos" / "edos_train_dev.csv"):
        source = f"edos-{row['split']}"
        yield Row(
            f"{source}:{row['rewire_id']}", source, row["rewire_id"], row["text"], "customer", (),
            "edos", side=float(row["label_sexist"] == "sexist"), weight=_REAL,
            held=row["split"] == "dev",
        )  # fmt: skip


def _vote(row: dict[str, str], number: int) -> bool | None:
    """Whether one annotator saw abuse (levels -1 to -3), if that one saw the row at all."""
    levels = [row.get(f"Annotator{number}_is_abuse.{level}", "") for level in (1, 0, -1, -2, -3)]
    marked = [value in ("1", "1.0") for value in levels]
    return any(marked[2:]) if any(marked) else None


def _message(row: dict[str, t.Any], key: str, source: str, group: str, weight: float = 1.0) -> Row:
    conduct = tuple(one for one in row["conduct"] if one["kind"] != "unreadable")
    return Row(
        key, source, group, row["text"], "customer", _turns(row), "kinds", conduct,
        row["severity"], weight=weight, channel=row.get("channel", ""),
    )  # fmt: skip


def _reply(row: dict[str, t.Any], key: str, source: str, group: str, customer: str) -> Row:
    marks = frozenset((*row.get("merits", ()), *row.get("faults", ())))
    return Row(
        key, source, group, row["reply"], "agent", _turns(row), "marks", marks=marks,
        channel=row.get("channel", ""), customer=customer,
    )  # fmt: skip


def _turns(row: dict[str, t.Any]) -> tuple[Turn, ...]:
    return tuple(Turn(turn["speaker"], turn["text"][:500]) for turn in row.get("context", ()))
