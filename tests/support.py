"""Ways the tests share of making and following conversations."""

import collections
import functools
import json
import pathlib
import typing as t

from mulligan.channels import jsonl
from mulligan.conversation.act import Act
from mulligan.conversation.fact import AnyFact
from mulligan.conversation.message import Message
from mulligan.errors import BadInput
from mulligan.journal.small import SmallShelf
from mulligan.journal.talk import Talk
from mulligan.pipeline import Outcome, Pipeline
from mulligan.protocol.file.load import load
from mulligan.protocol.schema import Protocol
from mulligan.signals.given import GivenReader

ROOT: t.Final = pathlib.Path(__file__).parent.parent
CORPUS: t.Final = ROOT / "corpus"

Line = dict[str, t.Any]


def rows(name: str) -> list[Line]:
    """The rows of a corpus file."""
    return [json.loads(line) for line in (CORPUS / name).read_text("utf-8").splitlines()]


def corpus_conversations() -> dict[str, list[Line]]:
    """Each conversation of the corpus, as lines of the conversation file."""
    return {row["id"]: list(_lines(row)) for row in rows("conversations.jsonl")}


def _lines(row: Line) -> t.Iterator[Line]:
    for number, turn in enumerate(row["turns"], 1):
        customer = turn["speaker"] == "customer"
        line = {
            "conversation": row["id"],
            "id": f"m{number}",
            "speaker": turn["speaker"],
            "name": row["customer_name"] if customer else row["agent_name"],
            "text": turn["text"],
            "channel": row["channel"],
        }
        if customer:
            yield {**line, "signals": turn["conduct"], "severity": turn["severity"]}
        else:
            yield {**line, "merits": turn["merits"], "faults": turn["faults"]}


class Journal(SmallShelf):
    """Keeps facts too: by conversation, and all of them in the order they came."""

    def __init__(self) -> None:
        super().__init__()
        self.by: dict[str, list[AnyFact]] = collections.defaultdict(list)
        self.all: list[tuple[str, AnyFact]] = []

    def record(self, talk: Talk, facts: t.Sequence[AnyFact], due: float | None) -> None:
        """Remember."""
        super().record(talk, facts, due)
        self.by[talk.name].extend(facts)
        self.all.extend((talk.name, fact) for fact in facts)


@functools.cache
def shipped(name: str) -> Protocol:
    """A shipped protocol, read once."""
    return load(name)


def pipeline(protocol: str = "default", journal: Journal | None = None) -> Pipeline:
    """A pipeline that believes the labels it is given."""
    return Pipeline(shipped(protocol), GivenReader(), journal)


def items(lines: t.Iterable[Line]) -> t.Iterator[Message | Act | BadInput]:
    """What lines of the conversation file are."""
    raw = (json.dumps(line).encode() for line in lines)
    return (item for _, item in jsonl.read(raw, "test", {}))


def follow(pipeline: Pipeline, lines: t.Iterable[Line]) -> list[tuple[Message | Act, Outcome]]:
    """Follow lines to their end; acts and messages that lead nowhere give nothing."""
    outcomes: list[tuple[Message | Act, Outcome]] = []
    for item in items(lines):
        if isinstance(item, Message):
            outcome = pipeline.receive(item)
            if outcome is not None:
                outcomes.append((item, outcome))
        elif isinstance(item, Act):
            try:
                outcomes.append((item, pipeline.act(item)))
            except BadInput:
                continue
        else:
            raise item
    return outcomes
