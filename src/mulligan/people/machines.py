"""Keys for programs."""

import typing as t

import sqlalchemy as sa

from mulligan.errors import BadInput
from mulligan.people import secrets, tables
from mulligan.people.file import File
from mulligan.people.person import LONGEST_NAME, Machine, Scope

_machines: t.Final = tables.machines


class Machines(File):
    """Which programs have keys, and for what."""

    def make_key(self, name: str, scopes: t.Iterable[Scope], now: float) -> str:
        """A key for a machine, shown once."""
        scopes = sorted(scopes)
        if not name.strip() or not scopes:
            raise BadInput("a key has a name, and says what it is for")
        key = f"mul_{secrets.token()}"
        values = {"name": name.strip()[:LONGEST_NAME], "scopes": " ".join(scopes), "made": now}
        with self._write() as connection:
            adding = _machines.insert().values(**values, key=secrets.digest(key))
            connection.execute(adding)
        return key

    def drop_key(self, number: int) -> None:
        """Take a machine's key away."""
        with self._write() as connection:
            connection.execute(_machines.delete().where(_machines.c.id == number))

    def machines(self) -> list[Machine]:
        """All machines that have a key."""
        return list(map(_machine, self._all(sa.select(_machines).order_by(_machines.c.id))))

    def machine(self, key: str) -> Machine | None:
        """Whose key it is."""
        query = sa.select(_machines).where(_machines.c.key == secrets.digest(key))
        return next(map(_machine, self._all(query)), None)


def _machine(row: t.Any) -> Machine:
    return Machine(id=row.id, name=row.name, scopes=frozenset(row.scopes.split()))
