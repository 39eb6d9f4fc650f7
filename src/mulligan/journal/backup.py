"""Backups: a journal and its keys, copied while it is in use, and put back."""

import contextlib
import os
import pathlib
import shutil
import typing as t

import sqlalchemy as sa

from mulligan.errors import JournalError
from mulligan.journal.book import Book
from mulligan.journal.keys import Keys
from mulligan.journal.opening import keys_of, look_through, open_journal
from mulligan.journal.sql.connect import connect, create, told

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
    if not source.exists():
        hint = "`mulligan journal backup FOLDER` makes one"
        raise JournalError("there is no backup", place=str(folder), hint=hint)
    open_journal(source).close()
    look_through(source)
    if path.exists() and not replace:
        hint = "`--replace` puts the backup in its place; keep a copy of the file if in doubt"
        raise JournalError("there is a journal already", place=str(path), hint=hint)
    gone = erased(keys_of(path)) or {}
    for old, new in ((source, path), (keys_of(source), keys_of(path))):
        _put(old, new)
    keys = Keys(keys_of(path))
    for name, at in gone.items():
        keys.destroy(None, [name], at)
    keys.close()
    return open_journal(path)


def _copy(source: pathlib.Path, target: pathlib.Path) -> None:
    """A copy of one moment, without anything of what was deleted; only its owner may read it."""
    _, reading = connect(source)
    create(target)
    try:
        with told(target), reading.connect() as connection:
            connection.execute(sa.text("VACUUM INTO :target"), {"target": str(target)})
    except JournalError:
        target.unlink(missing_ok=True)
        raise
    finally:
        reading.dispose()
    _flush(target)
    _flush(target.parent)


def _put(source: pathlib.Path, target: pathlib.Path) -> None:
    fresh = target.with_name(f"{target.name}.new")
    try:
        fresh.unlink(missing_ok=True)
        create(fresh)
        shutil.copyfile(source, fresh)
        _flush(fresh)
        for left in _LEFT:
            target.with_name(f"{target.name}{left}").unlink(missing_ok=True)
        fresh.replace(target)
        _flush(target.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise JournalError(
            f"cannot be written: {error.strerror}",
            place=str(target),
            hint="is there space, and may you write there? the backup is untouched; try again",
        ) from None


def erased(keys: pathlib.Path) -> dict[str, float] | None:
    """What a file of keys says was erased, and when; None where there is none or it is damaged."""
    if not keys.exists():
        return None
    try:
        old = Keys(keys)
    except JournalError:
        return None
    with contextlib.closing(old):
        return old.erased()


def _flush(path: pathlib.Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
