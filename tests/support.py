"""Ways the tests share of making and following conversations."""

import collections
import contextlib
import functools
import itertools
import json
import pathlib
import tempfile
import typing as t

import msgspec

from mulligan.channels import jsonl
from mulligan.conversation.act import Act
from mulligan.conversation.fact import AnyFact, Opened
from mulligan.conversation.message import Message
from mulligan.errors import BadInput
from mulligan.journal.book import Book
from mulligan.journal.directory import Known
from mulligan.journal.opening import keys_of, memory, open_journal
from mulligan.journal.small import SmallShelf
from mulligan.journal.talk import Talk
from mulligan.pipeline import Outcome, Pipeline
from mulligan.pipeline.intake import Intake
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


class Kept:
    """The same from a durable journal: facts with the ids of messages and people as they came."""

    def __init__(self, book: Book, protocol: str = "default", group: int = 1) -> None:
        self.book = book
        self.pipeline = Pipeline(shipped(protocol), GivenReader(), book)
        self.intake = Intake(self.pipeline, book)
        self._group = group

    def follow(self, lines: t.Iterable[Line]) -> None:
        """Follow lines to their end, some at once."""
        rest = iter(items(lines))
        while group := [told(item) for item in itertools.islice(rest, self._group)]:
            self.intake.take(group)

    def tick(self, at: float) -> None:
        """Let time pass."""
        self.intake.tick(at)

    @property
    def all(self) -> list[tuple[str, AnyFact]]:
        """All facts in the order they came."""
        found = []
        for stored in self.book.store.follow():
            known = self.book.directory.number(stored.stream)
            found.append((known.name, self._plain(known, stored.fact)))
        return found

    @property
    def by(self) -> dict[str, list[AnyFact]]:
        """Facts by conversation."""
        found: dict[str, list[AnyFact]] = collections.defaultdict(list)
        for conversation, fact in self.all:
            found[conversation].append(fact)
        return found

    def _plain(self, known: Known, fact: AnyFact) -> AnyFact:
        assert known.lock is not None
        names = {known.lock.alias("someone"): "someone"}
        for text in self.book.store.texts(known.stream):
            item = self.book.open(text)
            if isinstance(item, Message):
                names[known.lock.alias(item.id)] = item.id
        fields = {"message": getattr(fact, "message", ""), "by": getattr(fact, "by", "")}
        changed = {field: names[name] for field, name in fields.items() if name in names}
        if isinstance(fact, Opened) and fact.callback_of:
            changed["callback_of"] = self.book.title(fact.callback_of)
        return msgspec.structs.replace(fact, **changed)


class Plain(Journal):
    """The same again, followed without any journal."""

    def __init__(self, protocol: str = "default") -> None:
        super().__init__()
        self.pipeline = pipeline(protocol, self)

    def follow(self, lines: t.Iterable[Line]) -> None:
        """Follow lines to their end, one after the other."""
        follow(self.pipeline, lines)

    def tick(self, at: float) -> None:
        """Let time pass."""
        self.pipeline.tick(at)


WAYS: t.Final = ("small", "memory", "sqlite")
"""The ways of keeping what happens, on each of which the laws hold."""


@contextlib.contextmanager
def kept(way: str, protocol: str = "default", group: int = 1) -> t.Iterator[Plain | Kept]:
    """A way of following conversations, gone at the end."""
    if way == "small":
        yield Plain(protocol)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "journal.db"
        if way == "sqlite":
            for file in (path, keys_of(path)):
                file.write_bytes(_empty()[file.name])
        book = memory() if way == "memory" else open_journal(path)
        with contextlib.closing(book):
            yield Kept(book, protocol, group)


@functools.cache
def _empty() -> dict[str, bytes]:
    """The files of an empty journal, made once."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "journal.db"
        open_journal(path, new=True).close()
        return {file.name: file.read_bytes() for file in (path, keys_of(path))}


def told(item: Message | Act | BadInput) -> Message | Act:
    """An item that can be followed; a fault is raised."""
    if isinstance(item, BadInput):
        raise item
    return item


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
