"""The journal: messages a second on the disk, and what length does to the cost of one."""

import contextlib
import os
import pathlib
import statistics
import tempfile
import threading
import time
import typing as t

from benchmarks.speed.copies import Copies
from benchmarks.speed.figure import Figure, say
from mulligan import plugins
from mulligan.channels import jsonl
from mulligan.conversation.message import Message
from mulligan.journal.opening import open_journal
from mulligan.pipeline import Pipeline
from mulligan.pipeline.intake import Intake
from mulligan.pipeline.protocols import Protocols
from mulligan.pipeline.replay import replay
from mulligan.pipeline.worker import Worker
from mulligan.protocol.file.load import load

AT_ONCE: t.Final = 64
MESSAGES: t.Final = 10_000
LENGTHS: t.Final = (1_000, 10_000, 100_000, 1_000_000)
TIMERS: t.Final = 100_000
_FURTHER: t.Final = 300


def figures(lines: t.Callable[[pathlib.Path, int], None]) -> t.Iterator[Figure]:
    """All of it; `lines` writes so many made-up messages into a file."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _throughput(pathlib.Path(folder), lines)
    yield from _lengths()
    with tempfile.TemporaryDirectory() as folder:
        yield from _timers(pathlib.Path(folder))


def _throughput(
    folder: pathlib.Path, lines: t.Callable[[pathlib.Path, int], None]
) -> t.Iterator[Figure]:
    say(f"{MESSAGES:,} messages of {AT_ONCE} conversations at once into a journal …")
    talks: dict[str, list[Message]] = {}
    lines(folder / "messages.jsonl", MESSAGES)
    with (folder / "messages.jsonl").open("rb") as file:
        for _, item in jsonl.read(file, "messages.jsonl", {}):
            assert isinstance(item, Message)
            talks.setdefault(item.conversation, []).append(item)
    path = folder / "journal.db"
    with contextlib.closing(open_journal(path, new=True)) as book:
        pipeline = Pipeline(load("default"), plugins.reader("lexicon"), book)
        safe, whole, seconds = _carry(Intake(pipeline, book), talks)
        yield Figure(
            f"lexicon, SQLite at `synchronous=FULL`, {AT_ONCE} conversations at once",
            f"{MESSAGES / seconds:,.0f} messages/s, all on the disk",
        )
        yield Figure("… until a message is acknowledged", _spread(safe))
        yield Figure("… until it is followed to its end", _spread(whole))
        began = time.perf_counter()
        found = replay(book.store, Protocols(book))
        seconds = time.perf_counter() - began
        faults = f", {len(found.faults)} faults" if found.faults else ""
        yield Figure("… replayed", f"{found.facts / seconds:,.0f} facts/s{faults}")


def _carry(
    intake: Intake, talks: dict[str, list[Message]]
) -> tuple[list[float], list[float], float]:
    """Each conversation waits for one message to be followed before it brings the next."""
    waiting, lock = iter(talks.values()), threading.Lock()
    safe: list[float] = []
    whole: list[float] = []

    def bring() -> None:
        while True:
            with lock:
                talk = next(waiting, None)
            if talk is None:
                return
            for message in talk:
                began = time.perf_counter()
                ticket = worker.submit(message)
                ticket.accepted.result()
                safe.append(time.perf_counter() - began)
                ticket.followed.result()
                whole.append(time.perf_counter() - began)

    began = time.perf_counter()
    with Worker(intake) as worker:
        threads = [threading.Thread(target=bring) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return safe, whole, time.perf_counter() - began


def _lengths() -> t.Iterator[Figure]:
    for length in LENGTHS:
        say(f"a journal of {length:,} facts …")
        for what, copies in (("one conversation", 1), ("many conversations", None)):
            with tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder) / "journal.db"
                Copies(path).fill(length, copies)
                os.sync()
                began = time.perf_counter()
                book = open_journal(path)
                opened = time.perf_counter() - began
                with contextlib.closing(book):
                    intake = Intake(Pipeline(load("default"), plugins.reader("given"), book), book)
                    mean = _further(intake)
                yield Figure(
                    f"{length:,} facts in {what} ({path.stat().st_size >> 20} MiB)",
                    f"opened in {opened * 1000:,.0f} ms; a further message {mean:.2f} ms",
                )


def _further(intake: Intake) -> float:
    """The median milliseconds of one more message of the conversation that is there."""
    taken = []
    for number in range(_FURTHER):
        message = Message(conversation="c0", id=f"new{number}", speaker="customer", text="And now?")
        began = time.perf_counter()
        intake.take([message])
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def _timers(folder: pathlib.Path) -> t.Iterator[Figure]:
    say(f"{TIMERS:,} timers …")
    path = folder / "journal.db"
    copies = Copies(path)
    copies.fill(TIMERS * copies.facts, TIMERS)
    with contextlib.closing(open_journal(path)) as book:
        pipeline = Pipeline(load("default"), plugins.reader("given"), book)
        intake = Intake(pipeline, book)
        first = min(due for due, _ in book.store.dues())
        began = time.perf_counter()
        intake.tick(first - 1)
        looked = time.perf_counter() - began
        yield Figure(
            f"{TIMERS:,} timers: looking for what is due, with none due", f"{looked:.2f} s"
        )
        began = time.perf_counter()
        rings = intake.tick(max(due for due, _ in book.store.dues()))
        fired = time.perf_counter() - began
        yield Figure(
            "… firing all of them: read, judged, on the disk",
            f"{len(rings):,} in {fired:.1f} s",
        )


def _spread(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    return f"median {middle * 1000:.0f} ms, 99th percentile {late * 1000:.0f} ms"
