"""Several programs on one journal at once, on a full disk, and without the rights to write."""

import collections
import pathlib
import tempfile
import typing as t

import pytest

from journal.making import facts, faults, intake, opened, outcome, says
from journal.others import Other, write, write_as_nobody, write_until_it_fails
from mulligan.conversation.fact import Received
from mulligan.errors import JournalError
from mulligan.journal.opening import keys_of
from mulligan.journal.sql.store import SqlStore

COUNT: t.Final = 120


def test_two_programs_work_on_one_journal(tmp_path: pathlib.Path) -> None:
    opened(tmp_path).close()
    path = tmp_path / "journal.db"
    programs = {who: Other(write, path, who, COUNT, most) for who, most in (("a", 4), ("b", 6))}
    for program in programs.values():
        kinds: collections.Counter[str] = collections.Counter(program.result())
        assert kinds.keys() <= {"Outcome", "NoneType"}
        assert kinds["Outcome"] >= COUNT
    book = opened(tmp_path)
    assert book.store.counts()["waiting"] == 0
    assert book.store.counts()["texts"] == 4 * COUNT
    for who in programs:
        assert heard(book_facts := facts(book, who)) == aliases(book, who, [who])
        assert len(heard(book_facts)) == COUNT
    mixed = heard(facts(book, "all"))
    assert len(mixed) == len(set(mixed)) == 2 * COUNT
    for who in programs:
        mine = aliases(book, "all", [who])
        assert [one for one in mixed if one in set(mine)] == mine
    assert [one.position for one in book.store.follow()] == list(range(1, book.store.last() + 1))
    for stream in book.store.streams():
        versions = [one.version for one in book.store.facts(stream.id)]
        assert versions == list(range(1, stream.version + 1))
    assert faults(book) == []
    book.close()


def heard(remembered: t.Sequence[object]) -> list[str]:
    """The aliases of the messages, in the order they were followed."""
    return [fact.message for fact in remembered if isinstance(fact, Received)]


def aliases(book: t.Any, conversation: str, programs: t.Sequence[str]) -> list[str]:
    """The aliases of what programs brought, in the order they brought it."""
    lock = book.directory.find(conversation).lock
    return [lock.alias(f"{who}-{number}") for who in programs for number in range(COUNT)]


def test_on_a_full_disk_nothing_that_was_acknowledged_is_lost(tmp_path: pathlib.Path) -> None:
    opened(tmp_path).close()
    path = tmp_path / "journal.db"
    acknowledged, error = Other(write_until_it_fails, path, 1_000_000).result()
    assert acknowledged > 10
    assert (error.place, bool(error.hint)) == (str(path), True)
    book = opened(tmp_path)
    taking = intake(book)
    assert taking.resume() in (0, 1)
    heard_before = len(heard(facts(book, "c1")))
    assert heard_before in (acknowledged, acknowledged + 1)
    assert taking.take([says("c1", 0, "x" * 5_000)]) == [None]
    assert outcome(taking.take([says("c1", 9_999)])[0]).conversation == "c1"
    assert faults(book) == []
    book.close()


@pytest.mark.parametrize(
    ("mode", "messages", "texts"),
    [
        (0o555, ("cannot be opened", "cannot be written to"), 0),
        (0o777, ("cannot be written to",), 1),
    ],
)
def test_a_journal_that_cannot_be_written_to_is_told(
    tmp_path: pathlib.Path, mode: int, messages: tuple[str, ...], texts: int
) -> None:
    """It can still be read, where its folder lets the database work."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        book = opened(folder)
        intake(book).take([says()])
        book.close()
        path = folder / "journal.db"
        before = path.read_bytes()
        for one in (path, keys_of(path)):
            one.chmod(0o444)
        folder.chmod(mode)
        counted, error = Other(write_as_nobody, path, tmp_path / "warm.db").result()
        folder.chmod(0o755)
        assert isinstance(error, JournalError)
        assert (error.message in messages, counted) == (True, texts)
        assert error.place in (str(path), str(keys_of(path)))
        assert "you" in error.hint
        assert path.read_bytes() == before


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: pathlib.Path) -> None:
    path, book = tmp_path / "journal.db", opened(tmp_path)
    intake(book).take([says("c2", 1)])
    assert isinstance(book.store, SqlStore)
    taking = intake(book)
    limit(book.store, 1)
    acknowledged, error = 0, None
    while error is None:
        try:
            taking.take([says("c2", 2 + acknowledged, "x" * 2_000, at=1.0)])
            acknowledged += 1
        except JournalError as full:
            error = full
    assert (error.message, error.place) == ("the disk is full", str(path))
    assert "free some space" in error.hint
    limit(book.store, 1_000_000)
    assert taking.resume() in (0, 1)
    results = taking.take([says("c2", 2 + n, "x" * 2_000, at=1.0) for n in range(20)])
    assert sum(result is not None for result in results) >= 20 - acknowledged - 1
    assert book.messages("c2") == 21
    assert book.store.counts()["waiting"] == 0
    assert faults(book) == []
    book.close()


def limit(store: SqlStore, pages: int) -> None:
    """Let the file grow to so many pages, and no further; no connection is opened anew."""
    connections = [store._writing.connect() for _ in range(3)]
    for connection in connections:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.close()
