"""Erasing a contact destroys keys for good; a hold keeps that back; numbers stay."""

import contextlib
import pathlib
import sqlite3

import pytest

from journal.making import facts, faults, intake, opened, says
from mulligan.errors import BadInput, Held, JournalError
from mulligan.journal.book import Book
from mulligan.journal.erasure import Erased, elsewhere, erase, hold, release
from mulligan.journal.keys import Hold
from mulligan.journal.opening import keys_of, memory, open_journal


def kept(book: Book) -> Book:
    """Ann has two conversations, Bob shares one of them, c4 is nobody's."""
    intake(book).take(
        [
            says("c1", 1, contact="ann"),
            says("c1", 2, contact="bob"),
            says("c2", 1, contact="ann"),
            says("c3", 1, contact="cy"),
            says("c4", 1),
        ]
    )
    return book


def test_all_of_a_contacts_conversations_lose_their_words_and_keep_their_facts() -> None:
    book = kept(memory())
    before = [stored.raw for stored in book.store.follow()]
    gone = sum(len(facts(book, name)) for name in ("c1", "c2"))
    assert erase(book, "ann", 7.0) == Erased(conversations=2, texts=3, facts=gone)
    assert [stored.raw for stored in book.store.follow()] == before
    assert [one.lock is None for one in book.store.streams()] == [True, True, False, False]
    assert book.find("c1") is book.find("c2") is None
    assert book.find("c3") is not None
    assert book.keys.contact("ann") is None
    assert faults(book) == []
    with pytest.raises(BadInput, match="nothing is held of this contact") as caught:
        erase(book, "ann", 8.0)
    assert caught.value.hint


def test_a_conversations_own_name_will_do() -> None:
    book = kept(memory())
    assert erase(book, "c4", 7.0).conversations == 1
    with pytest.raises(BadInput, match="belongs to a contact"):
        erase(book, "c1", 7.0)
    assert book.find("c1") is not None


def test_what_comes_after_an_erasure_begins_anew() -> None:
    book = kept(memory())
    erase(book, "ann", 7.0)
    intake(book).take([says("c1", 1, contact="ann")])
    assert book.messages("c1") == 1
    assert [one.id for one in book.store.streams() if one.contact == book.keys.contact("ann")] == [
        5
    ]
    assert erase(book, "ann", 9.0).conversations == 1


@pytest.mark.parametrize("held", ["ann", "bob", "c2"])
def test_a_hold_on_anyone_in_a_conversation_keeps_its_words(held: str) -> None:
    book = kept(memory())
    hold(book, held, Hold("Eve", 86_400.0))
    with pytest.raises(Held, match="a hold stands since 1970-01-02, by Eve") as caught:
        erase(book, "ann", 200_000.0)
    assert "--release" in caught.value.hint
    assert book.store.counts()["texts"] == 5
    assert erase(book, "cy", 7.0).conversations == 1
    assert release(book, held)
    assert not release(book, held)
    assert erase(book, "ann", 7.0).conversations == 2


def test_why_something_is_held_is_told() -> None:
    book = kept(memory())
    hold(book, "ann", Hold("Eve", 0.0, "a lawsuit"))
    with pytest.raises(Held, match="by Eve: a lawsuit"):
        erase(book, "ann", 7.0)


def test_nobody_is_held_or_released_who_is_not_known() -> None:
    book = kept(memory())
    for ask in (
        lambda: hold(book, "zoe", Hold("Eve", 0.0)),
        lambda: release(book, "zoe"),
        lambda: erase(book, "zoe", 0.0),
    ):
        with pytest.raises(BadInput, match="nothing is held"):
            ask()
    erase(book, "c4", 7.0)
    with pytest.raises(BadInput, match="nothing is held"):
        hold(book, "c4", Hold("Eve", 0.0))


def test_a_conversation_held_by_its_name_becomes_a_contact_of_that_name() -> None:
    book = kept(memory())
    hold(book, "c4", Hold("Eve", 0.0))
    assert book.keys.contact("c4") is not None
    with pytest.raises(Held):
        erase(book, "c4", 1.0)
    assert release(book, "c4")
    assert erase(book, "c4", 1.0).conversations == 1
    assert book.keys.contact("c4") is None


def test_what_waits_to_be_followed_is_erased_too() -> None:
    book = memory()
    book.accept([says("c1", contact="ann"), says("c2")])
    assert erase(book, "ann", 7.0) == Erased(conversations=1, texts=1, facts=0)
    assert intake(book).resume() == 1
    assert faults(book) == []


def test_another_program_knows_at_once(tmp_path: pathlib.Path) -> None:
    one, other = opened(tmp_path), opened(tmp_path)
    kept(one)
    other.catch_up()
    assert other.find("c1") is not None
    text = next(other.store.texts(1))
    erase(one, "ann", 7.0)
    other.catch_up()
    assert other.find("c1") is None
    with pytest.raises(JournalError, match="the words are erased"):
        other.open(text)
    intake(other).take([says("c1", 1, contact="ann")])
    one.catch_up()
    assert one.messages("c1") == 1
    assert faults(one) == []
    one.close()
    other.close()


def test_keys_that_cannot_be_destroyed_leave_everything(tmp_path: pathlib.Path) -> None:
    kept(opened(tmp_path)).close()
    locked, book = opened(tmp_path), open_journal(tmp_path / "journal.db", wait=0.01)
    with locked.keys._write(), pytest.raises(JournalError, match="keys: is locked by another"):
        erase(book, "ann", 7.0)
    assert book.store.counts()["texts"] == 5
    assert erase(book, "ann", 7.0).conversations == 2
    book.close()
    locked.close()


def test_messages_in_conversations_of_others_are_counted_and_stay() -> None:
    book = memory()
    intake(book).take([says("c1", 1, contact="ann"), says("c1", 2, contact="eve")])
    assert (elsewhere(book, "eve"), elsewhere(book, "ann"), elsewhere(book, "zoe")) == (1, 0, 0)
    assert erase(book, "eve", 1.0).conversations == 0
    assert book.find("c1") is not None


def test_a_key_that_another_program_keeps_in_the_log_is_told(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "journal.db"
    with contextlib.closing(open_journal(path, new=True, wait=0.0)) as book:
        intake(book).take([says("c1", 1, contact="ann")])
        with contextlib.closing(sqlite3.connect(keys_of(path))) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM locks").fetchall()
            assert not erase(book, "ann", 1.0).swept
            reader.rollback()
    with contextlib.closing(open_journal(path)) as book:
        assert book.keys.sweep()
