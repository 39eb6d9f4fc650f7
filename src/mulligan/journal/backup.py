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
from mulligan.journal.presence import Presence
from mulligan.sqlite import connect, create, told

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

    `replace` allows there to be a journal now; what its keys say of erasures and holds is kept,
    wherever they can be read. All is made ready beside the journal before it takes its place.
    Raises `JournalError` where the backup is missing or damaged.
    """
    source = folder / NAME
    for file in (source, keys_of(source)):
        if not file.exists():
            hint = "`mulligan journal backup FOLDER` makes one"
            raise JournalError("there is no backup", place=str(file), hint=hint)
    if path.exists() and not replace:
        hint = "`--replace` puts the backup in its place; keep a copy of the file if in doubt"
        raise JournalError("there is a journal already", place=str(path), hint=hint)
    ready = path.with_name(f"{path.name}.restored")
    with Presence(path, alone=True):
        try:
            _stage(source, ready)
            _stage(keys_of(source), keys_of(ready))
            _check(ready, source)
            _inherit(keys_of(path), keys_of(ready))
            open_journal(ready).close()
            for new, old in ((keys_of(ready), keys_of(path)), (ready, path)):
                _take_place(new, old)
        finally:
            for file in (ready, keys_of(ready), ready.with_name(f"{ready.name}.lock")):
                _remove(file)
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


def _stage(source: pathlib.Path, target: pathlib.Path) -> None:
    _remove(target)
    create(target)
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise _unwritten(target, error) from None


def _take_place(new: pathlib.Path, old: pathlib.Path) -> None:
    try:
        for left in _LEFT:
            old.with_name(f"{old.name}{left}").unlink(missing_ok=True)
        _flush(new)
        new.replace(old)
        _flush(old.parent)
    except OSError as error:
        raise _unwritten(old, error) from None


def _unwritten(target: pathlib.Path, error: OSError) -> JournalError:
    return JournalError(
        f"cannot be written: {error.strerror}",
        place=str(target),
        hint="is there space, and may you write there? the backup is untouched; try again",
    )


def _remove(file: pathlib.Path) -> None:
    for left in ("", *_LEFT):
        with contextlib.suppress(OSError):
            file.with_name(f"{file.name}{left}").unlink(missing_ok=True)


def _check(ready: pathlib.Path, source: pathlib.Path) -> None:
    """Look through a copy; what is damaged is damaged in its source."""
    try:
        look_through(ready)
    except JournalError as error:
        hint = "take another backup; the journal is as it was"
        raise JournalError(error.message, place=str(source), hint=hint) from None


def _inherit(old: pathlib.Path, new: pathlib.Path) -> None:
    """Keep what was erased and held since a backup, where the old keys can still be read."""
    if erased(old) is None:
        return
    with contextlib.closing(Keys(old)) as before, contextlib.closing(Keys(new)) as keys:
        keys.inherit(before)


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
