"""Connections to an SQLite file, set so that what is committed is on the disk."""

import contextlib
import os
import pathlib
import typing as t

import sqlalchemy as sa
from sqlalchemy import event, exc, pool

from mulligan.errors import JournalError

WAIT_SECONDS: t.Final = 10.0
_SAFE: t.Final = "nothing that was acknowledged is lost; send the rest again afterwards"
_TOLD: t.Final = {
    "disk is full": ("the disk is full", f"free some space and go on: {_SAFE}"),
    "readonly": ("cannot be written to", "are the file, its folder and the disk writable for you?"),
    "locked": (
        "is locked by another program",
        "wait until that is done, or close it, and try again",
    ),
    "unable to open": ("cannot be opened", "is the folder there, and may you read and write it?"),
    "malformed": (
        "is damaged",
        "`mulligan journal restore` puts a backup in its place; keep the damaged file",
    ),
    "not a database": (
        "is no database of ours",
        "is this the right file? or restore it from a backup",
    ),
    "disk I/O": ("cannot be read or written: the disk fails", f"look after the disk: {_SAFE}"),
}


def connect(
    path: pathlib.Path | None, wait: float = WAIT_SECONDS, *, single: bool = False
) -> tuple[sa.Engine, sa.Engine]:
    """Two engines on one file (None: in memory): for writing, and for reading.

    A writing transaction takes the file's one write lock at its beginning, and waits `wait`
    seconds for it. Reading never waits. `single` keeps to one connection for both. A new file is
    for its owner alone.
    """
    if path is not None and not path.exists():
        create(path)
    url = sa.URL.create("sqlite", database=str(path) if path else None)
    writing = sa.create_engine(
        url,
        connect_args={"timeout": wait, "check_same_thread": False},
        poolclass=pool.StaticPool if single or path is None else pool.QueuePool,
    )
    event.listen(writing, "connect", _durable)
    event.listen(writing, "begin", _immediate)
    return writing, writing.execution_options(reads=True)


def create(path: pathlib.Path) -> None:
    """Make an empty file that only its owner may read; raises `JournalError` where that fails."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise JournalError(
            f"cannot be made: {error.strerror}",
            place=str(path),
            hint="is the folder there, and may you write to it?",
        ) from None


def _durable(connection: t.Any, _: object) -> None:
    connection.isolation_level = None
    for setting in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {setting}")


def _immediate(connection: sa.Connection) -> None:
    if not connection.get_execution_options().get("reads"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextlib.contextmanager
def told(path: pathlib.Path | None) -> t.Iterator[None]:
    """Say in words what the database found wrong; the error names the file."""
    try:
        yield
    except exc.DBAPIError as error:
        raise _fault(str(error.orig), str(path)) from None


def _fault(why: str, place: str) -> JournalError:
    for sign, (message, hint) in _TOLD.items():
        if sign in why:
            return JournalError(message, place=place, hint=hint)
    return JournalError(f"the database says: {why}", place=place)
