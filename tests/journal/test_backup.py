"""A backup is whole and of one moment; put back, it holds nothing that was erased since."""

import contextlib
import pathlib
import stat
import threading

import pytest

from journal.making import execute, faults, intake, opened, says, tables
from journal.others import files_of
from mulligan.errors import Held, JournalError
from mulligan.journal.backup import backup, erased, restore
from mulligan.journal.book import Book
from mulligan.journal.erasure import erase, hold
from mulligan.journal.keys import Hold
from mulligan.journal.opening import keys_of, look_through, open_journal

MONDAY = "monday"


def kept(folder: pathlib.Path) -> pathlib.Path:
    """A folder with a journal of two contacts, and a backup of it; the journal's file."""
    book = opened(folder)
    intake(book).take([says("c1", text="Zanzibar", contact="ann"), says("c2", contact="bob")])
    book.close()
    backup(folder / "journal.db", folder / MONDAY)
    return folder / "journal.db"


def words(book: Book) -> list[str]:
    """The words of all messages."""
    found = []
    for stream in book.store.streams():
        for text in book.store.texts(stream.id):
            item = book.open(text)
            found.append(getattr(item, "text", ""))
    return found


def test_a_backup_is_a_journal_of_its_own(tmp_path: pathlib.Path) -> None:
    path = kept(tmp_path)
    copy = tmp_path / MONDAY / "journal.db"
    assert sorted(one.name for one in copy.parent.iterdir()) == ["journal.db", "journal.db.keys"]
    assert {stat.S_IMODE(one.stat().st_mode) for one in copy.parent.iterdir()} == {0o600}
    assert tables(copy) == tables(path)
    book = open_journal(copy)
    assert words(book) == ["Zanzibar", "hello"]
    assert faults(book) == []
    book.close()


def test_a_backup_is_taken_while_others_write(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "journal.db"
    opened(tmp_path).close()
    ready, stop = threading.Event(), threading.Event()

    def write() -> None:
        book = opened(tmp_path)
        taking, number = intake(book), 0
        while not stop.is_set():
            number += 1
            taking.take([says(f"c{number % 7}", number, contact=f"k{number}")])
            if number == 3:
                ready.set()
        book.close()

    thread = threading.Thread(target=write)
    thread.start()
    ready.wait(30.0)
    made = [backup(path, tmp_path / str(number))[0] for number in range(3)]
    stop.set()
    thread.join()
    counts = []
    for copy in [*made, path]:
        look_through(copy)
        book = open_journal(copy)
        assert faults(book) == []
        assert len(words(book)) == book.store.counts()["texts"]
        counts.append(book.store.last())
        book.close()
    assert counts == sorted(counts)
    assert counts[0] > 0


def test_no_backup_is_overwritten(tmp_path: pathlib.Path) -> None:
    path = kept(tmp_path)
    copy = tmp_path / MONDAY / "journal.db"
    for file in (copy, keys_of(copy)):
        before = copy.read_bytes() if copy.exists() else b""
        with pytest.raises(JournalError, match="there is a backup already") as caught:
            backup(path, tmp_path / MONDAY)
        assert (caught.value.place, bool(caught.value.hint)) == (str(tmp_path / MONDAY), True)
        assert (copy.read_bytes() if copy.exists() else b"") == before
        file.unlink()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: pathlib.Path) -> None:
    path = kept(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(JournalError, match="file/tuesday: cannot be made: Not a directory"):
        backup(path, tmp_path / "file" / "tuesday")


def test_nothing_but_a_journal_is_backed_up(tmp_path: pathlib.Path) -> None:
    with pytest.raises(JournalError, match="there is no journal"):
        backup(tmp_path / "journal.db", tmp_path / MONDAY)
    assert not (tmp_path / MONDAY).exists()


def test_a_backup_that_breaks_off_leaves_nothing_behind(tmp_path: pathlib.Path) -> None:
    path = kept(tmp_path)
    with files_of(50_000), pytest.raises(JournalError) as caught:
        backup(path, tmp_path / "tuesday")
    assert caught.value.place == str(tmp_path / "tuesday" / "journal.db")
    assert caught.value.hint
    assert list((tmp_path / "tuesday").iterdir()) == []
    backup(path, tmp_path / "tuesday")
    copy = open_journal(tmp_path / "tuesday" / "journal.db")
    assert words(copy) == ["Zanzibar", "hello"]
    copy.close()


def test_a_backup_is_put_in_the_place_of_nothing(tmp_path: pathlib.Path) -> None:
    path = kept(tmp_path)
    path.unlink()
    keys_of(path).unlink()
    book = restore(tmp_path / MONDAY, path)
    assert words(book) == ["Zanzibar", "hello"]
    assert {stat.S_IMODE(one.stat().st_mode) for one in (path, keys_of(path))} == {0o600}
    book.close()


def test_a_journal_is_only_replaced_where_that_is_asked_for(tmp_path: pathlib.Path) -> None:
    path = kept(tmp_path)
    book = opened(tmp_path)
    intake(book).take([says("c3", text="since then")])
    book.close()
    with pytest.raises(JournalError, match="there is a journal already") as caught:
        restore(tmp_path / MONDAY, path)
    assert "--replace" in caught.value.hint
    again = opened(tmp_path)
    assert words(again) == ["Zanzibar", "hello", "since then"]
    again.close()
    back = restore(tmp_path / MONDAY, path, replace=True)
    assert words(back) == ["Zanzibar", "hello"]
    back.close()
    left = ["journal.db", "journal.db.keys", "journal.db.lock", MONDAY]
    assert sorted(one.name for one in tmp_path.iterdir()) == left


def test_what_was_erased_since_is_erased_in_what_is_put_back(tmp_path: pathlib.Path) -> None:
    path = kept(tmp_path)
    book = opened(tmp_path)
    erase(book, "ann", 7.0)
    gone = book.keys.erased()
    book.close()
    back = restore(tmp_path / MONDAY, path, replace=True)
    assert words(back) == ["hello"]
    assert back.keys.contact("ann") is None
    assert back.keys.erased() == gone == erased(keys_of(path))
    assert back.find("c1") is None
    assert faults(back) == []
    back.close()


def test_erasures_count_even_where_only_the_keys_are_left(tmp_path: pathlib.Path) -> None:
    path = kept(tmp_path)
    book = opened(tmp_path)
    erase(book, "ann", 7.0)
    book.close()
    path.unlink()
    back = restore(tmp_path / MONDAY, path)
    assert words(back) == ["hello"]
    back.close()


def test_a_damaged_file_of_keys_does_not_keep_a_backup_out(tmp_path: pathlib.Path) -> None:
    path = kept(tmp_path)
    keys_of(path).write_bytes(b"garbage" * 1_000)
    assert erased(keys_of(path)) is None
    back = restore(tmp_path / MONDAY, path, replace=True)
    assert words(back) == ["Zanzibar", "hello"]
    back.close()


def test_a_backup_that_is_not_there_or_damaged_is_told(tmp_path: pathlib.Path) -> None:
    path = kept(tmp_path)
    before = path.read_bytes()
    with pytest.raises(JournalError, match="there is no backup"):
        restore(tmp_path / "tuesday", path, replace=True)
    copy = tmp_path / MONDAY / "journal.db"
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(JournalError, match="is damaged") as caught:
        restore(tmp_path / MONDAY, path, replace=True)
    assert caught.value.place == str(copy)
    copy.write_bytes(whole)
    keys_of(copy).unlink()
    with pytest.raises(JournalError, match="there is no backup"):
        restore(tmp_path / MONDAY, path, replace=True)
    assert path.read_bytes() == before


def test_damage_that_only_a_look_through_finds_is_told(tmp_path: pathlib.Path) -> None:
    path = kept(tmp_path)
    look_through(path)
    execute(path, "CREATE TABLE extra (a)")
    numbers = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 199)"
    execute(path, f"INSERT INTO extra {numbers} SELECT printf('%0500d', i) FROM n")
    raw = path.read_bytes()
    place = raw.rindex(b"0" * 497 + b"150")
    path.write_bytes(raw[: place - 6] + b"\xff\xff\xff\xff" + raw[place - 2 :])
    with pytest.raises(JournalError, match="is damaged") as caught:
        look_through(path)
    assert (caught.value.place, "restore" in caught.value.hint) == (str(path), True)


@pytest.mark.parametrize(
    ("blocked", "told"),
    [
        ("journal.db.restored", "cannot be made"),
        ("journal.db.keys", "cannot be written"),
        (f"{MONDAY}/journal.db", "cannot be written"),
    ],
)
def test_where_nothing_can_be_written_or_read_the_journal_stays(
    tmp_path: pathlib.Path, blocked: str, told: str
) -> None:
    path = kept(tmp_path)
    before = path.read_bytes()
    (tmp_path / blocked).unlink(missing_ok=True)
    (tmp_path / blocked).mkdir()
    with pytest.raises(JournalError, match=told) as caught:
        restore(tmp_path / MONDAY, path, replace=True)
    assert caught.value.hint
    assert path.read_bytes() == before


def test_a_hold_since_the_backup_still_stands(tmp_path: pathlib.Path) -> None:
    path = kept(tmp_path)
    with contextlib.closing(open_journal(path)) as book:
        intake(book).take([says("c7", 1, contact="ann"), says("c8", 1, contact="zoe")])
        backup(path, tmp_path / "tuesday")
        hold(book, "ann", Hold("Eve", 0.0))
        intake(book).take([says("c9", 1, contact="new")])
        hold(book, "new", Hold("Eve", 0.0))
    with contextlib.closing(restore(tmp_path / "tuesday", path, replace=True)) as book:
        with pytest.raises(Held):
            erase(book, "ann", 1.0)
        erase(book, "zoe", 1.0)
