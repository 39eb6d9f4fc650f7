"""Opens a journal, and looks first whether it is whole."""

import itertools
import pathlib
import typing as t

from mulligan.errors import JournalError
from mulligan.journal.book import Book
from mulligan.journal.keys import Keys
from mulligan.journal.memory import MemoryStore
from mulligan.journal.sql.connect import WAIT_SECONDS
from mulligan.journal.sql.store import SqlStore

_CHUNK: t.Final = 500


def keys_of(path: pathlib.Path) -> pathlib.Path:
    """The file of keys that goes with a journal."""
    return path.with_name(f"{path.name}.keys")


def open_journal(path: pathlib.Path, *, new: bool = False, wait: float = WAIT_SECONDS) -> Book:
    """The journal in a file; `new` makes one where there is none.

    What was erased since the file was written (it may be a backup) is erased in it again. Raises
    `JournalError` where there is no journal, or where it cannot be used as it is.
    """
    here, keyed = path.exists(), keys_of(path).exists()
    if not here and not new:
        hint = "`mulligan watch FILE --journal PATH` begins one"
        raise JournalError("there is no journal", place=str(path), hint=hint)
    if here and not keyed:
        hint = f"put {keys_of(path).name} back from your backup; without it no words can be read"
        raise JournalError("the file of keys beside it is missing", place=str(path), hint=hint)
    keys = Keys(keys_of(path), wait)
    try:
        store = SqlStore(path, keys.journal, wait)
    except JournalError:
        keys.close()
        raise
    book = Book(store, keys)
    for names in _chunks(sorted(keys.erased())):
        store.forget(names)
    return book


def memory() -> Book:
    """A journal that is gone with the process."""
    return Book(MemoryStore(), Keys(None))


def _chunks(names: list[str]) -> t.Iterator[list[str]]:
    rest = iter(names)
    while chunk := list(itertools.islice(rest, _CHUNK)):
        yield chunk
