"""What a book answers: timers, alarms, who comes back, what is known of a message."""

import collections
import pathlib

import pytest

from journal.making import (
    SEXUAL,
    THREAT,
    damage,
    everything,
    facts,
    faults,
    intake,
    opened,
    outcome,
    says,
)
from journal.talks import talk_of
from mulligan.conversation.act import Act
from mulligan.conversation.fact import Fired, Opened
from mulligan.conversation.message import Deletion, Edit
from mulligan.errors import JournalError
from mulligan.journal.letters import Item
from mulligan.journal.opening import memory
from mulligan.journal.store import Text

DAY = 86_400.0


def test_timers_of_erased_conversations_still_fire() -> None:
    book = memory()
    taking = intake(book)
    taking.take([says(number=1, given=THREAT, at=0.0, name="Ann")])
    lock = book.directory.number(1).lock
    assert lock is not None
    book.store.forget([lock.id], lambda: book.keys.destroy(None, [lock.id], 1.0))
    book.refresh()
    (ring,) = taking.tick(61.0)
    assert (ring.conversation, ring.decided.rule) == ("(erased) 1", "time.ring")
    stored = [one.fact for one in book.store.facts(1)]
    assert isinstance(stored[-2], Fired)
    assert faults(book) == []


def test_a_damaged_conversation_does_not_hold_up_others_timers(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    intake(book).take([says(f"c{n}", 1, given=THREAT, at=float(n)) for n in (1, 2)])
    book.close()
    damage(tmp_path / "journal.db", 1)
    again = opened(tmp_path)
    assert [ring.conversation for ring in intake(again).tick(65.0)] == ["c2"]
    (fault,) = again.faults
    assert fault.place == "fact 1 (conversation 1)"
    again.close()


def test_of_many_that_are_due_each_fires_whether_it_is_at_hand_or_not() -> None:
    book = memory()
    taking = intake(book)
    names = [f"c{number}" for number in range(6)]
    taking.take([says(name, given=THREAT, at=float(n)) for n, name in enumerate(names)])
    book.refresh()
    assert book.find("c3") is not None
    assert [ring.conversation for ring in taking.tick(65.0)] == names
    assert faults(book) == []


def test_alarms_are_orders_until_they_are_carried_out() -> None:
    book = memory()
    taking = intake(book)
    taking.take([says(number=1), says(number=2, given=THREAT), says("c2", given=SEXUAL)])
    taking.take([Act(conversation="c2", act="hand_over", by="Tom")])
    taking.take([Act(conversation="c1", act="disagree", by="Tom", message="m1", reading=THREAT)])
    moves = [getattr(one.fact, "move", "refolded") for one in book.store.orders(9)]
    assert moves == ["leave", "hand_over"]


@pytest.mark.parametrize("edited", [False, True])
def test_a_threat_that_is_found_later_raises_an_alarm_once(edited: bool) -> None:
    book = memory()
    taking = intake(book)
    taking.take([says(number=1), says(number=2), says(number=3)])
    right = Act(conversation="c1", act="disagree", by="Tom", message="m2", reading=THREAT)
    found = outcome(taking.take([Edit(says(number=2, given=THREAT)) if edited else right])[0])
    assert (found.state.stage, found.state.alert) == ("left", "urgent")
    assert found.decided is not None
    assert found.decided.move == "leave"
    assert len(book.store.orders(9)) == 1
    taking.take([Act(conversation="c1", act="disagree", by="Tom", message="m3")])
    assert len(book.store.orders(9)) == 1
    assert faults(book) == []


def test_a_contact_who_was_ended_on_and_comes_back_is_known() -> None:
    book = memory()
    taking = intake(book)
    ended = says("c1", given=SEXUAL, at=0.0, contact="ann")
    back = says("c2", at=60.0, contact="ann")
    other = says("c3", at=60.0, contact="bob")
    results = [outcome(result) for result in taking.take([ended, back, other])]
    assert [result.callback_of for result in results] == ["", "c1", ""]
    assert isinstance(first := facts(book, "c2")[0], Opened)
    assert (first.callback_of, first.stage) == ("1", "warned")
    late = says("c4", at=5 * DAY, contact="ann")
    assert outcome(taking.take([late])[0]).callback_of == ""
    assert book.ended("nobody") is None
    assert book.ended("bob") is None
    assert faults(book) == []


def test_messages_are_known_by_alias_once_they_were_followed() -> None:
    book = memory()
    taking = intake(book)
    taking.take([says(number=1), Act(conversation="c1", act="not_now", by="Tom")])
    book.accept([says(number=2)])
    talk = talk_of(book)
    assert book.knows(talk, talk.alias("m1"))
    assert not book.knows(talk, talk.alias("m2"))
    assert not book.knows(talk, "m1")
    assert not book.repeated(talk, talk.alias("m1"))
    assert book.messages("c1") == 2
    assert book.messages("c9") == 0


def test_other_words_of_the_same_name_differ() -> None:
    book = memory()
    items: list[Item] = [says(number=1), Act(conversation="c1", act="end", by="Tom", id="a")]
    book.accept(items)
    assert not book.differs(says(number=1, at=99.0))
    assert book.differs(says(number=1, text="other"))
    assert not book.differs(says(number=2))
    assert not book.differs(says("c9"))
    assert not book.differs(Act(conversation="c1", act="take", by="Tom", id="a"))


def test_a_log_has_what_is_written_and_what_is_not_yet() -> None:
    book = memory()
    taking = intake(book)
    taking.take([says(number=1)])
    results = taking.take(
        [
            says(number=2, given=THREAT),
            Act(conversation="c1", act="disagree", by="Tom", message="m2"),
            Edit(says(number=1, text="mended", given=SEXUAL)),
            Deletion(conversation="c1", message="m2"),
        ]
    )
    stages = [outcome(result).state.stage for result in results]
    assert stages == ["left", "open", "ended", "ended"]
    counted = collections.Counter(type(one).__name__ for one in book.log(talk_of(book)).inputs)
    assert counted == {"Opened": 1, "Received": 2, "Read": 2}
    assert faults(book) == []


def test_nothing_is_written_where_nothing_happened(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    before = everything(tmp_path / "journal.db")
    book.commit()
    book.drop()
    book.catch_up()
    assert intake(book).take([]) == []
    assert everything(tmp_path / "journal.db")[0].keys() == before[0].keys()
    assert book.store.last() == 0
    book.close()


def test_words_of_an_erased_conversation_cannot_be_opened() -> None:
    book = memory()
    (text,) = book.accept([says()])
    assert isinstance(text, Text)
    lock = book.directory.number(1).lock
    assert lock is not None
    book.store.forget([lock.id])
    book.refresh()
    with pytest.raises(JournalError, match="text 1: the words are erased"):
        book.open(text)
