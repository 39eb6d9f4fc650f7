"""kill -9 at random moments: what was acknowledged is there, in order, and nothing is doubled."""

import contextlib
import os
import pathlib
import random
import signal
import subprocess
import sys
import typing as t

import pytest

from mulligan.conversation.fact import Acted, Decided, Fired, Received, Refolded
from mulligan.conversation.words import ALARMS
from mulligan.journal.book import Book
from mulligan.journal.opening import open_journal
from mulligan.pipeline import Pipeline
from mulligan.pipeline.intake import Intake
from mulligan.pipeline.protocols import Protocols
from mulligan.pipeline.replay import replay
from mulligan.protocol.timing import timers
from mulligan.signals.given import GivenReader
from support import ROOT, shipped

pytestmark = pytest.mark.exhaustive

JOURNALS: t.Final = 15
KILLS: t.Final = 20
"""Kills of each journal's programs, one after the other: 300 in all."""

Acknowledged = list[tuple[str, str]]


@contextlib.contextmanager
def loading() -> t.Iterator[subprocess.Popen[str]]:
    """The program that forks those that are killed."""
    command = [sys.executable, "-m", "tests.crash.load"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, text=True, bufsize=1, stdin=pipe, stdout=pipe
    ) as program:
        yield program
        assert program.stdin is not None
        program.stdin.close()
        assert program.wait() == 0


def killed(
    program: "subprocess.Popen[str]", path: pathlib.Path, seed: int, dice: random.Random
) -> Acknowledged:
    """Let a child run until it acknowledged a few, kill it, and say what it acknowledged."""
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write(f"{path} {seed}\n")
    lines: list[str] = []
    child, wanted = 0, dice.randrange(1, 60)
    while not child or len(lines) < wanted:
        line = program.stdout.readline()
        if line.startswith("child "):
            child = int(line.split()[1])
        else:
            lines.append(line)
    for _ in range(dice.randrange(30_000)):
        """A little later, in the middle of anything."""
    os.kill(child, signal.SIGKILL)
    while (line := program.stdout.readline()) != "gone\n":
        lines.append(line)
    return [(found[0], found[1]) for found in map(str.split, lines)]


@pytest.mark.parametrize("number", range(JOURNALS))
def test_what_was_acknowledged_is_there_in_order_and_once(
    number: int, tmp_path: pathlib.Path
) -> None:
    dice = random.Random(number)
    path = tmp_path / "journal.db"
    acknowledged: Acknowledged = []
    with loading() as program:
        for kill in range(KILLS):
            acknowledged += killed(program, path, kill, dice)
            with contextlib.closing(open_journal(path)) as book:
                if dice.random() < 0.5:
                    Intake(Pipeline(shipped("default"), GivenReader(), book), book).resume()
                    check(book, acknowledged)
    with contextlib.closing(open_journal(path)) as book:
        Intake(Pipeline(shipped("default"), GivenReader(), book), book).resume()
        check(book, acknowledged)


def check(book: Book, acknowledged: Acknowledged) -> None:
    """Everything acknowledged is there, followed once and in order; timers and alarms too."""
    store = book.store
    assert store.counts()["waiting"] == 0
    assert replay(store, Protocols(book)).faults == []
    alarms = []
    for stored in store.follow():
        fact = stored.fact
        decided = fact.decided if isinstance(fact, Refolded) else fact
        if isinstance(decided, Decided) and decided.move in ALARMS:
            alarms.append(stored.position)
    assert [order.position for order in store.orders(10**6)] == alarms
    for stream in store.streams():
        known = book.directory.of(stream)
        assert known.lock is not None
        facts = [stored.fact for stored in store.facts(stream.id)]
        followed = [fact.message for fact in facts if isinstance(fact, Received)]
        wanted = [
            known.lock.alias(name)
            for conversation, name in acknowledged
            if conversation == known.name
            and store.text(stream.id, f"message:{known.lock.alias(name)}")
        ]
        acts = [
            name
            for conversation, name in acknowledged
            if conversation == known.name and store.text(stream.id, f"act:{known.lock.alias(name)}")
        ]
        told = [name for conversation, name in acknowledged if conversation == known.name]
        assert len(wanted) + len(acts) == len(told)
        assert len(followed) == len(set(followed))
        places = {alias: place for place, alias in enumerate(followed)}
        assert [places[alias] for alias in wanted] == sorted(places[alias] for alias in wanted)
        assert sum(isinstance(fact, Acted) for fact in facts) >= len(acts)
        rung = [(fact.timer, fact.at) for fact in facts if isinstance(fact, Fired)]
        assert len(rung) == len(set(rung))
        talk = book.find(known.name)
        if talk is not None:
            running = timers(Protocols(book).table(talk.opened.protocol), talk.state)
            assert stream.due == (running[0][0] if running else None)
