"""The reading half of a journal in an SQL database."""

import pathlib
import typing as t

import sqlalchemy as sa

from mulligan.journal.sql import rows, tables
from mulligan.journal.store import Stored, Stream, Text
from mulligan.sqlite import told

_streams, _facts, _texts = tables.streams, tables.facts, tables.texts
_inbox, _outbox, _protocols = tables.inbox, tables.outbox, tables.protocols

_ROWS: t.Final = 2_000
"""How many rows are fetched at once from a long answer."""

_waiting: t.Final = (
    sa.select(*rows.TEXT)
    .join(_inbox, _inbox.c.text == _texts.c.id)
    .where(_inbox.c.stream.in_(sa.bindparam("streams", expanding=True)))
    .where(_inbox.c.text <= sa.bindparam("upto"))
    .order_by(_inbox.c.text)
)
_left: t.Final = (
    sa.select(*rows.TEXT)
    .join(_inbox, _inbox.c.text == _texts.c.id)
    .where(_inbox.c.text > sa.bindparam("after"))
    .order_by(_inbox.c.text)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_due: t.Final = (
    sa.select(*rows.STREAM)
    .where(_streams.c.due <= sa.bindparam("by"))
    .order_by(_streams.c.due, _streams.c.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_find: t.Final = sa.select(*rows.STREAM).where(
    _streams.c.digest.in_(sa.bindparam("digests", expanding=True))
)
_stream: t.Final = sa.select(*rows.STREAM).where(_streams.c.id == sa.bindparam("stream"))
_fact: t.Final = (
    sa.select(*rows.FACT)
    .where(_facts.c.stream == sa.bindparam("stream"))
    .where(_facts.c.version == sa.bindparam("version"))
)
_since: t.Final = (
    sa.select(_facts.c.position, _facts.c.stream)
    .where(_facts.c.position > sa.bindparam("after"))
    .order_by(_facts.c.position)
)
_text: t.Final = (
    sa.select(*rows.TEXT)
    .where(_texts.c.stream == sa.bindparam("stream"))
    .where(_texts.c.entry == sa.bindparam("entry"))
)
_named: t.Final = (
    sa.select(*rows.TEXT)
    .where(_texts.c.id.in_(sa.bindparam("texts", expanding=True)))
    .order_by(_texts.c.id)
)
_waits: t.Final = sa.select(_inbox.c.text).where(_inbox.c.text == sa.bindparam("text"))


class Asking:
    """Answers from what is committed; each answer is of one moment."""

    path: pathlib.Path | None
    _reading: sa.Engine

    def left(self, after: int, most: int) -> list[Text]:
        """What waits to be handled, oldest first: the next few after a text."""
        return [rows.text(row) for row in self._all(_left, after=after, most=most)]

    def waiting(self, streams: t.Sequence[int], upto: int) -> list[Text]:
        """What waits to be handled in these conversations, oldest first, up to a text."""
        return [rows.text(row) for row in self._all(_waiting, streams=streams, upto=upto)]

    def find(self, digests: t.Sequence[bytes]) -> list[Stream]:
        """The conversations that are found by these digests, as far as there are any."""
        return [rows.stream(row) for row in self._all(_find, digests=digests)]

    def stream(self, stream: int) -> Stream | None:
        """The conversation of this number."""
        return next(map(rows.stream, self._all(_stream, stream=stream)), None)

    def locked(self, locks: t.Sequence[str]) -> list[Stream]:
        """The conversations whose words these locks keep, in the order they began."""
        query = sa.select(*rows.STREAM).where(_streams.c.lock.in_(locks)).order_by(_streams.c.id)
        return [rows.stream(row) for row in self._all(query)]

    def streams(self) -> t.Iterator[Stream]:
        """All conversations, in the order they began."""
        return map(rows.stream, self._each(sa.select(*rows.STREAM).order_by(_streams.c.id)))

    def facts(self, stream: int) -> t.Iterator[Stored]:
        """A conversation's facts, in order."""
        query = sa.select(*rows.FACT).where(_facts.c.stream == stream).order_by(_facts.c.version)
        return map(rows.stored, self._each(query))

    def fact(self, stream: int, version: int) -> Stored | None:
        """One fact of a conversation, by its place in it (from 1)."""
        found = self._all(_fact, stream=stream, version=version)
        return next(map(rows.stored, found), None)

    def last(self) -> int:
        """The position of the last fact of all; 0 while there is none."""
        return int(self._all(sa.select(sa.func.max(_facts.c.position)))[0][0] or 0)

    def follow(self, after: int = 0) -> t.Iterator[Stored]:
        """All facts after a position, in order and without gaps, up to the present."""
        query = sa.select(*rows.FACT).where(_facts.c.position > after)
        return map(rows.stored, self._each(query.order_by(_facts.c.position)))

    def since(self, after: int) -> tuple[int, set[int]]:
        """The last position, and the conversations that have facts after a position."""
        found = self._all(_since, after=after)
        return (found[-1][0] if found else after), {row[1] for row in found}

    def texts(self, stream: int) -> t.Iterator[Text]:
        """A conversation's sealed words, in the order they came."""
        query = sa.select(*rows.TEXT).where(_texts.c.stream == stream).order_by(_texts.c.id)
        return map(rows.text, self._each(query))

    def named(self, texts: t.Sequence[int]) -> list[Text]:
        """The sealed words of these ids, in the order they came."""
        return [rows.text(row) for row in self._all(_named, texts=texts)]

    def text(self, stream: int, entry: str) -> Text | None:
        """One sealed text, by what it is called in its conversation."""
        return next(map(rows.text, self._all(_text, stream=stream, entry=entry)), None)

    def waits(self, text: int) -> bool:
        """Whether a text waits to be handled."""
        return bool(self._all(_waits, text=text))

    def due(self, by: float, most: int) -> list[Stream]:
        """The conversations in which something is due by a time, the earliest first."""
        return [rows.stream(row) for row in self._all(_due, by=by, most=most)]

    def dues(self) -> t.Iterator[tuple[float, int]]:
        """When each conversation is next due, where something is."""
        query = sa.select(_streams.c.due, _streams.c.id).where(_streams.c.due.is_not(None))
        return ((row[0], row[1]) for row in self._each(query))

    def ended(self, contact: str) -> tuple[float, int] | None:
        """When the last of a contact's conversations was ended, and which it was."""
        where = (_streams.c.contact == contact, _streams.c.ended.is_not(None))
        query = sa.select(_streams.c.ended, _streams.c.id).where(*where)
        latest = query.order_by(_streams.c.ended.desc(), _streams.c.id.desc()).limit(1)
        return next(((row[0], row[1]) for row in self._all(latest)), None)

    def orders(self, most: int) -> list[Stored]:
        """The decisions that somebody has still to carry out, oldest first."""
        query = sa.select(*rows.FACT).join(_outbox, _outbox.c.position == _facts.c.position)
        return [
            rows.stored(row) for row in self._all(query.order_by(_facts.c.position).limit(most))
        ]

    def pinned(self, protocol: str) -> bytes | None:
        """The text of the protocol of this hash."""
        found = self._all(sa.select(_protocols.c.text).where(_protocols.c.hash == protocol))
        return found[0][0] if found else None

    def counts(self) -> dict[str, int]:
        """How many of everything there are."""
        due = sa.select(sa.func.count()).select_from(_streams).where(_streams.c.due.is_not(None))
        counted = {
            "conversations": _count(_streams),
            "texts": _count(_texts),
            "facts": _count(_facts),
            "waiting": _count(_inbox),
            "timers": due,
            "orders": _count(_outbox),
            "protocols": _count(_protocols),
        }
        return {what: self._all(query)[0][0] for what, query in counted.items()}

    def _all(self, query: sa.Select[t.Any], **given: t.Any) -> t.Sequence[rows.Row]:
        with told(self.path), self._reading.connect() as connection:
            return connection.execute(query, given).all()

    def _each(self, query: sa.Select[t.Any]) -> t.Iterator[rows.Row]:
        """The rows of a long answer, some at a time, and as they were when it began."""
        with told(self.path), self._reading.connect() as connection:
            streaming = connection.execution_options(stream_results=True)
            yield from streaming.execute(query).yield_per(_ROWS)


def _count(table: sa.Table) -> sa.Select[t.Any]:
    return sa.select(sa.func.count()).select_from(table)
