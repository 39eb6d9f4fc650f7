"""Ways the journal's tests share of making stores, journals, and what comes in."""

import pathlib
import typing as t

import sqlalchemy as sa

from mulligan.conversation.fact import AnyFact, Decided, Opened, encode
from mulligan.conversation.message import Message
from mulligan.conversation.signal import Reading, Signal
from mulligan.conversation.words import Speaker
from mulligan.journal.book import Book
from mulligan.journal.opening import keys_of, open_journal
from mulligan.journal.store import Arrival, Step, Store
from mulligan.pipeline.follow import Outcome, Pipeline
from mulligan.pipeline.intake import Intake
from mulligan.pipeline.protocols import Protocols
from mulligan.pipeline.replay import replay
from mulligan.signals.given import GivenReader
from mulligan.sqlite import connect
from support import shipped

INSULT: t.Final = Reading((Signal("attack", "agent"),), 2)
THREAT: t.Final = Reading((Signal("threat_harm", "agent"),), 3)
SEXUAL: t.Final = Reading((Signal("sexual", "agent"),), 3)
JOURNAL: t.Final = "0123456789abcdef"
OPENED: t.Final = encode(Opened(protocol="p"))
LEAVE: t.Final = encode(Decided(rule="leave", stage="left", before="open", move="leave"))


def arrival(
    name: str = "c1",
    entry: str = "message:a",
    *,
    stream: int = 0,
    contact: str = "",
    sealed: bytes = b"sealed",
    lock: str = "",
) -> Arrival:
    """Something that came in, in the conversation of this name."""
    return Arrival(
        stream=stream,
        digest=name.encode(),
        lock=lock or f"lock-{name}",
        title=f"title-{name}".encode(),
        entry=entry,
        sealed=sealed,
        contact=contact,
    )


def step(
    stream: int = 1,
    version: int = 0,
    facts: t.Sequence[bytes] = (OPENED,),
    *,
    due: float | None = None,
    ended: float | None = None,
    opened: bytes = b"",
    names: bytes = b"",
    turns: tuple[int, ...] = (),
    handled: t.Sequence[int] = (),
    orders: t.Sequence[int] = (),
) -> Step:
    """What happened in a conversation."""
    return Step(
        stream=stream,
        version=version,
        facts=list(facts),
        state=b"{}",
        due=due,
        ended=ended,
        opened=opened,
        names=names,
        turns=turns,
        handled=list(handled),
        orders=list(orders),
    )


def says(
    conversation: str = "c1",
    number: int = 1,
    text: str = "hello",
    speaker: Speaker = "customer",
    *,
    at: float | None = None,
    given: Reading | None = None,
    contact: str = "",
    name: str = "",
) -> Message:
    """A message."""
    return Message(
        conversation=conversation,
        id=f"m{number}",
        speaker=speaker,
        text=text,
        at=at,
        given=given,
        contact=contact,
        name=name,
    )


def intake(book: Book, protocol: str = "default") -> Intake:
    """Takes items into a book; its reader believes the labels it is given."""
    return Intake(Pipeline(shipped(protocol), GivenReader(), book), book)


def opened(folder: pathlib.Path, *, new: bool = True) -> Book:
    """The journal in a folder."""
    return open_journal(folder / "journal.db", new=new, wait=5.0)


def outcome(result: object) -> Outcome:
    """What is an outcome, and nothing else."""
    assert isinstance(result, Outcome), result
    return result


def facts(book: Book, conversation: str) -> list[AnyFact]:
    """The facts of a conversation, by its name."""
    known = book.directory.find(conversation)
    assert known is not None
    return [stored.fact for stored in book.store.facts(known.stream)]


def faults(book: Book) -> list[str]:
    """What is not as it was, when all is judged again."""
    return [str(fault) for fault in replay(book.store, Protocols(book)).faults]


def execute(path: pathlib.Path, statement: str, **given: t.Any) -> None:
    """Change a file as another program would."""
    writing, _ = connect(path)
    with writing.begin() as connection:
        connection.execute(sa.text(statement), given)
    writing.dispose()


def damage(path: pathlib.Path, stream: int, raw: bytes = b"x") -> None:
    """Spoil the first fact of a conversation, and the copy of it beside its state."""
    execute(path, "UPDATE streams SET opened = :raw WHERE id = :of", raw=raw, of=stream)
    first = "UPDATE facts SET raw = :raw WHERE stream = :of AND version = 1"
    execute(path, first, raw=raw, of=stream)


def tables(path: pathlib.Path) -> dict[str, list[tuple[t.Any, ...]]]:
    """All rows of all tables of a file."""
    _, reading = connect(path)
    with reading.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        found = {
            name: [tuple(row) for row in connection.execute(sa.text(f'SELECT * FROM "{name}"'))]
            for name in names
        }
    reading.dispose()
    return found


def everything(path: pathlib.Path) -> tuple[dict[str, list[tuple[t.Any, ...]]], ...]:
    """All rows of a journal, and of its keys."""
    return tables(path), tables(keys_of(path))


def contents(store: Store) -> object:
    """All that a store holds."""
    streams = list(store.streams())
    return (
        streams,
        [list(store.texts(one.id)) for one in streams],
        list(store.follow()),
        store.left(0, 1_000),
        sorted(store.dues()),
        store.orders(1_000),
        store.counts(),
    )
