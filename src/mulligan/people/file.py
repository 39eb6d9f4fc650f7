"""The file that all of it is kept in."""

import contextlib
import pathlib
import typing as t

import sqlalchemy as sa

from mulligan.people import tables
from mulligan.sqlite import WAIT_SECONDS, connect, told


class File:
    """An SQLite file, made where there is none."""

    def __init__(self, path: pathlib.Path, wait: float = WAIT_SECONDS) -> None:
        self._path = path
        self._writing, self._reading = connect(path, wait)
        with self._write() as connection:
            tables.META.create_all(connection)

    def close(self) -> None:
        """Let go of the file."""
        self._writing.dispose()

    def _all(self, query: sa.Select[t.Any]) -> list[t.Any]:
        with told(self._path), self._reading.connect() as connection:
            return list(connection.execute(query))

    def _one(self, query: sa.Select[t.Any]) -> t.Any:
        return next(iter(self._all(query)), None)

    @contextlib.contextmanager
    def _write(self) -> t.Iterator[sa.Connection]:
        with told(self._path), self._writing.begin() as connection:
            yield connection
