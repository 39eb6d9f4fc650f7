"""Where another program is quicker, all is gone through again, and nothing twice."""

import collections
import typing as t

from journal.making import THREAT, facts, faults, intake, outcome, says
from mulligan.conversation.act import Act
from mulligan.conversation.fact import Received
from mulligan.journal.book import Book
from mulligan.journal.keys import Keys
from mulligan.journal.memory import MemoryStore
from mulligan.journal.store import Step


def received(book: Book, conversation: str) -> int:
    """How many messages of a conversation were followed."""
    kinds = collections.Counter(type(fact) for fact in facts(book, conversation))
    return kinds[Received]


class Rivalry(MemoryStore):
    """Somebody else writes just before."""

    rival: t.Callable[[], object] | None = None

    def commit(self, steps: t.Sequence[Step]) -> tuple[int, int]:
        rival, self.rival = self.rival, None
        if rival is not None:
            rival()
        return super().commit(steps)


def test_time_passes_again_where_another_was_quicker() -> None:
    store, keys = Rivalry(), Keys(None)
    taking, other = intake(Book(store, keys)), intake(Book(store, keys))
    taking.take([says(given=THREAT, at=0.0), says("c2", given=THREAT, at=1.0)])
    took = Act(conversation="c1", act="take", by="Tom", at=30.0)
    store.rival = lambda: other.take([took])
    assert [ring.conversation for ring in taking.tick(65.0)] == ["c2"]
    assert faults(taking._book) == []


def test_a_group_goes_through_again_where_another_was_quicker() -> None:
    store, keys = Rivalry(), Keys(None)
    taking, other = intake(Book(store, keys)), intake(Book(store, keys))
    taking.take([says(number=1, at=0.0)])
    store.rival = lambda: other.take([says("c2"), says(number=2, given=THREAT, at=1.0)])
    mine, theirs = taking.take([says("c3"), says(number=3, at=2.0)])
    assert outcome(mine).conversation == "c3"
    assert (outcome(theirs).conversation, outcome(theirs).state.stage) == ("c1", "open")
    assert received(taking._book, "c1") == 3
    assert taking._book.store.counts()["waiting"] == 0
    assert faults(taking._book) == []


def test_what_others_write_in_between_is_taken_in_next() -> None:
    store, keys = Rivalry(), Keys(None)
    taking, other = intake(Book(store, keys)), intake(Book(store, keys))
    taking.take([says("c1", 1, at=0.0)])
    store.rival = lambda: other.take([says("c1", 2, given=THREAT, at=1.0)])
    assert outcome(taking.take([says("c2", 1, at=2.0)])[0]).state.stage == "open"
    assert [ring.conversation for ring in taking.tick(62.0)] == ["c1"]
    assert outcome(taking.take([says("c1", 3, at=63.0)])[0]).state.stage == "left"
    assert faults(taking._book) == []
