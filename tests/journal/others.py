"""Other programs, each in a process of its own, that work on a journal."""

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import pathlib
import resource
import typing as t

from journal.making import intake, says
from mulligan.conversation.message import Message
from mulligan.errors import JournalError
from mulligan.journal.opening import memory, open_journal

Told = t.Any
NOBODY: t.Final = 65_534
_spawn: t.Final = multiprocessing.get_context("spawn")


class Other:
    """A program that runs; `result` waits for what it tells at its end."""

    def __init__(self, run: t.Callable[..., Told], *given: object) -> None:
        self._pipe, theirs = _spawn.Pipe()
        self._process = _spawn.Process(target=_told, args=(theirs, run, given))
        self._process.start()
        theirs.close()

    def result(self) -> Told:
        """What it tells at its end."""
        told = self._pipe.recv()
        self._process.join()
        assert self._process.exitcode == 0
        self._process.close()
        self._pipe.close()
        return told


def _told(
    pipe: multiprocessing.connection.Connection,
    run: t.Callable[..., Told],
    given: tuple[object, ...],
) -> None:
    pipe.send(run(*given))
    pipe.close()


def write(path: pathlib.Path, who: str, count: int, most: int) -> list[str]:
    """Bring messages, some at once, to a conversation of its own and to one of all."""
    book = open_journal(path)
    taking = intake(book)
    kinds: list[str] = []
    for start in range(0, count, most):
        group = [
            Message(conversation=name, id=f"{who}-{number}", speaker="customer", text=who)
            for number in range(start, start + most)
            for name in ("all", who)
        ]
        kinds += [type(result).__name__ for result in taking.take(group)]
    book.close()
    return kinds


def write_until_it_fails(path: pathlib.Path, size: int) -> tuple[int, JournalError]:
    """Bring messages while no file may grow larger; how many were acknowledged, and the error."""
    book = open_journal(path)
    taking = intake(book)
    number = 0
    with files_of(size):
        while True:
            try:
                taking.take([says("c1", number, "x" * 5_000)])
            except JournalError as error:
                return number, error
            number += 1


@contextlib.contextmanager
def files_of(size: int) -> t.Iterator[None]:
    """Let no file of this process grow larger."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def write_as_nobody(path: pathlib.Path, warm: pathlib.Path) -> tuple[int, JournalError | None]:
    """Write to a journal without the rights to; how many texts it has, and the error.

    What is done at first has all that is needed loaded, while that can still be read.
    """
    intake(memory()).take([says()])
    open_journal(warm, new=True).close()
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    texts = 0
    try:
        with contextlib.closing(open_journal(path)) as book:
            texts = book.store.counts()["texts"]
            intake(book).take([says(number=2)])
    except JournalError as error:
        return texts, error
    finally:
        if root:
            os.seteuid(0)
    return texts, None
