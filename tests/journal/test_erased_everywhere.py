"""What people wrote, and who they are, is nowhere in plain, and gone for good once it is erased."""

import logging
import pathlib
import typing as t

import pytest

from journal.making import (
    everything,
    execute,
    faults,
    intake,
    opened,
)
from journal.planted import CONTACT, CONVERSATION, HELD, PLANTED, STAFF, message, said, wrong
from mulligan.errors import BadInput, Damaged, Held, JournalError, MulliganError
from mulligan.journal.backup import backup, restore
from mulligan.journal.book import Book
from mulligan.journal.directory import NAMES, TITLE
from mulligan.journal.erasure import erase, hold, release
from mulligan.journal.keys import Hold, Keys
from mulligan.journal.opening import keys_of


def raw(folder: pathlib.Path) -> dict[str, bytes]:
    """The bytes of every file."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def holds(content: bytes) -> list[str]:
    """Which of the planted strings some bytes hold, in any usual encoding."""
    codes = ("utf-8", "utf-16-le", "utf-16-be")
    return [one for one in PLANTED for code in codes if one.encode(code) in content]


def nothing_in_plain(folder: pathlib.Path) -> None:
    """No file has any of it in plain, and no column of any table."""
    for path, content in raw(folder).items():
        assert holds(content) == [], path
    for file in everything(folder / "journal.db"):
        for name, rows in file.items():
            for row in rows:
                for value in row:
                    plain = value if isinstance(value, bytes) else str(value).encode()
                    assert holds(plain) == [], name


def openable(book: Book) -> list[str]:
    """All words that can be opened."""
    found = []
    for stream in book.store.streams():
        for text in book.store.texts(stream.id):
            found.append(str(book.open(text)))
    return found


@pytest.fixture
def kept(tmp_path: pathlib.Path) -> t.Iterator[Book]:
    book = opened(tmp_path)
    intake(book).take(said())
    yield book
    book.close()


def test_what_was_planted_can_be_read_by_who_has_the_keys(kept: Book) -> None:
    known = "\n".join(openable(kept)) + str(hold_of(kept))
    assert [one for one in PLANTED if one not in known] == []


def hold_of(book: Book) -> Hold | None:
    hold(book, CONTACT, Hold(STAFF, 1.0, HELD))
    contact = book.keys.contact(CONTACT)
    assert contact is not None
    return book.keys.held(contact)


def test_no_file_has_any_of_it_in_plain(kept: Book, tmp_path: pathlib.Path) -> None:
    hold(kept, CONTACT, Hold(STAFF, 1.0, HELD))
    assert (tmp_path / "journal.db-wal").stat().st_size > 0
    nothing_in_plain(tmp_path)
    kept.close()
    nothing_in_plain(tmp_path)
    for stored in kept.store.follow():
        assert holds(stored.raw) == []


def test_neither_errors_nor_logs_nor_output_tell_any_of_it(
    kept: Book,
    tmp_path: pathlib.Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[MulliganError] = []
    told += [one for one in intake(kept).take(wrong()) if isinstance(one, BadInput)]
    assert len(told) == 4
    kept.close()
    path = tmp_path / "journal.db"
    backup(path, tmp_path / "backup")
    execute(path, "UPDATE streams SET names = x'00', title = x'00', opened = x'00', state = x'00'")
    execute(path, "UPDATE texts SET sealed = x'00' WHERE id % 2")
    again = opened(tmp_path)
    taking = intake(again)
    for item in (*said(), *wrong(), message(50, at=50.0)):
        told += [one for one in taking.take([item]) if isinstance(one, MulliganError)]
    told += again.faults
    execute(path, "UPDATE facts SET raw = '{}'")
    execute(path, "UPDATE streams SET opened = x'00'")
    again.refresh()
    told += [one for one in taking.take([message(60)]) if isinstance(one, MulliganError)]
    for ask in (lambda: erase(again, "nobody", 1.0), lambda: openable(again)):
        with pytest.raises(MulliganError) as caught:
            ask()
        told.append(caught.value)
    again.close()
    assert {type(one) for one in told} >= {BadInput, Damaged}
    for one in told:
        assert holds((one.message + one.hint).encode()) == [], one
        if isinstance(one, JournalError):
            assert holds(str(one).encode()) == [], one
    assert holds("".join(capfd.readouterr()).encode()) == []
    assert holds(caplog.text.encode()) == []


def test_once_erased_nobody_opens_it_with_all_files(kept: Book, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "journal.db"
    hold(kept, CONTACT, Hold(STAFF, 1.0, HELD))
    with pytest.raises(Held):
        erase(kept, CONTACT, 2.0)
    release(kept, CONTACT)
    before = everything(path)
    facts = [stored.raw for stored in kept.store.follow()]
    sealed = [row[-1] for row in before[0]["texts"]]
    sealed += [row[3] for row in before[0]["streams"]]
    secrets = [row[-1] for row in before[1]["locks"] + before[1]["contacts"]]
    digests = [row[1] for row in before[0]["streams"] + before[1]["contacts"]]
    assert (len(sealed), len(secrets)) == (9 + 2, 2 + 1)
    files = b"".join(raw(tmp_path).values())
    assert all(secret in files for secret in (*secrets, *sealed, *digests))
    assert erase(kept, CONTACT, 3.0).conversations == 2
    for gone in (*secrets, *sealed, *digests):
        assert gone not in b"".join(raw(tmp_path).values())
    kept.close()
    again = opened(tmp_path)
    assert openable(again) == []
    assert [stored.raw for stored in again.store.follow()] == facts
    assert faults(again) == []
    assert [one.title + one.names for one in again.store.streams()] == [b"", b""]
    assert [one.contact for one in again.store.streams()] == ["", ""]
    nothing_in_plain(tmp_path)
    for name in (CONVERSATION, CONTACT):
        with pytest.raises(BadInput):
            erase(again, name, 4.0)
    again.close()


def test_the_keys_alone_open_nothing_that_others_kept(kept: Book, tmp_path: pathlib.Path) -> None:
    """A copy of the sealed words that somebody made before is closed by the erasure, too."""
    copies = [(one.title, TITLE) for one in kept.store.streams()]
    copies += [(one.names, NAMES) for one in kept.store.streams()]
    for stream in kept.store.streams():
        copies += [(text.sealed, text.entry) for text in kept.store.texts(stream.id)]
    locks = [one.lock for one in kept.store.streams() if one.lock is not None]
    erase(kept, CONTACT, 3.0)
    kept.close()
    keys = Keys(keys_of(tmp_path / "journal.db"))
    assert [keys.lock(lock) for lock in locks] == [None, None]
    other = keys.make(1)[0]
    for sealed, label in copies:
        with pytest.raises(JournalError):
            other.open(sealed, label)
    keys.close()


def test_an_older_backup_brings_nothing_back(tmp_path: pathlib.Path) -> None:
    live, safe = tmp_path / "live", tmp_path / "safe"
    live.mkdir()
    book = opened(live)
    intake(book).take(said())
    backup(live / "journal.db", safe)
    assert any(secret in raw(safe)[str(safe / "journal.db.keys")] for secret in _secrets(safe))
    facts = [stored.raw for stored in book.store.follow()]
    erase(book, CONTACT, 3.0)
    book.close()
    secrets = _secrets(safe)
    back = restore(safe, live / "journal.db", replace=True)
    assert openable(back) == []
    assert back.keys.contact(CONTACT) is None
    assert [stored.raw for stored in back.store.follow()] == facts
    assert faults(back) == []
    assert not any(secret in content for secret in secrets for content in raw(live).values())
    nothing_in_plain(live)
    back.close()
    nothing_in_plain(live)


def _secrets(folder: pathlib.Path) -> list[bytes]:
    _, keys = everything(folder / "journal.db")
    return [row[-1] for row in keys["locks"] + keys["contacts"]]
