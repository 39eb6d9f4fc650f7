"""Looking through a whole journal: every fact, every decision, every text."""

import typing as t

from mulligan.errors import MulliganError
from mulligan.journal.book import Book
from mulligan.pipeline.protocols import Protocols
from mulligan.pipeline.replay import Replayed, replay


def verify(book: Book, progress: t.Callable[[int], None] = lambda count: None) -> Replayed:
    """Judge all facts again, and open all texts; what is damaged is named, and the rest goes on."""
    found = replay(book.store, Protocols(book), progress)
    for stream in book.store.streams():
        try:
            known = book.directory.of(stream)
            if known.lock is None:
                continue
            for text in book.store.texts(stream.id):
                book.open(text)
        except MulliganError as error:
            found.faults.append(error)
    return found
