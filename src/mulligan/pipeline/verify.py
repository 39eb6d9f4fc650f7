"""Looking through a whole journal: every fact, every decision, every text."""

import typing as t

from mulligan.errors import JournalError, MulliganError
from mulligan.journal.book import Book
from mulligan.journal.store import Stream
from mulligan.pipeline.protocols import Protocols
from mulligan.pipeline.replay import Replayed, replay


def verify(book: Book, progress: t.Callable[[int], None] = lambda count: None) -> Replayed:
    """Judge all facts again, and open all texts; what is damaged is named, and the rest goes on."""
    found = replay(book.store, Protocols(book), progress)
    erased = book.keys.erased()
    for stream in book.store.streams():
        if stream.lock is not None and stream.lock not in erased:
            found.faults.extend(_texts(book, stream))
    return found


def _texts(book: Book, stream: Stream) -> t.Iterator[MulliganError]:
    """What is wrong with a conversation's words."""
    place = f"conversation {stream.id}"
    try:
        lock = book.directory.of(stream).lock
    except JournalError as error:
        yield JournalError(f"its name: {error.message}", place=place, hint=error.hint)
        return
    if lock is None:
        hint = "is the file of keys an older one? put the newest back"
        yield JournalError("the key to its words is missing", place=place, hint=hint)
        return
    for text in book.store.texts(stream.id):
        try:
            book.open(text)
        except JournalError as error:
            yield JournalError(error.message, place=f"text {text.id} ({place})", hint=error.hint)
