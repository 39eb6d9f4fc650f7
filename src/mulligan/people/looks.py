"""Who looked at what: people may ask who saw their words."""

import typing as t

import sqlalchemy as sa

from mulligan.people import tables
from mulligan.people.file import File

_looks: t.Final = tables.looks


class Look(t.NamedTuple):
    """Who looked at what, and when (seconds since 1970)."""

    at: float
    who: str
    what: str


class Looks(File):
    """A list that only grows."""

    def looked(self, who: str, what: str, now: float) -> None:
        """Write down that somebody looked at something."""
        with self._write() as connection:
            connection.execute(_looks.insert().values(at=now, who=who, what=what))

    def looks(self, most: int = 200) -> list[Look]:
        """Who looked at what, the last first."""
        query = sa.select(_looks).order_by(_looks.c.id.desc()).limit(most)
        return [Look(row.at, row.who, row.what) for row in self._all(query)]
