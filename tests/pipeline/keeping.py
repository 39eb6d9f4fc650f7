"""Ways these tests share of keeping conversations, and of damaging what was kept."""

import contextlib
import pathlib
import sqlite3
import typing as t

from mulligan.conversation.message import Deletion, Edit, Message
from mulligan.journal.book import Book
from mulligan.journal.opening import open_journal
from support import Kept, Line

THREAT: t.Final[Line] = {"signals": [{"kind": "threat_harm", "target": "agent"}], "severity": 3}


class Desk:
    """A journal in a file: lines are followed into it, and it is opened anew to look at it."""

    def __init__(self, path: pathlib.Path) -> None:
        self.path = path

    def follow(self, *lines: Line, protocol: str = "default") -> None:
        """Follow lines into the journal."""
        with contextlib.closing(open_journal(self.path, new=True)) as book:
            Kept(book, protocol).follow(lines)

    def take(self, *items: Edit | Deletion) -> None:
        """Take in what no line of a file can say."""
        with contextlib.closing(open_journal(self.path)) as book:
            Kept(book).intake.take(items)

    @contextlib.contextmanager
    def book(self) -> t.Iterator[Book]:
        """The journal, to look at."""
        with contextlib.closing(open_journal(self.path)) as book:
            yield book

    def spoil(self, sql: str, *values: object) -> None:
        """Change the file behind everybody's back."""
        with contextlib.closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(sql, values)

    def facts(self) -> list[bytes]:
        """All facts as they are stored."""
        with self.book() as book:
            return [stored.raw for stored in book.store.follow()]


def edit(text: str, speaker: t.Any = "customer", id: str = "m1", **fields: t.Any) -> Edit:
    """Other words for a message."""
    return Edit(message=Message(conversation="c1", id=id, speaker=speaker, text=text, **fields))
