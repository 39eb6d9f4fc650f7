"""One writer serves many threads: in order, in groups, and with every error told."""

import concurrent.futures
import pathlib
import threading
import typing as t

import pytest

from journal.making import THREAT, execute, facts, faults, intake, opened, outcome, says
from mulligan.conversation.fact import Received
from mulligan.conversation.message import Message
from mulligan.errors import BadInput, JournalError
from mulligan.journal.letters import Accepted, Item
from mulligan.pipeline.carry import Result
from mulligan.pipeline.follow import Pipeline
from mulligan.pipeline.intake import GROUP, Intake
from mulligan.pipeline.worker import Worker
from mulligan.signals.given import GivenReader
from support import shipped

PATIENCE: t.Final = 30.0


class Gate(Intake):
    """Lets nothing in until it is opened, and notes how large each group is."""

    def __init__(self, taking: Intake) -> None:
        super().__init__(taking._pipeline, taking._book)
        self.opened = threading.Event()
        self.groups: list[int] = []

    def accept(self, items: t.Sequence[Item]) -> list[Accepted]:
        self.opened.wait(PATIENCE)
        self.groups.append(len(items))
        return super().accept(items)


def test_items_are_accepted_and_then_followed(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    with Worker(intake(book)) as worker:
        tickets = [worker.submit(says(number=number)) for number in (1, 1)]
        assert [ticket.accepted.result(PATIENCE) for ticket in tickets] == [True, False]
        assert outcome(tickets[0].followed.result(PATIENCE)).conversation == "c1"
        assert tickets[1].followed.result(PATIENCE) is None
        other = worker.submit(says(text="other"))
        assert other.accepted.result(PATIENCE) is False
        assert isinstance(other.followed.result(PATIENCE), BadInput)
    book.close()


def test_each_threads_items_stay_in_their_order(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    with Worker(intake(book)) as worker:

        def bring(conversation: str) -> list[Result]:
            tickets = [worker.submit(says(conversation, number)) for number in range(60)]
            return [ticket.followed.result(PATIENCE) for ticket in tickets]

        with concurrent.futures.ThreadPoolExecutor(4) as threads:
            results = list(threads.map(bring, ("c1", "c2", "c3", "c4")))
    assert all(outcome(result) for each in results for result in each)
    for name in ("c1", "c2", "c3", "c4"):
        known = book.directory.find(name)
        assert known is not None
        assert known.lock is not None
        heard = [fact.message for fact in facts(book, name) if isinstance(fact, Received)]
        assert heard == [known.lock.alias(f"m{number}") for number in range(60)]
    assert faults(book) == []
    book.close()


def test_groups_grow_with_the_load_up_to_a_number(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    gate = Gate(intake(book))
    with Worker(gate) as worker:
        tickets = [worker.submit(says(number=number)) for number in range(2 * GROUP + 40)]
        gate.opened.set()
        assert all(ticket.accepted.result(PATIENCE) for ticket in tickets)
    assert sum(gate.groups) == 2 * GROUP + 40
    assert max(gate.groups) == GROUP
    assert len(gate.groups) < 6
    book.close()


def test_who_brings_too_much_waits(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    gate = Gate(intake(book))
    brought = threading.Semaphore(0)

    def bring() -> None:
        for number in range(GROUP + 20):
            worker.submit(says(number=number))
            brought.release()

    with Worker(gate, most=2) as worker:
        thread = threading.Thread(target=bring)
        thread.start()
        while brought.acquire(timeout=0.5):
            """Those that found a place; the worker holds one group, and two wait."""
        assert thread.is_alive()
        gate.opened.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()
    assert book.messages("c1") == GROUP + 20
    book.close()


def test_time_passes_after_what_came_in_before(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    with Worker(intake(book)) as worker:
        worker.submit(says(given=THREAT, at=0.0))
        rings = worker.tick(61.0)
        later = worker.submit(says("c2", at=130.0))
        assert [ring.decided.rule for ring in rings.result(PATIENCE)] == ["time.ring"]
        assert len(outcome(later.followed.result(PATIENCE)).rings) == 1
        assert worker.tick(140.0).result(PATIENCE) == ()
    book.close()


def test_the_end_comes_after_all_that_was_brought(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    with Worker(intake(book)) as worker:
        tickets = [worker.submit(says(number=number)) for number in range(500)]
    assert all(ticket.followed.done() for ticket in tickets)
    assert book.messages("c1") == 500
    book.close()


def test_errors_of_the_journal_reach_everybody_and_the_worker_goes_on(
    tmp_path: pathlib.Path,
) -> None:
    book = opened(tmp_path)
    path = tmp_path / "journal.db"
    abort = "BEFORE INSERT ON {} BEGIN SELECT RAISE(ABORT, 'no'); END"
    with Worker(intake(book)) as worker:
        execute(path, "CREATE TRIGGER one " + abort.format("texts"))
        refused = worker.submit(says(number=1))
        for future in (refused.accepted, refused.followed):
            assert isinstance(future.exception(PATIENCE), JournalError)
        execute(path, "DROP TRIGGER one")
        execute(path, "CREATE TRIGGER two " + abort.format("facts"))
        safe = worker.submit(says(number=2, given=THREAT, at=0.0))
        assert safe.accepted.result(PATIENCE) is True
        assert isinstance(safe.followed.exception(PATIENCE), JournalError)
        execute(path, "DROP TRIGGER two")
        after = worker.submit(says(number=3))
        assert outcome(after.followed.result(PATIENCE)).state.stage == "left"
        execute(path, "CREATE TRIGGER two " + abort.format("facts"))
        assert isinstance(worker.tick(61.0).exception(PATIENCE), JournalError)
        execute(path, "DROP TRIGGER two")
        assert len(worker.tick(61.0).result(PATIENCE)) == 1
    assert book.messages("c1") == 2
    assert faults(book) == []
    book.close()


class Clumsy(Pipeline):
    """A pipeline that has a fault of its own."""

    def receive(self, message: Message) -> t.Any:
        raise ZeroDivisionError


def test_a_fault_in_the_program_is_told_and_nothing_is_lost(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    with Worker(Intake(Clumsy(shipped("default"), GivenReader(), book), book)) as worker:
        ticket = worker.submit(says())
        assert ticket.accepted.result(PATIENCE)
        with pytest.raises(ZeroDivisionError):
            ticket.followed.result(PATIENCE)
    assert intake(book).resume() == 1
    assert faults(book) == []
    book.close()


def test_nobody_can_spoil_a_group_by_losing_patience(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    gate = Gate(intake(book))
    with Worker(gate) as worker:
        tickets = [worker.submit(says(number=number)) for number in range(3)]
        rings = worker.tick(1.0)
        assert not any(future.cancel() for future in (*tickets[1], rings))
        gate.opened.set()
        assert all(outcome(ticket.followed.result(PATIENCE)) for ticket in tickets)
        assert rings.result(PATIENCE) == ()
    book.close()


def test_a_worker_that_ended_takes_nothing_more(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    with Worker(intake(book)) as worker:
        pass
    for bring in (lambda: worker.submit(says()), lambda: worker.tick(1.0)):
        with pytest.raises(RuntimeError, match="ended"):
            bring()
    book.close()
