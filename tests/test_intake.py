"""What was acknowledged is followed to its end, once and in order, whatever comes in between."""

import pathlib

import pytest

from journal.making import (
    SEXUAL,
    THREAT,
    damage,
    execute,
    facts,
    faults,
    intake,
    opened,
    outcome,
    says,
)
from mulligan.conversation.act import Act
from mulligan.conversation.fact import Received
from mulligan.conversation.message import Deletion, Edit
from mulligan.errors import BadInput, Damaged, JournalError
from mulligan.journal.book import Book
from mulligan.journal.erasure import erase
from mulligan.journal.letters import Item
from mulligan.journal.opening import memory
from mulligan.pipeline.carry import Straight, carry
from mulligan.pipeline.follow import Outcome, Pipeline
from mulligan.pipeline.intake import GROUP
from mulligan.signals.given import GivenReader
from support import shipped


def received(book: Book, conversation: str) -> int:
    return sum(isinstance(fact, Received) for fact in facts(book, conversation))


def test_every_kind_of_item_is_followed() -> None:
    book = memory()
    items: list[Item] = [
        says(number=1, given=THREAT),
        Edit(says(number=1, text="mended")),
        Act(conversation="c1", act="hand_over", by="Tom"),
        Deletion(conversation="c1", message="m1"),
    ]
    results = [outcome(result) for result in intake(book).take(items)]
    assert [result.state.stage for result in results] == [
        "left",
        "open",
        "handing_over",
        "handing_over",
    ]
    assert book.store.counts()["waiting"] == 0
    straight = Straight(Pipeline(shipped("default"), GivenReader()))
    assert [outcome(one).state for one in straight.take(items)] == [one.state for one in results]


def test_what_nobody_knows_is_a_fault_and_not_tried_again() -> None:
    book = memory()
    taking = intake(book)
    wrong: list[Item] = [
        Act(conversation="c9", act="disagree", by="Tom", message="m1"),
        Edit(says("c9")),
        Deletion(conversation="c9", message="m1"),
        says("c1"),
        Edit(says("c1", 7)),
    ]
    results = taking.take(wrong)
    assert [type(one) for one in results[:3]] == [BadInput] * 3
    assert outcome(results[3]).conversation == "c1"
    assert isinstance(results[4], BadInput)
    assert isinstance(carry(Pipeline(shipped("default"), GivenReader()), wrong[1]), BadInput)
    assert book.store.counts()["waiting"] == 0
    assert taking.resume() == 0
    assert faults(book) == []


def test_a_second_delivery_is_nothing_and_other_words_are_told() -> None:
    book = memory()
    taking = intake(book)
    first, again, other = taking.take([says(), says(), says(text="other")])
    assert outcome(first).conversation == "c1"
    assert again is None
    assert isinstance(other, BadInput)
    assert (other.place, bool(other.hint)) == ("", True)
    assert taking.take([says()]) == [None]
    assert isinstance(taking.take([says(text="other")])[0], BadInput)
    assert received(book, "c1") == 1


def test_a_damaged_text_that_comes_again_is_told_and_the_rest_goes_on(
    tmp_path: pathlib.Path,
) -> None:
    book = opened(tmp_path)
    taking = intake(book)
    taking.take([says()])
    execute(tmp_path / "journal.db", "UPDATE texts SET sealed = x'00'")
    fault, served = taking.take([says(), says("c2")])
    assert isinstance(fault, JournalError)
    assert fault.place == "text 1"
    assert outcome(served).conversation == "c2"
    book.close()


def test_what_a_crash_left_is_followed_in_order(tmp_path: pathlib.Path) -> None:
    before = opened(tmp_path)
    intake(before).accept([says(number=n, text=f"{n}", name="Ann") for n in range(GROUP + 5)])
    before.close()
    book = opened(tmp_path)
    assert book.store.counts()["facts"] == 0
    taking = intake(book)
    assert taking.resume() == GROUP + 5
    assert taking.resume() == 0
    known = book.directory.find("c1")
    assert known is not None
    assert known.lock is not None
    heard = [fact.message for fact in facts(book, "c1") if isinstance(fact, Received)]
    assert heard == [known.lock.alias(f"m{number}") for number in range(GROUP + 5)]
    assert book.store.counts()["waiting"] == 0
    assert faults(book) == []
    book.close()


def test_what_waits_is_followed_before_what_comes_after_it() -> None:
    book = memory()
    taking = intake(book)
    taking.accept([says(number=1, given=THREAT), says("c2", 1)])
    (result,) = taking.take([says(number=2)])
    assert outcome(result).state.stage == "left"
    assert received(book, "c1") == 2
    assert [text.stream for text in book.left(0, 9)] == [2]


@pytest.mark.parametrize("act", [False, True])
def test_what_another_program_followed_is_told_and_not_followed_again(
    tmp_path: pathlib.Path, act: bool
) -> None:
    one, other = opened(tmp_path), opened(tmp_path)
    first, second = intake(one), intake(other)
    items: list[Item] = [
        says(number=1, given=THREAT, at=1.0, name="Ann Lee"),
        says(number=2, speaker="agent", at=2.0),
        says(number=3, at=90.0),
    ]
    if act:
        items = [Act(conversation="c1", act="hand_over", by="Tom", at=1.0)]
    texts = first.accept(items)
    second.take([says(number=4, at=200.0)])
    told = [outcome(result) for result in first.follow(items, texts)]
    alone = [outcome(result) for result in intake(memory()).take(items)]
    assert [(one.decided, one.say, one.reading) for one in told] == [
        (None if act else lone.decided, None if act else lone.say, lone.reading) for lone in alone
    ]
    assert [one.state.stage for one in told] == [lone.state.stage for lone in alone]
    assert received(one, "c1") == (1 if act else 4)
    assert faults(one) == []
    one.close()
    other.close()


def test_what_another_program_followed_and_erased_is_told_as_such(tmp_path: pathlib.Path) -> None:
    one, other = opened(tmp_path), opened(tmp_path)
    first, second = intake(one), intake(other)
    items: list[Item] = [says(number=1), says("c2", 1)]
    texts = first.accept(items)
    second.take([says(number=2), says("c2", 2)])
    erase(other, "c1", 1.0)
    results = first.follow(items, texts)
    assert [type(result) for result in results] == [Damaged, Outcome]
    one.close()
    other.close()


def test_a_fault_in_one_conversation_does_not_stop_others(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    intake(book).take([says("c1"), says("c2")])
    book.close()
    damage(tmp_path / "journal.db", 2)
    again = opened(tmp_path)
    taking = intake(again)
    items = [says(f"c{n}", number) for number in (2, 3) for n in (1, 2, 3)]
    results = taking.take(items)
    kinds = [type(result).__name__ for result in results]
    assert kinds == ["Outcome", "Damaged", "Outcome"] * 2
    assert results[1] is results[4]
    assert received(again, "c1") == 3
    assert again.store.counts()["waiting"] == 2
    assert taking.resume() == 0
    again.close()


def test_nothing_is_forgotten_of_what_was_committed_before_a_fault(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    intake(book).take([says("c9")])
    book.close()
    damage(tmp_path / "journal.db", 1)
    again = opened(tmp_path)
    items = [
        says("c1", given=SEXUAL, at=0.0, contact="ann"),
        says("c2", at=60.0, contact="ann"),
        says("c9", 2),
        says("c3", at=61.0),
    ]
    results = intake(again).take(items)
    kinds = [type(one).__name__ for one in results]
    assert kinds == ["Outcome", "Outcome", "Damaged", "Outcome"]
    assert outcome(results[1]).callback_of == "c1"
    assert received(again, "c1") == received(again, "c2") == 1
    again.close()


def test_time_that_passes_is_on_the_disk(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    taking = intake(book)
    taking.take([says(given=THREAT, at=0.0)])
    assert taking.tick(59.0) == ()
    assert [ring.decided.rule for ring in taking.tick(125.0)] == ["time.ring", "time.ring"]
    assert taking.tick(125.0) == ()
    book.close()
    again = opened(tmp_path)
    assert intake(again).tick(125.0) == ()
    assert [ring.fired.at for ring in intake(again).tick(180.0)] == [180.0]
    assert faults(again) == []
    again.close()


def test_a_group_that_fails_leaves_the_clock_and_the_conversations_as_they_were(
    tmp_path: pathlib.Path,
) -> None:
    book = opened(tmp_path)
    taking = intake(book)
    taking.take([says(given=THREAT, at=0.0)])
    item = says("c2", at=100.0)
    texts = taking.accept([item])
    path = tmp_path / "journal.db"
    execute(path, "CREATE TRIGGER t BEFORE INSERT ON facts BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises(JournalError, match="the database says: no"):
        taking.follow([item], texts)
    with pytest.raises(JournalError, match="the database says: no"):
        taking.tick(100.0)
    execute(path, "DROP TRIGGER t")
    (result,) = taking.follow([item], texts)
    assert [ring.conversation for ring in outcome(result).rings] == ["c1"]
    assert faults(book) == []
    book.close()
