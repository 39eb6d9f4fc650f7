"""Rows of the database, as what they are."""

import typing as t

import msgspec
import sqlalchemy as sa

from mulligan.journal.sql import tables
from mulligan.journal.store import Step, Stored, Stream, Text

Row = sa.Row[*tuple[t.Any, ...]]
_ids: t.Final = msgspec.json.Decoder(tuple[int, ...])
_encode: t.Final = msgspec.json.Encoder().encode

STREAM: t.Final = (
    tables.streams.c.id,
    tables.streams.c.lock,
    tables.streams.c.title,
    tables.streams.c.contact,
    tables.streams.c.version,
    tables.streams.c.names,
    tables.streams.c.turns,
    tables.streams.c.state,
    tables.streams.c.due,
    tables.streams.c.ended,
    tables.streams.c.opened,
)
TEXT: t.Final = (
    tables.texts.c.id,
    tables.texts.c.stream,
    tables.texts.c.entry,
    tables.texts.c.sealed,
)
FACT: t.Final = (
    tables.facts.c.position,
    tables.facts.c.stream,
    tables.facts.c.version,
    tables.facts.c.raw,
)


def stream(row: Row) -> Stream:
    """A conversation, from the columns `STREAM`."""
    return Stream(
        id=row[0],
        lock=row[1],
        title=row[2],
        contact=row[3],
        version=row[4],
        names=row[5],
        turns=_turns(row[6]),
        state=row[7],
        due=row[8],
        ended=row[9],
        opened=row[10],
    )


def _turns(raw: str) -> tuple[int, ...]:
    """The ids of the last texts; none where they cannot be read, since they can be done without."""
    try:
        return _ids.decode(raw)
    except msgspec.DecodeError:
        return ()


def text(row: Row) -> Text:
    """Sealed words, from the columns `TEXT`."""
    return Text(row[0], row[1], row[2], row[3])


def stored(row: Row) -> Stored:
    """A fact, from the columns `FACT`."""
    return Stored(row[0], row[1], row[2], row[3])


def stands(step: Step) -> dict[str, t.Any]:
    """What a step makes of its conversation's row."""
    return {
        "of": step.stream,
        "version": step.version + len(step.facts),
        "state": step.state,
        "due": step.due,
        "ended": step.ended,
        "turns": _encode(step.turns).decode(),
        "called": step.names,
        "began": step.opened,
    }
