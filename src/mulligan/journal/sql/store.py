"""A journal in an SQL database: the contract through SQLAlchemy Core."""

import contextlib
import pathlib
import typing as t

import sqlalchemy as sa

from mulligan.errors import JournalError
from mulligan.journal.sql import rows, tables
from mulligan.journal.sql.asking import Asking
from mulligan.journal.sql.migrate import migrate
from mulligan.journal.store import Arrival, Conflict, Step, Store, Text
from mulligan.sqlite import WAIT_SECONDS, connect, told

_streams, _facts, _texts = tables.streams, tables.facts, tables.texts
_inbox, _outbox, _protocols = tables.inbox, tables.outbox, tables.protocols


def _given(name: str, column: sa.Column[bytes]) -> sa.Case[bytes]:
    """A parameter, or where it is empty, what the column has."""
    parameter = sa.bindparam(name, type_=sa.LargeBinary)
    return sa.case((parameter == b"", column), else_=parameter)


_advance: t.Final = (
    _streams.update()
    .where(_streams.c.id == sa.bindparam("of"))
    .values(
        version=sa.bindparam("version"),
        state=sa.bindparam("state"),
        due=sa.bindparam("due"),
        ended=sa.bindparam("ended"),
        turns=sa.bindparam("turns"),
        names=_given("called", _streams.c.names),
        opened=_given("began", _streams.c.opened),
    )
)

_seen: t.Final = sa.select(_texts.c.stream, _texts.c.entry).where(
    sa.tuple_(_texts.c.stream, _texts.c.entry).in_(sa.bindparam("keys", expanding=True))
)
_locked: t.Final = sa.select(_streams.c.id, _streams.c.lock).where(
    _streams.c.id.in_(sa.bindparam("streams", expanding=True))
)
_taken: t.Final = sa.select(_streams.c.id).where(
    _streams.c.digest.in_(sa.bindparam("digests", expanding=True))
)
_versions: t.Final = sa.select(_streams.c.id, _streams.c.version).where(
    _streams.c.id.in_(sa.bindparam("streams", expanding=True))
)
_name: t.Final = (
    _streams.update()
    .where(_streams.c.id == sa.bindparam("of"))
    .where(_streams.c.contact == "")
    .values(contact=sa.bindparam("whose"))
)
_handle: t.Final = _inbox.delete().where(_inbox.c.text.in_(sa.bindparam("handled", expanding=True)))
_last: t.Final = sa.select(sa.func.max(_facts.c.position))


class SqlStore(Asking, Store):
    """Keeps a journal in one SQLite file, in which every commit is flushed to the disk.

    `journal` is the id of the keys that go with it. Raises `JournalError` where the file cannot
    be used.
    """

    def __init__(self, path: pathlib.Path | None, journal: str, wait: float = WAIT_SECONDS) -> None:
        self.path = path
        self._writing, self._reading = connect(path, wait)
        try:
            with self._write() as connection:
                migrate(connection, str(path), journal)
        except JournalError:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._writing.dispose()

    def accept(self, arrivals: t.Sequence[Arrival]) -> list[Text | None]:
        """Keep what came in, to be handled; None for each second delivery."""
        with self._write() as connection:
            self._check(connection, arrivals)
            streams = self._open(connection, arrivals)
            keys = [(streams[arrival.digest], arrival.entry) for arrival in arrivals]
            seen = {(row[0], row[1]) for row in connection.execute(_seen, {"keys": keys})}
            fresh: dict[tuple[int, str], Arrival] = {}
            for key, arrival in zip(keys, arrivals, strict=True):
                if key not in seen and key not in fresh:
                    fresh[key] = arrival
            made = self._keep(connection, fresh)
        return [made.pop(key, None) for key in keys]

    def _check(self, connection: sa.Connection, arrivals: t.Sequence[Arrival]) -> None:
        """Whether each arrival's conversation is as it says: there, or not there."""
        there = {arrival.stream: arrival.lock for arrival in arrivals if arrival.stream}
        found = connection.execute(_locked, {"streams": list(there)})
        if there != {row[0]: row[1] for row in found}:
            raise Conflict
        new = list({arrival.digest for arrival in arrivals if not arrival.stream})
        if new and connection.execute(_taken, {"digests": new}).first() is not None:
            raise Conflict

    def _open(self, connection: sa.Connection, arrivals: t.Sequence[Arrival]) -> dict[bytes, int]:
        """The number of each arrival's conversation, by digest; new ones are made."""
        streams = {arrival.digest: arrival.stream for arrival in arrivals}
        new = {
            arrival.digest: {
                "digest": arrival.digest,
                "lock": arrival.lock,
                "title": arrival.title,
                "contact": "",
                "version": 0,
                "names": b"",
                "turns": "[]",
                "opened": b"",
                "state": b"",
            }
            for arrival in arrivals
            if not arrival.stream
        }
        if new:
            adding = _streams.insert().returning(_streams.c.id, sort_by_parameter_order=True)
            numbers = connection.execute(adding, list(new.values())).scalars()
            streams.update(zip(new, numbers, strict=True))
        named = {streams[one.digest]: one.contact for one in reversed(arrivals) if one.contact}
        if named:
            whose = [{"of": stream, "whose": contact} for stream, contact in named.items()]
            connection.execute(_name, whose)
        return streams

    def _keep(
        self, connection: sa.Connection, fresh: dict[tuple[int, str], Arrival]
    ) -> dict[tuple[int, str], Text]:
        if not fresh:
            return {}
        adding = _texts.insert().returning(_texts.c.id, sort_by_parameter_order=True)
        values = [
            {"stream": stream, "entry": entry, "sealed": arrival.sealed}
            for (stream, entry), arrival in fresh.items()
        ]
        ids = connection.execute(adding, values).scalars()
        made = {
            key: Text(number, *key, arrival.sealed, not arrival.stream)
            for number, (key, arrival) in zip(ids, fresh.items(), strict=True)
        }
        waiting = [{"text": text.id, "stream": text.stream} for text in made.values()]
        connection.execute(_inbox.insert(), waiting)
        return made

    def commit(self, steps: t.Sequence[Step]) -> tuple[int, int]:
        """Append facts, and all that goes with them; the last position before, and after."""
        handled = [text for step in steps for text in step.handled]
        with self._write() as connection:
            self._settled(connection, steps)
            done = connection.execute(_handle, {"handled": handled})
            if handled and done.rowcount != len(handled):
                raise Conflict
            before = after = int(connection.execute(_last).scalar() or 0)
            new, orders = [], []
            for step in steps:
                for place, raw in enumerate(step.facts):
                    after += 1
                    version = step.version + place + 1
                    values = {"position": after, "stream": step.stream, "version": version}
                    new.append({**values, "raw": raw})
                    if place in step.orders:
                        orders.append({"position": after})
            if new:
                connection.execute(_facts.insert(), new)
            if orders:
                connection.execute(_outbox.insert(), orders)
            if steps:
                connection.execute(_advance, [rows.stands(step) for step in steps])
        return before, after

    def _settled(self, connection: sa.Connection, steps: t.Sequence[Step]) -> None:
        """Whether each conversation has as many facts as its step says."""
        had = {step.stream: step.version for step in steps}
        found = connection.execute(_versions, {"streams": list(had)})
        if had != {row[0]: row[1] for row in found}:
            raise Conflict

    def settle(self, positions: t.Sequence[int]) -> None:
        """Note that decisions were carried out."""
        with self._write() as connection:
            connection.execute(_outbox.delete().where(_outbox.c.position.in_(positions)))

    def pin(self, protocol: str, text: bytes) -> None:
        """Keep a protocol's text under the hash of its content."""
        if self.pinned(protocol) is None:
            with self._write() as connection:
                adding = _protocols.insert().prefix_with("OR IGNORE")
                connection.execute(adding.values(hash=protocol, text=text))

    def forget(self, locks: t.Sequence[str], destroy: t.Callable[[], object] | None = None) -> int:
        """Forget the words and names that these locks keep; in how many conversations."""
        with self._write() as connection:
            if destroy is not None:
                destroy()
            whose = _streams.c.lock.in_(locks)
            for table in (_inbox, _texts):
                gone = table.c.stream.in_(sa.select(_streams.c.id).where(whose))
                connection.execute(table.delete().where(gone))
            nobody = {"lock": None, "digest": None, "title": b"", "names": b"", "contact": ""}
            done = connection.execute(_streams.update().where(whose).values(turns="[]", **nobody))
        with told(self.path), self._reading.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return done.rowcount

    @contextlib.contextmanager
    def _write(self) -> t.Iterator[sa.Connection]:
        with told(self.path), self._writing.begin() as connection:
            yield connection
