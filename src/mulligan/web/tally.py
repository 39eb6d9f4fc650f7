"""What came in by each queue, counted: what a queue in its shadow step is judged by."""

import typing as t

import msgspec

from mulligan.conversation.fact import Decided, Opened, Received
from mulligan.conversation.words import ALARMS
from mulligan.journal.book import Book

_THOUSAND: t.Final = 1_000


class Count(msgspec.Struct):
    """How many conversations, customers' messages, crossings of the line, ends and alarms."""

    conversations: int = 0
    messages: int = 0
    crossed: int = 0
    ended: int = 0
    alarms: int = 0

    def of(self, part: int) -> float:
        """How many that is in a thousand messages."""
        return _THOUSAND * part / self.messages if self.messages else 0.0


class Tally:
    """Counts facts once, and goes on from there."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._position = 0
        self._queues: dict[int, str] = {}
        self._counts: dict[str, Count] = {}

    def counts(self) -> dict[str, Count]:
        """The counts by queue."""
        for stored in self._book.store.follow(self._position):
            self._position = stored.position
            fact = stored.fact
            if isinstance(fact, Opened):
                self._queues[stored.stream] = fact.queue
            count = self._counts.setdefault(self._queues[stored.stream], Count())
            match fact:
                case Opened():
                    count.conversations += 1
                case Received(speaker="customer"):
                    count.messages += 1
                case Decided():
                    count.crossed += fact.crossed
                    count.ended += fact.stage == "ended" != fact.before
                    count.alarms += fact.move in ALARMS and fact.stage != fact.before
                case _:
                    pass
        return dict(sorted(self._counts.items()))
