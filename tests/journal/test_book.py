"""A book remembers conversations as they were, whoever opens it, and however few it holds open."""

import itertools
import pathlib

import pytest

from journal.making import (
    INSULT,
    THREAT,
    execute,
    faults,
    intake,
    opened,
    outcome,
    says,
)
from journal.talks import chat, nameless, talk_of, told
from mulligan.conversation.act import Act
from mulligan.errors import JournalError
from mulligan.journal import book as module
from mulligan.journal.book import Book
from mulligan.journal.opening import memory
from mulligan.journal.store import Conflict, Text


def test_a_conversation_is_the_same_when_loaded_anew(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    intake(book).take([says(number=99, contact="ann@example.org"), *chat()])
    before = told(talk_of(book))
    book.close()
    again = opened(tmp_path)
    talk = talk_of(again)
    assert {**told(talk), "contact": ""} == {**before, "contact": ""}
    assert (talk.customer, talk.agent) == ("Ann Lee", "Tom")
    assert len(talk.turns) == 3
    assert talk.turns[-1].text.endswith("words 4 ")
    assert again.faults == []
    again.close()


def test_the_contact_is_heard_again_with_the_last_turns() -> None:
    book = memory()
    intake(book).take([says(contact="ann@example.org")])
    assert talk_of(book).contact == "ann@example.org"
    book.refresh()
    assert talk_of(book).contact == "ann@example.org"


def test_names_stay_when_the_last_turns_do_not_have_them() -> None:
    book = memory()
    taking = intake(book)
    taking.take(chat())
    taking.take([says(number=number, text="hm") for number in range(10, 15)])
    book.refresh()
    assert (talk_of(book).customer, talk_of(book).agent) == ("Ann Lee", "Tom")
    (stream,) = book.store.streams()
    assert len(stream.turns) == 3
    assert b"Ann Lee" not in stream.names


def test_however_few_are_held_open_the_journal_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = []
    for most in (8_192, 1, 0):
        monkeypatch.setattr(module, "MOST_OPEN", most)
        book = memory()
        taking = intake(book)
        turns = itertools.chain(*zip(*(chat(f"c{n}", 8) for n in range(5)), strict=True))
        for turn in turns:
            taking.take([turn])
        rows.append([(one.stream, one.version, nameless(one.raw)) for one in book.store.follow()])
        assert len(book._open) <= most
        assert faults(book) == []
    assert rows[0] == rows[1] == rows[2]


def test_after_a_conflict_all_is_dropped_and_goes_through_again() -> None:
    book = memory()
    taking = intake(book)
    taking.take([says(number=1)])
    item = says(number=2, at=5.0)
    (text,) = book.accept([item])
    assert isinstance(text, Text)
    with book.handling(text, item):
        taking._pipeline.receive(item)
    rival = Book(book.store, book.keys)
    assert intake(rival).resume() == 1
    before = list(book.store.follow())
    with pytest.raises(Conflict):
        book.commit()
    assert book.drop() == {text.id}
    assert book.drop() == set()
    book.catch_up()
    book.commit()
    assert list(book.store.follow()) == before
    assert told(talk_of(book))["state"] == told(talk_of(rival))["state"]
    assert faults(book) == []


def test_what_another_wrote_is_taken_in(tmp_path: pathlib.Path) -> None:
    one, other = opened(tmp_path), opened(tmp_path)
    first, second = intake(one), intake(other)
    first.take([says(number=1, at=0.0), says("c2", 1, at=0.0)])
    second.take([says(number=2, given=THREAT, at=10.0)])
    one.catch_up()
    assert talk_of(one).state.stage == "left"
    assert told(talk_of(one)) == told(talk_of(other))
    assert [ring.decided.rule for ring in first.tick(71.0)] == ["time.ring"]
    other.catch_up()
    assert talk_of(other).state.rings == 1
    assert second.tick(72.0) == ()
    assert faults(one) == []
    one.close()
    other.close()


def test_a_timer_that_another_set_or_took_away_is_known(tmp_path: pathlib.Path) -> None:
    one, other = opened(tmp_path), opened(tmp_path)
    first, second = intake(one), intake(other)
    first.take([says(number=1, given=THREAT, at=0.0)])
    second.take([Act(conversation="c1", act="take", by="Tom", at=1.0)])
    assert first.tick(100.0) == ()
    second.take([says("c2", number=1, given=THREAT, at=10.0)])
    assert [ring.conversation for ring in first.tick(101.0)] == ["c2"]
    one.close()
    other.close()


def test_a_damaged_state_is_folded_anew_from_the_facts(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    intake(book).take([*chat(), says(number=50, given=THREAT)])
    before = told(talk_of(book))
    book.close()
    execute(tmp_path / "journal.db", "UPDATE streams SET state = :raw", raw=b"{broken")
    again = opened(tmp_path)
    assert told(talk_of(again)) == before
    intake(again).take([says(number=51)])
    assert faults(again) == []
    again.close()


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE texts SET sealed = x'00' WHERE id = 4", "text 4"),
        ("UPDATE streams SET names = x'00112233'", "the names in conversation 1"),
    ],
)
def test_damaged_old_words_are_told_and_the_rest_goes_on(
    tmp_path: pathlib.Path, statement: str, place: str
) -> None:
    book = opened(tmp_path)
    intake(book).take(chat())
    before = talk_of(book).state
    book.close()
    execute(tmp_path / "journal.db", statement)
    again = opened(tmp_path)
    assert talk_of(again).state == before
    (fault,) = again.faults
    assert (fault.place, bool(fault.hint)) == (place, True)
    assert outcome(intake(again).take([says(number=9, given=THREAT)])[0]).state.stage == "left"
    assert faults(again) == []
    again.close()


def test_last_turns_that_cannot_be_read_can_be_done_without(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    intake(book).take(chat())
    book.close()
    execute(tmp_path / "journal.db", "UPDATE streams SET turns = 'broken'")
    again = opened(tmp_path)
    assert talk_of(again).turns == ()
    assert again.faults == []
    again.close()


@pytest.mark.parametrize("table", ["streams SET opened = 'x'", "facts SET raw = 'x'"])
def test_the_first_fact_is_kept_twice(tmp_path: pathlib.Path, table: str) -> None:
    book = opened(tmp_path)
    intake(book).take([says(given=INSULT)])
    before = told(talk_of(book))
    book.close()
    execute(tmp_path / "journal.db", f"UPDATE {table}")
    again = opened(tmp_path)
    assert told(talk_of(again)) == before
    again.close()


def test_a_conversation_without_its_first_fact_is_told(tmp_path: pathlib.Path) -> None:
    statements = ("DELETE FROM facts WHERE version = 1", "DELETE FROM facts")
    for number, statement in enumerate(statements):
        folder = tmp_path / str(number)
        folder.mkdir()
        book = opened(folder)
        intake(book).take([says()])
        book.close()
        execute(folder / "journal.db", statement)
        execute(folder / "journal.db", "UPDATE streams SET opened = ''")
        again = opened(folder)
        with pytest.raises(JournalError, match="conversation 1: the fact that it began with"):
            again.find("c1")
        again.close()


def test_where_each_conversation_stands_is_told_by_the_store_alone() -> None:
    book = memory()
    intake(book).take([says("c1", given=THREAT)])
    book.accept([says("c2")])
    stands = [book.stands(stream) for stream in book.store.streams()]
    assert [state.stage if state else None for state in stands] == ["left", None]
