"""What goes on is told to whoever listens, and nobody has to keep up."""

import asyncio
import pathlib
import typing as t

import pytest

from mulligan.errors import BadInput, JournalError
from mulligan.journal.opening import open_journal
from mulligan.pipeline import Pipeline
from mulligan.pipeline.intake import Intake
from mulligan.protocol.file.load import load
from mulligan.signals.given import GivenReader
from mulligan.web import hub as hubs
from mulligan.web.hub import EVERYTHING
from web.serving import WAIT_SECONDS, Served, did, said


async def _until(house: Served, number: int, then: t.Awaitable[object]) -> None:
    """Let something happen, and wait until a change in this conversation is told."""
    with house.hub.listening() as told:
        await then
        async with asyncio.timeout(WAIT_SECONDS):
            while number not in await told.get():
                pass


def test_a_change_is_told_by_the_number_of_its_conversation(house: Served) -> None:
    house.submit(said("hello", 1, conversation="other"))
    house.ask(_until(house, 2, house.hub.submit(said("hello", 1))))


def test_what_another_program_writes_is_told_too(house: Served) -> None:
    house.submit(said("hello", 1))
    house.ask(_until(house, 1, asyncio.to_thread(_write, house.path)))
    assert len(house.ask(house.hub.thread(1)).lines) == 2


def _write(path: pathlib.Path) -> None:
    book = open_journal(path)
    Intake(Pipeline(load("default"), GivenReader(), book), book).take([said("me again", 2)])
    book.close()


def test_who_is_too_far_behind_is_told_to_look_at_everything_anew(
    house: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "_BEHIND", 2)

    async def told() -> hubs.Changes:
        with house.hub.listening() as slow, house.hub.listening() as quick:
            for number in range(1, 5):
                await house.hub.submit(said("…", number, conversation=f"c{number}"))
                while number not in await quick.get():
                    pass
            return await slow.get()

    assert house.ask(told()) == EVERYTHING


def test_what_cannot_be_is_a_fault_and_the_rest_goes_on(house: Served) -> None:
    house.submit(said("hello", 1))
    with pytest.raises(BadInput, match="no such message"):
        house.submit(did("disagree", 2, message="nothing"))
    house.submit(said("hello again", 3))
    assert len(house.ask(house.hub.thread(1)).lines) == 2


def test_a_journal_goes_on_where_it_was(tmp_path: pathlib.Path) -> None:
    with Served(tmp_path / "journal.db") as first:
        first.submit(said("hello", 1))
    with Served(tmp_path / "journal.db") as second:
        second.submit(said("hello again", 2))
        assert len(second.ask(second.hub.thread(1)).lines) == 2


def test_a_journal_at_fault_is_told_and_does_not_end_what_follows(
    house: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    house.ask(_until(house, 1, house.hub.submit(said("hello", 1))))
    store = house.ask(house.hub._ask(lambda: house.hub._book.store))
    whole, calls = store.since, []

    def failing(after: int) -> tuple[int, set[int]]:
        calls.append(after)
        if len(calls) == 1:
            raise JournalError("the disk is full")
        return whole(after)  # type: ignore[no-any-return]

    monkeypatch.setattr(store, "since", failing)
    house.ask(_until(house, 1, house.hub.submit(said("hello again", 2))))
    assert "the disk is full" in caplog.text
