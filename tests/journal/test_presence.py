"""A program can tell whether it is alone at a journal, and a restore waits for nobody."""

import contextlib
import pathlib

import pytest

from journal.making import intake, says
from mulligan.errors import JournalError
from mulligan.journal.backup import backup, restore
from mulligan.journal.opening import memory, open_journal
from mulligan.journal.presence import Presence


def test_one_is_alone_until_another_comes_and_after_it_went(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "j.db"
    with Presence(path) as one:
        assert one.alone()
        with Presence(path) as other:
            assert (one.alone(), other.alone()) == (False, False)
        assert one.alone()
        one.close()
    assert memory().alone()


def test_nobody_comes_in_while_somebody_wants_it_alone(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "j.db"
    with Presence(path, alone=True), pytest.raises(JournalError, match="in use") as caught:
        Presence(path)
    assert (caught.value.place, caught.value.hint != "") == (str(path), True)


def test_who_cannot_show_it_is_there_is_never_alone(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "nowhere" / "j.db"
    with Presence(path) as one:
        assert not one.alone()
    with pytest.raises(JournalError, match="cannot be written to: No such file"):
        Presence(path, alone=True)


def test_what_another_program_is_about_to_follow_is_left_to_it(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "j.db"
    with contextlib.closing(open_journal(path, new=True)) as one:
        taking = intake(one)
        texts = taking.accept([says()])
        with contextlib.closing(open_journal(path)) as other:
            assert intake(other).resume() == 0
        assert taking.follow([says()], texts) != [None]
        taking.accept([says(number=2)])
    with contextlib.closing(open_journal(path)) as later:
        assert intake(later).resume() == 1


def test_nothing_is_restored_under_a_program_that_runs(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "j.db"
    with contextlib.closing(open_journal(path, new=True)) as book:
        intake(book).take([says()])
        backup(path, tmp_path / "monday")
        with pytest.raises(JournalError, match="in use by another program"):
            restore(tmp_path / "monday", path, replace=True)
        intake(book).take([says(number=2)])
        assert book.messages("c1") == 2
    with contextlib.closing(restore(tmp_path / "monday", path, replace=True)) as book:
        assert book.messages("c1") == 1
