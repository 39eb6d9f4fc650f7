"""Looking through a whole journal names what is damaged, and goes on behind it."""

import contextlib
import shutil

import pytest

from cli.command import agent, attack, customer
from mulligan.journal.erasure import erase
from mulligan.journal.opening import keys_of
from mulligan.pipeline.replay import Replayed
from mulligan.pipeline.verify import verify
from pipeline.keeping import Desk


def looked(desk: Desk) -> Replayed:
    with desk.book() as book:
        return verify(book)


def faults(desk: Desk) -> list[str]:
    return [str(fault) for fault in looked(desk).faults]


@pytest.fixture
def three(desk: Desk) -> Desk:
    """Three conversations; the first has two messages."""
    desk.follow(attack(id="m1"), agent(id="m2"))
    desk.follow(customer(conversation="c2"), customer(conversation="c3"))
    return desk


def test_a_whole_journal_is_whole(three: Desk) -> None:
    assert looked(three) == Replayed(conversations=3, facts=14, decisions=3, faults=[])


def test_progress_is_told_fact_by_fact(three: Desk) -> None:
    told: list[int] = []
    with three.book() as book:
        verify(book, told.append)
    assert told == list(range(1, 15))


def test_each_damaged_text_is_named_and_the_others_are_looked_through(three: Desk) -> None:
    three.spoil("UPDATE texts SET sealed = zeroblob(40) WHERE id IN (1, 2, 4)")
    found = looked(three).faults
    assert [fault.place for fault in found] == [
        "text 1 (conversation 1)",
        "text 2 (conversation 1)",
        "text 4 (conversation 3)",
    ]
    assert all(fault.message.startswith("a sealed text is damaged") for fault in found)


def test_a_text_in_another_s_place_is_found(three: Desk) -> None:
    three.spoil("UPDATE texts SET sealed = (SELECT sealed FROM texts WHERE id = 1) WHERE id = 2")
    [fault] = faults(three)
    assert fault.startswith("text 2 (conversation 1): ")


def test_a_damaged_name_is_named(three: Desk) -> None:
    three.spoil("UPDATE streams SET title = zeroblob(40) WHERE id = 2")
    [fault] = faults(three)
    assert fault.startswith("conversation 2: its name: a sealed text is damaged")


def test_damaged_facts_and_damaged_texts_are_told_together(three: Desk) -> None:
    three.spoil("UPDATE facts SET raw = ? WHERE position = 1", b"rubbish")
    three.spoil("UPDATE texts SET sealed = zeroblob(40) WHERE id = 3")
    one, other = faults(three)
    assert one.startswith("fact 1 (conversation 1): ")
    assert other.startswith("text 3 (conversation 2): ")


def test_what_was_erased_is_not_missed(three: Desk) -> None:
    with three.book() as book:
        erase(book, "c1", 0.0)
    assert faults(three) == []


def test_what_somebody_erases_meanwhile_is_not_missed(three: Desk) -> None:
    """The keys are gone first, then the words; here a look falls between the two."""
    with three.book() as book:
        [stream] = [stream for stream in book.store.streams() if stream.id == 2]
        assert stream.lock
        book.keys.destroy(None, [stream.lock], 0.0)
        assert verify(book).faults == []


def test_an_older_file_of_keys_is_found(desk: Desk) -> None:
    desk.follow(customer(conversation="c1"))
    keys = keys_of(desk.path)
    older = keys.with_name("older")
    with contextlib.ExitStack() as stack:
        stack.callback(older.unlink)
        shutil.copy2(keys, older)
        desk.follow(customer(conversation="c2"))
        shutil.copy2(older, keys)
    assert faults(desk) == [
        "conversation 2: the key to its words is missing (is the file of keys an older one? "
        "put the newest back)"
    ]
