"""Whatever is wrong with the files is told with its place and a next step, and nothing is lost."""

import pathlib
import sqlite3
import typing as t

import pytest

from journal.making import JOURNAL, THREAT, damage, execute, faults, intake, opened, outcome, says
from mulligan.errors import Damaged, JournalError
from mulligan.journal.book import Book
from mulligan.journal.opening import keys_of, open_journal
from mulligan.journal.sql.store import SqlStore
from mulligan.pipeline import Outcome
from mulligan.pipeline.protocols import Protocols
from mulligan.pipeline.replay import replay
from mulligan.pipeline.worker import Worker
from mulligan.sqlite import connect


def kept(folder: pathlib.Path) -> pathlib.Path:
    """A journal with two conversations; its file."""
    book = opened(folder)
    intake(book).take([says("c1", 1, given=THREAT, at=0.0), says("c2", 1, at=0.0)])
    book.close()
    return folder / "journal.db"


def refused(path: pathlib.Path, match: str, place: pathlib.Path | None = None) -> None:
    """The journal cannot be opened; the error names the file, and says what to do."""
    before = path.read_bytes() if path.exists() else b""
    for new in (False, True):
        with pytest.raises(JournalError, match=match) as caught:
            open_journal(path, new=new, wait=0.01)
        assert caught.value.place == str(place or path)
        assert caught.value.hint
    assert (path.read_bytes() if path.exists() else b"") == before


def test_a_truncated_file_is_told(tmp_path: pathlib.Path) -> None:
    path = kept(tmp_path)
    raw = path.read_bytes()
    for length in (len(raw) // 2, 4_096, 8_192):
        path.write_bytes(raw[:length])
        refused(path, "is damaged")
    path.write_bytes(raw)
    book = opened(tmp_path)
    assert faults(book) == []
    book.close()


@pytest.mark.parametrize("garbage", [b"garbage", b"\x00" * 4_096, b"SQLite format 3\x00" * 999])
def test_a_garbage_file_is_told(tmp_path: pathlib.Path, garbage: bytes) -> None:
    path = kept(tmp_path)
    path.write_bytes(garbage)
    refused(path, "is no database of ours|is damaged")


@pytest.mark.parametrize("table", ["notes", "alembic_version"])
def test_another_programs_database_is_told(tmp_path: pathlib.Path, table: str) -> None:
    path = kept(tmp_path)
    path.unlink()
    theirs = sqlite3.connect(path)
    theirs.execute(f"CREATE TABLE {table} (version_num TEXT)")
    theirs.execute(f"INSERT INTO {table} VALUES ('ae1027a6acf')")
    theirs.commit()
    theirs.close()
    with pytest.raises(JournalError, match="is a database, but no journal") as caught:
        open_journal(path)
    assert (caught.value.place, bool(caught.value.hint)) == (str(path), True)
    theirs = sqlite3.connect(path)
    assert theirs.execute(f"SELECT * FROM {table}").fetchall() == [("ae1027a6acf",)]
    theirs.close()


def test_a_journal_of_a_newer_version_is_told_and_left_as_it_is(tmp_path: pathlib.Path) -> None:
    path = kept(tmp_path)
    execute(path, "UPDATE alembic_version SET version_num = '0099'")
    refused(path, "was written by a newer version")
    execute(path, "UPDATE alembic_version SET version_num = '0001'")
    opened(tmp_path, new=False).close()


def test_a_journal_that_lost_its_version_or_its_name_is_told(tmp_path: pathlib.Path) -> None:
    path = kept(tmp_path)
    execute(path, "DELETE FROM journal")
    refused(path, "belongs to another journal")
    execute(path, "DELETE FROM alembic_version")
    refused(path, "is damaged")


def test_missing_keys_are_told_and_no_others_made(tmp_path: pathlib.Path) -> None:
    path = kept(tmp_path)
    keys_of(path).rename(tmp_path / "elsewhere")
    refused(path, "the file of keys beside it is missing")
    assert not keys_of(path).exists()
    (tmp_path / "elsewhere").rename(keys_of(path))
    opened(tmp_path, new=False).close()


def test_another_journals_keys_are_told(tmp_path: pathlib.Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    path, other = kept(tmp_path / "one"), kept(tmp_path / "other")
    keys_of(path).write_bytes(keys_of(other).read_bytes())
    refused(path, "the file of keys beside it belongs to another journal")


def test_garbage_keys_are_told(tmp_path: pathlib.Path) -> None:
    path = kept(tmp_path)
    keys_of(path).write_bytes(b"garbage" * 999)
    refused(path, "is no database of ours", keys_of(path))


def test_a_file_that_another_program_holds_is_told_and_can_be_tried_again(
    tmp_path: pathlib.Path,
) -> None:
    path = kept(tmp_path)
    book = open_journal(path, wait=0.01)
    taking = intake(book)
    theirs = sqlite3.connect(path, isolation_level=None)
    theirs.execute("BEGIN IMMEDIATE")
    for ask in (
        lambda: taking.take([says("c2", 2, at=1.0)]),
        lambda: taking.tick(61.0),
        lambda: open_journal(path, wait=0.01),
    ):
        with pytest.raises(JournalError, match="is locked by another program") as caught:
            ask()
        assert (caught.value.place, bool(caught.value.hint)) == (str(path), True)
    assert book.messages("c2") == 1
    theirs.execute("ROLLBACK")
    theirs.close()
    assert outcome(taking.take([says("c2", 2, at=1.0)])[0]).state.last == 1.0
    assert [ring.decided.rule for ring in taking.tick(61.0)] == ["time.ring"]
    assert faults(book) == []
    book.close()


def damaged(path: pathlib.Path, raw: bytes) -> Book:
    """The journal, with the first fact of its first conversation spoilt."""
    damage(path, 1, raw)
    return open_journal(path)


FACTS: t.Final = {
    "of an unknown kind": (b'{"fact":"omen.7","at":1.0}', "no fact of the kind `omen.7` is known"),
    "that is not JSON": (b'{"fact"', "is not JSON"),
    "of no kind": (b"[]", "does not say of which kind"),
    "without its fields": (b'{"fact":"opened.1"}', "`opened.1` is damaged"),
}


@pytest.mark.parametrize("name", FACTS)
def test_a_damaged_fact_is_told_and_the_other_conversations_go_on(
    tmp_path: pathlib.Path, name: str
) -> None:
    raw, told = FACTS[name]
    book = damaged(kept(tmp_path), raw)
    taking = intake(book)
    fault, served = taking.take([says("c1", 2, at=1.0), says("c2", 2, at=1.0)])
    assert isinstance(fault, JournalError)
    assert (fault.place, bool(fault.hint)) == ("fact 1 (conversation 1)", True)
    assert told in fault.message
    assert outcome(served).state.last == 1.0
    assert [str(one) for one in replay(book.store, Protocols(book)).faults] == [str(fault)]
    assert book.messages("c1") == 2
    assert [text.stream for text in book.left(0, 9)] == [1]
    book.close()


def test_what_waited_for_a_damaged_fact_is_followed_once_that_is_mended(
    tmp_path: pathlib.Path,
) -> None:
    path = kept(tmp_path)
    writing, _ = connect(path)
    with writing.begin() as connection:
        whole = connection.exec_driver_sql("SELECT raw FROM facts WHERE position = 1").scalar_one()
    writing.dispose()
    book = damaged(path, b"broken")
    taking = intake(book)
    assert [type(one) for one in taking.take([says("c1", 2)])] == [Damaged]
    assert [type(one) for one in taking.take([says("c1", 3)])] == [Damaged]
    assert taking.resume() == 0
    book.close()
    mended = damaged(path, whole)
    assert intake(mended).resume() == 2
    assert faults(mended) == []
    mended.close()


def test_a_damaged_name_stops_only_its_own_conversation(tmp_path: pathlib.Path) -> None:
    path = kept(tmp_path)
    execute(path, "UPDATE streams SET title = x'00' WHERE id = 1")
    book = opened(tmp_path)
    taking = intake(book)
    assert taking.tick(61.0) == ()
    assert [one.place for one in book.faults] == ["the name of conversation 1"]
    served = taking.take([says(name, 2, at=62.0) for name in ("c2", "c1", "c3")])
    assert [outcome(one).state.last for one in served] == [62.0, 62.0, 62.0]
    assert [outcome(one).conversation for one in served] == ["c2", "c1", "c3"]
    assert faults(book) == []
    book.close()


def test_a_missing_protocol_is_told_and_the_other_conversations_go_on(
    tmp_path: pathlib.Path,
) -> None:
    path = kept(tmp_path)
    execute(path, "DELETE FROM protocols")
    book = opened(tmp_path)
    taking = intake(book, "in-writing")
    results = taking.take([says("c1", 2, at=1.0), says("c3", 1, at=100.0), says("c2", 2)])
    assert [type(one) for one in results[::2]] == [Damaged, Damaged]
    assert "the text is missing" in str(results[0])
    assert outcome(results[1]).state.last == 100.0
    assert taking.tick(200.0) == ()
    assert [str(one) for one in book.faults] == [str(results[0])]
    book.close()


def test_the_wrong_place_for_a_store_is_told(tmp_path: pathlib.Path) -> None:
    with pytest.raises(JournalError, match="cannot be opened"):
        SqlStore(tmp_path, JOURNAL)


def test_a_conversation_whose_key_is_missing_is_told_and_the_others_go_on(
    tmp_path: pathlib.Path,
) -> None:
    """An older file of keys was put back: it knows nothing of what began since."""
    path = tmp_path / "journal.db"
    book = opened(tmp_path)
    intake(book).take([says("old")])
    book.close()
    older = keys_of(path).read_bytes()
    book = opened(tmp_path)
    intake(book).take([says("new")])
    book.close()
    keys_of(path).write_bytes(older)
    book = opened(tmp_path)
    taking = intake(book)
    results = taking.take(
        [says("new", 2), says("old", 2), says("other", given=THREAT), says("new")]
    )
    assert [type(one) for one in results] == [Damaged, Outcome, Outcome, Damaged]
    assert outcome(results[2]).state.stage == "left"
    assert "newest file of keys" in str(results[0])
    with Worker(taking) as worker:
        ticket = worker.submit(says("new", 3))
        for future in ticket:
            assert isinstance(future.exception(30.0) or future.result(), Damaged)
    assert book.store.counts()["waiting"] == 0
    book.close()
