"""Opens a journal, and looks first whether it is whole."""

import contextlib
import itertools
import pathlib
import typing as t

from mulligan.errors import JournalError
from mulligan.journal.book import Book
from mulligan.journal.keys import Keys
from mulligan.journal.memory import MemoryStore
from mulligan.journal.presence import Presence
from mulligan.journal.sql.check import check
from mulligan.journal.sql.store import SqlStore
from mulligan.sqlite import WAIT_SECONDS

LOOKED_THROUGH: t.Final = 256 << 20
"""Up to so many bytes, a journal is looked through whenever it is opened."""

_CHUNK: t.Final = 500


def keys_of(path: pathlib.Path) -> pathlib.Path:
    """The file of keys that goes with a journal."""
    return path.with_name(f"{path.name}.keys")


def open_journal(path: pathlib.Path, *, new: bool = False, wait: float = WAIT_SECONDS) -> Book:
    """The journal in a file; `new` makes one where there is none.

    What was erased since the file was written (it may be a backup) is erased in it again. Raises
    `JournalError` where there is no journal, or where it cannot be used as it is.
    """
    if path.is_dir():
        hint = "a backup's journal is the file `journal.db` in its folder"
        raise JournalError("is a folder, not a journal", place=str(path), hint=hint)
    here, keyed = path.exists() and path.stat().st_size > 0, keys_of(path).exists()
    if not here and not new:
        hint = "`mulligan watch FILE --journal PATH` begins one"
        raise JournalError("there is no journal", place=str(path), hint=hint)
    if here and not keyed:
        hint = f"put {keys_of(path).name} back from your backup; without it no words can be read"
        raise JournalError("the file of keys beside it is missing", place=str(path), hint=hint)
    with contextlib.ExitStack() as undo:
        presence = Presence(path)
        undo.callback(presence.close)
        keys = Keys(keys_of(path), wait)
        undo.callback(keys.close)
        if here and path.stat().st_size <= LOOKED_THROUGH:
            check(path, "quick_check", wait)
        store = SqlStore(path, keys.journal, wait)
        undo.callback(store.close)
        erased = sorted(keys.erased())
        for names in _chunks(erased):
            store.forget(names)
        if erased:
            keys.sweep()
        book = Book(store, keys, presence)
        undo.pop_all()
    return book


def look_through(path: pathlib.Path) -> None:
    """Look through a journal's two files; raises `JournalError` for the first that is damaged."""
    for file in (path, keys_of(path)):
        check(file, "integrity_check")


def memory() -> Book:
    """A journal that is gone with the process."""
    return Book(MemoryStore(), Keys(None))


def _chunks(names: list[str]) -> t.Iterator[list[str]]:
    rest = iter(names)
    while chunk := list(itertools.islice(rest, _CHUNK)):
        yield chunk
