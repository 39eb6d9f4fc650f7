"""Backups: a journal and its keys, copied while it is in use, and put back."""

import os
import pathlib
import shutil
import typing as t

import sqlalchemy as sa

from mulligan.errors import JournalError
from mulligan.journal.book import Book
from mulligan.journal.keys import Keys
from mulligan.journal.opening import keys_of, open_journal
from mulligan.journal.sql.connect import connect, told

NAME: t.Final = "journal.db"
_LEFT: t.Final = ("-wal", "-shm")


def backup(path: pathlib.Path, folder: pathlib.Path) -> list[pathlib.Path]:
    """Copy a journal and its keys into a folder, whole and of one moment; the files made.

    Others may go on writing. Raises `JournalError` where the folder holds a backup already.
    """
    target = folder / NAME
    for file in (target, keys_of(target)):
        if file.exists():
            hint = "name a new folder for each backup"
            raise JournalError("there is a backup already", place=str(folder), hint=hint)
    open_journal(path).close()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise JournalError(f"cannot be made: {error.strerror}", place=str(folder)) from None
    _copy(path, target)
    _copy(keys_of(path), keys_of(target))
    return [target, keys_of(target)]


def restore(folder: pathlib.Path, path: pathlib.Path, *, replace: bool = False) -> Book:
    """Put a backup in a journal's place; what was erased since then is erased in it again.

    `replace` allows there to be a journal now; its list of what was erased is kept, wherever it
    can be read. Raises `JournalError` where the backup is missing or damaged.
    """
    source = folder / NAME
    open_journal(source).close()
    check(source)
    if path.exists() and not replace:
        hint = "`--replace` puts the backup in its place; keep a copy of the file if in doubt"
        raise JournalError("there is a journal already", place=str(path), hint=hint)
    erased = _erased(keys_of(path))
    for old, new in ((source, path), (keys_of(source), keys_of(path))):
        _put(old, new)
    keys = Keys(keys_of(path))
    for name, at in erased.items():
        keys.destroy(None, [name], at)
    keys.close()
    return open_journal(path)


def check(path: pathlib.Path) -> None:
    """Look through a whole file; raises `JournalError` for the first thing that is damaged."""
    for file in (path, keys_of(path)):
        _, reading = connect(file)
        with told(file), reading.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
        reading.dispose()
        if found != "ok":
            hint = "`mulligan journal restore` puts a backup in its place"
            raise JournalError(f"is damaged: {found}", place=str(file), hint=hint)


def _copy(source: pathlib.Path, target: pathlib.Path) -> None:
    """A copy of one moment, without anything of what was deleted; only its owner may read it."""
    _, reading = connect(source)
    with told(target), reading.connect() as connection:
        connection.execute(sa.text("VACUUM INTO :target"), {"target": str(target)})
    reading.dispose()
    target.chmod(0o600)
    _flush(target)
    _flush(target.parent)


def _put(source: pathlib.Path, target: pathlib.Path) -> None:
    fresh = target.with_name(f"{target.name}.new")
    try:
        shutil.copy2(source, fresh)
        _flush(fresh)
        for left in _LEFT:
            target.with_name(f"{target.name}{left}").unlink(missing_ok=True)
        fresh.replace(target)
        _flush(target.parent)
    except OSError as error:
        raise JournalError(f"cannot be written: {error.strerror}", place=str(target)) from None


def _erased(keys: pathlib.Path) -> dict[str, float]:
    """What a file of keys says was erased; nothing, where there is none or it is damaged."""
    if not keys.exists():
        return {}
    try:
        old = Keys(keys)
    except JournalError:
        return {}
    erased = old.erased()
    old.close()
    return erased


def _flush(path: pathlib.Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
