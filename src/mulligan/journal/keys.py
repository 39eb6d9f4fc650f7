"""The keys, in a file of their own: without its key, nobody reads a conversation's words again."""

import contextlib
import hashlib
import pathlib
import secrets
import typing as t

import msgspec
import sqlalchemy as sa

from mulligan.journal.lock import Lock, secret
from mulligan.sqlite import WAIT_SECONDS, connect, told

_ID: t.Final = 8
_KEY: t.Final = 32
_DIGEST: t.Final = 16
_MOST_KEPT: t.Final = 65_536
_meta: t.Final = sa.MetaData()
_journal = sa.Table(
    "journal",
    _meta,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("salt", sa.LargeBinary, nullable=False),
)
_locks = sa.Table(
    "locks",
    _meta,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("secret", sa.LargeBinary, nullable=False),
)
_contacts = sa.Table(
    "contacts",
    _meta,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("digest", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("secret", sa.LargeBinary, nullable=False),
)
_links = sa.Table(
    "links",
    _meta,
    sa.Column("contact", sa.Text, primary_key=True),
    sa.Column("lock", sa.Text, primary_key=True),
)
_holds = sa.Table(
    "holds",
    _meta,
    sa.Column("contact", sa.Text, primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)
_erased = sa.Table(
    "erased",
    _meta,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("at", sa.Float, nullable=False),
)

_secrets: t.Final = sa.select(_locks.c.id, _locks.c.secret).where(
    _locks.c.id.in_(sa.bindparam("names", expanding=True))
)


class Hold(msgspec.Struct, frozen=True):
    """Why a contact's words may not be erased: who said so, when (seconds since 1970), and why."""

    by: str
    at: float
    why: str = ""


class Keys:
    """A lock for each conversation, which contact it belongs to, and what was erased."""

    def __init__(self, path: pathlib.Path | None, wait: float = WAIT_SECONDS) -> None:
        self.path = path
        self._writing, self._reading = connect(path, wait, single=True)
        with self._write() as connection:
            _meta.create_all(connection)
            if connection.execute(sa.select(_journal)).first() is None:
                values = {"id": secrets.token_hex(_ID), "salt": secrets.token_bytes(_KEY)}
                connection.execute(_journal.insert().values(values))
            row = connection.execute(sa.select(_journal.c.id, _journal.c.salt)).one()
            self.journal, self._salt = row[0], row[1]
        self._kept: dict[str, Lock] = {}
        self._linked: set[tuple[str, str]] = set()
        self._seen = self._version()
        self._generation = 0

    def close(self) -> None:
        """Let go of the file."""
        self._writing.dispose()

    def generation(self) -> int:
        """A number that grows whenever another program changed the keys."""
        version = self._version()
        if version != self._seen:
            self._seen = version
            self._generation += 1
            self._kept.clear()
            self._linked.clear()
        return self._generation

    def digest(self, kind: str, name: str) -> bytes:
        """What a name from outside is found by: 16 bytes that tell nothing without the keys."""
        text = f"{kind}\0{name}".encode(errors="surrogatepass")
        return hashlib.blake2b(text, key=self._salt, digest_size=_DIGEST).digest()

    def lock(self, name: str) -> Lock | None:
        """The lock of this id; None once it is destroyed."""
        if name not in self._kept:
            self.look_up([name])
        return self._kept.get(name)

    def look_up(self, names: t.Sequence[str]) -> None:
        """Have the locks of these ids at hand, as far as there are any."""
        with self._read() as connection:
            for row in connection.execute(_secrets, {"names": names}):
                self._keep(Lock(row[0], row[1]))

    def make(self, count: int) -> list[Lock]:
        """So many new locks, on the disk before anything is sealed with them."""
        rows = [{"id": secrets.token_hex(_ID), "secret": secret()} for _ in range(count)]
        if rows:
            with self._write() as connection:
                connection.execute(_locks.insert(), rows)
        locks = [Lock(str(row["id"]), t.cast("bytes", row["secret"])) for row in rows]
        for lock in locks:
            self._keep(lock)
        return locks

    def contact(self, name: str) -> str | None:
        """The id of a contact; None for one that nobody knows."""
        with self._read() as connection:
            query = sa.select(_contacts.c.id).where(_contacts.c.digest == self._who(name))
            found: str | None = connection.execute(query).scalar_one_or_none()
        return found

    def link(self, name: str, lock: Lock) -> str:
        """Note whose conversation a lock keeps; the contact's id."""
        key = (name, lock.id)
        known = self.contact(name)
        if known is not None and key in self._linked:
            return known
        with self._write() as connection:
            query = sa.select(_contacts.c.id).where(_contacts.c.digest == self._who(name))
            contact: str | None = connection.execute(query).scalar_one_or_none()
            if contact is None:
                contact = secrets.token_hex(_ID)
                row = {"id": contact, "digest": self._who(name), "secret": secret()}
                connection.execute(_contacts.insert().values(row))
            pair = {"contact": contact, "lock": lock.id}
            connection.execute(_links.insert().prefix_with("OR IGNORE").values(pair))
        self._linked.add(key)
        return contact

    def of(self, contact: str) -> list[str]:
        """The ids of all locks that keep a contact's conversations."""
        with self._read() as connection:
            query = sa.select(_links.c.lock).where(_links.c.contact == contact)
            return list(connection.execute(query).scalars())

    def owners(self, locks: t.Sequence[str]) -> list[str]:
        """The ids of all contacts whose conversations these locks keep."""
        with self._read() as connection:
            query = sa.select(_links.c.contact).where(_links.c.lock.in_(locks)).distinct()
            return list(connection.execute(query).scalars())

    def hold(self, contact: str, hold: Hold) -> None:
        """Let nothing of a contact be erased, until it is released."""
        sealed = self._safe(contact).seal(msgspec.json.encode(hold), contact)
        with self._write() as connection:
            values = {"contact": contact, "sealed": sealed}
            connection.execute(_holds.insert().prefix_with("OR REPLACE").values(values))

    def release(self, contact: str) -> bool:
        """Let a contact be erased again; whether a hold stood."""
        with self._write() as connection:
            gone = connection.execute(_holds.delete().where(_holds.c.contact == contact))
        return bool(gone.rowcount)

    def held(self, contact: str) -> Hold | None:
        """The hold that stands on a contact, if any."""
        with self._read() as connection:
            query = sa.select(_holds.c.sealed).where(_holds.c.contact == contact)
            sealed = connection.execute(query).scalar_one_or_none()
        if sealed is None:
            return None
        return msgspec.json.decode(self._safe(contact).open(sealed, contact), type=Hold)

    def destroy(self, contact: str | None, locks: t.Sequence[str], at: float) -> bool:
        """Destroy a contact's keys, for good; `at` is in seconds since 1970. As `sweep` answers."""
        gone = [*locks, *((contact,) if contact else ())]
        with self._write() as connection:
            for name in gone:
                connection.execute(_locks.delete().where(_locks.c.id == name))
                whose = sa.or_(_links.c.lock == name, _links.c.contact == name)
                connection.execute(_links.delete().where(whose))
                connection.execute(_contacts.delete().where(_contacts.c.id == name))
                connection.execute(_holds.delete().where(_holds.c.contact == name))
            rows = [{"id": name, "at": at} for name in gone]
            connection.execute(_erased.insert().prefix_with("OR IGNORE"), rows)
        self._kept.clear()
        self._linked.clear()
        return self.sweep()

    def inherit(self, other: "Keys") -> None:
        """Destroy what another file of keys says was destroyed, and hold what it holds."""
        for name, at in other.erased().items():
            self.destroy(None, [name], at)
        with other._read() as connection:
            holds = [(row.contact, row.sealed) for row in connection.execute(sa.select(_holds))]
        known = sa.select(_contacts.c.id)
        with self._write() as connection:
            here = set(connection.execute(known).scalars())
            for contact, sealed in holds:
                if contact in here:
                    values = {"contact": contact, "sealed": sealed}
                    connection.execute(_holds.insert().prefix_with("OR REPLACE").values(values))

    def erased(self) -> dict[str, float]:
        """The ids of all that was erased, and when."""
        with self._read() as connection:
            return {row[0]: row[1] for row in connection.execute(sa.select(_erased))}

    def sweep(self) -> bool:
        """Leave nothing of a destroyed key in the write-ahead log; whether that was possible."""
        with self._read() as connection:
            row = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        return not row[0]

    def _keep(self, lock: Lock) -> None:
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[lock.id] = lock

    def _who(self, name: str) -> bytes:
        return self.digest("contact", name)

    def _safe(self, contact: str) -> Lock:
        with self._read() as connection:
            query = sa.select(_contacts.c.secret).where(_contacts.c.id == contact)
            return Lock(contact, connection.execute(query).scalar_one())

    def _version(self) -> int:
        with self._read() as connection:
            return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())

    @contextlib.contextmanager
    def _write(self) -> t.Iterator[sa.Connection]:
        with told(self.path), self._writing.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def _read(self) -> t.Iterator[sa.Connection]:
        with told(self.path), self._reading.connect() as connection:
            yield connection
