"""What goes on, live: takes things in, answers questions of pages, and tells who listens."""

import asyncio
import concurrent.futures
import contextlib
import logging
import pathlib
import time
import typing as t

from mulligan.conversation.errand import Errand
from mulligan.conversation.message import Message, Turn, shortened
from mulligan.conversation.signal import Finding
from mulligan.errors import Busy, MulliganError
from mulligan.journal.book import Book
from mulligan.journal.letters import Item
from mulligan.journal.opening import open_journal
from mulligan.pipeline import Pipeline
from mulligan.pipeline.carry import Result
from mulligan.pipeline.intake import Intake
from mulligan.pipeline.protocols import Protocols
from mulligan.pipeline.worker import Worker
from mulligan.protocol.schema import Protocol
from mulligan.signals.people_first import PeopleFirst
from mulligan.signals.port import Reader
from mulligan.web.asks import errand, orders
from mulligan.web.metrics import Metrics
from mulligan.web.overview import Overview, Row
from mulligan.web.tally import Count, Tally
from mulligan.web.thread import Thread, thread

LOOKS_SECONDS: t.Final = 1.0
"""How often the clock moves, and what other programs wrote is looked for."""

_BEHIND: t.Final = 1_000
"""How many changes may wait for a listener; one that is further behind is told to look anew."""

STUCK_SECONDS: t.Final = 15.0
"""A clock that stood still for so long tells that the journal is at fault."""

MOST_UNDERWAY: t.Final = 512
"""How many items may be on their way to the disk at once."""

_LOG: t.Final = logging.getLogger(__name__)

T = t.TypeVar("T")
Changes = frozenset[int]
EVERYTHING: t.Final[Changes] = frozenset((0,))
"""Told instead of the conversations that changed, where some were missed."""


class Hub:
    """Follows conversations into a journal, in one thread, and reads it for pages in another."""

    def __init__(self, path: pathlib.Path, protocol: Protocol, reader: Reader) -> None:
        self.reader = reader
        self._path = path
        self._protocol = protocol
        self._listeners: set[asyncio.Queue[Changes]] = set()
        self._asking = concurrent.futures.ThreadPoolExecutor(1, "mulligan-pages")
        self._news = asyncio.Event()
        self._underway = 0
        self._moved = time.monotonic()
        self.metrics = Metrics()

    @contextlib.asynccontextmanager
    async def running(self) -> t.AsyncIterator[None]:
        """Open the journal, follow what an earlier run left, and go on until the end."""
        self._loop = asyncio.get_running_loop()
        book = await asyncio.to_thread(open_journal, self._path, new=True)
        pipeline = Pipeline(self._protocol, PeopleFirst(self.reader), book)
        intake = Intake(pipeline, book)
        await asyncio.to_thread(intake.resume)
        await self._ask(self._open)
        with Worker(intake) as self._worker:
            watching = asyncio.create_task(self._watch())
            try:
                yield
            finally:
                watching.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await watching
        await self._ask(lambda: self._book.close())
        self._asking.shutdown()
        book.close()

    async def submit(self, item: Item) -> Result:
        """Take something in, and follow it; what it led to."""
        ticket = await asyncio.to_thread(self._worker.submit, item)
        result = await asyncio.wrap_future(ticket.followed)
        self._news.set()
        if isinstance(result, MulliganError):
            raise result
        return result

    @property
    def moving(self) -> bool:
        """Whether its clock moved just now."""
        return time.monotonic() - self._moved < STUCK_SECONDS

    async def accept(self, item: Item) -> bool:
        """Take something in; it is on the disk when this returns, and is followed after that.

        False for a second delivery. Raises `Busy` where too much waits already.
        """
        if self._underway >= MOST_UNDERWAY:
            self.metrics.refused.inc()
            raise Busy("too much waits to be taken in", hint="try again in a second")
        self._underway += 1
        began = time.monotonic()
        try:
            ticket = await asyncio.to_thread(self._worker.submit, item)
            ticket.followed.add_done_callback(lambda result: self._followed(result, began))
            new = await asyncio.wrap_future(ticket.accepted)
        finally:
            self._underway -= 1
        (self.metrics.accepted if new else self.metrics.repeated).inc()
        return new

    async def rows(self) -> list[Row]:
        """All conversations, by need."""
        return await self._ask(lambda: self._overview.rows())

    async def counts(self) -> dict[str, Count]:
        """What came in, by queue."""
        return await self._ask(lambda: self._tally.counts())

    async def orders(self, most: int) -> list[tuple[int, str, str]]:
        """What somebody has still to carry out: its position, its conversation, its queue."""
        return await self._ask(lambda: orders(self._book, most))

    async def settle(self, positions: t.Sequence[int]) -> None:
        """Note that it is taken care of."""
        await self._ask(lambda: self._book.store.settle(positions))

    async def errand(self, position: int, key: str, place: str) -> Errand | None:
        """What is asked for at a position, as it stands now; None where nobody waits any more."""
        return await self._ask(
            lambda: errand(self._book, self._protocols, self._overview, position, key, place)
        )

    async def number(self, name: str) -> int:
        """The number of a conversation that has begun."""
        rows = await self.rows()
        return next(row.number for row in rows if row.name == name)

    async def thread(self, number: int) -> Thread:
        """One conversation, whole; raises `BadInput` where there is none."""
        return await self._ask(lambda: thread(self._book, self._protocols, number))

    async def review(self, there: Thread, words: str) -> tuple[Finding, ...]:
        """What a reply that is not sent yet does well or badly in a conversation."""
        lines = [line.message for line in there.lines if line.message is not None]
        turns = shortened([Turn(line.speaker, line.text) for line in lines])
        reply = Message(conversation=there.name, id="-", speaker="agent", text=words)
        review = await asyncio.to_thread(self.reader.review, reply, turns, there.customer)
        return review.findings

    def _followed(self, result: "concurrent.futures.Future[Result]", began: float) -> None:
        """Told in the worker's thread: something that was accepted was followed to its end."""
        self.metrics.followed.observe(time.monotonic() - began)
        if (fault := result.exception()) is not None:
            _LOG.error("what was accepted waits to be followed: %s", type(fault).__name__)
        self._loop.call_soon_threadsafe(self._news.set)

    @contextlib.contextmanager
    def listening(self) -> t.Iterator[asyncio.Queue[Changes]]:
        """The numbers of conversations as they change from now on.

        `EVERYTHING`, where some were missed because nobody took them out in time.
        """
        queue: asyncio.Queue[Changes] = asyncio.Queue(_BEHIND)
        self._listeners.add(queue)
        self.metrics.listeners.inc()
        try:
            yield queue
        finally:
            self._listeners.discard(queue)
            self.metrics.listeners.dec()

    def _open(self) -> None:
        self._book: Book = open_journal(self._path)
        self._protocols = Protocols(self._book)
        self._overview = Overview(self._book)
        self._tally = Tally(self._book)
        self._position = self._book.store.last()

    async def _ask(self, question: t.Callable[[], T]) -> T:
        return await self._loop.run_in_executor(self._asking, question)

    async def _watch(self) -> None:
        """Let time pass, and tell what changed, here or in another program."""
        ticked = 0.0
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), LOOKS_SECONDS)
            self._news.clear()
            try:
                if time.monotonic() - ticked >= LOOKS_SECONDS:
                    ticked = time.monotonic()
                    await asyncio.wrap_future(self._worker.tick(time.time()))
                changed = await self._ask(self._changed)
                self._moved = time.monotonic()
            except MulliganError as error:
                _LOG.error("%s", error)
                continue
            if changed:
                self._tell(changed)

    def _changed(self) -> Changes:
        self._book.catch_up()
        self._position, streams = self._book.store.since(self._position)
        return frozenset(streams)

    def _tell(self, changed: Changes) -> None:
        for queue in self._listeners:
            try:
                queue.put_nowait(changed)
            except asyncio.QueueFull:
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(EVERYTHING)
