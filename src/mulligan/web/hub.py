"""What goes on, live: takes things in, answers questions of pages, and tells who listens."""

import asyncio
import concurrent.futures
import contextlib
import logging
import pathlib
import time
import typing as t

from mulligan.conversation.message import Message, Turn, shortened
from mulligan.conversation.signal import Finding
from mulligan.errors import MulliganError
from mulligan.journal.book import Book
from mulligan.journal.letters import Item
from mulligan.journal.opening import open_journal
from mulligan.pipeline import Pipeline
from mulligan.pipeline.carry import Result
from mulligan.pipeline.intake import Intake
from mulligan.pipeline.protocols import Protocols
from mulligan.pipeline.worker import Worker
from mulligan.protocol.schema import Protocol
from mulligan.signals.port import Reader
from mulligan.web.overview import Overview, Row
from mulligan.web.thread import Thread, thread

LOOKS_SECONDS: t.Final = 1.0
"""How often the clock moves, and what other programs wrote is looked for."""

_BEHIND: t.Final = 1_000
"""How many changes may wait for a listener; one that is further behind is told to look anew."""

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

    @contextlib.asynccontextmanager
    async def running(self) -> t.AsyncIterator[None]:
        """Open the journal, follow what an earlier run left, and go on until the end."""
        self._loop = asyncio.get_running_loop()
        book = await asyncio.to_thread(open_journal, self._path, new=True)
        pipeline = Pipeline(self._protocol, self.reader, book)
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

    async def rows(self) -> list[Row]:
        """All conversations, by need."""
        return await self._ask(lambda: self._overview.rows())

    async def number(self, name: str) -> int:
        """The number of a conversation that has begun."""
        rows = await self.rows()
        return next(row.number for row in rows if row.name == name)

    async def thread(self, number: int) -> Thread:
        """One conversation, whole; raises `BadInput` where there is none."""
        return await self._ask(lambda: thread(self._book, self._protocols, number))

    async def review(self, number: int, words: str) -> tuple[Finding, ...]:
        """What a reply that is not sent yet does well or badly in a conversation."""
        there = await self.thread(number)
        lines = [line.message for line in there.lines if line.message is not None]
        turns = shortened([Turn(line.speaker, line.text) for line in lines])
        reply = Message(conversation=there.name, id="-", speaker="agent", text=words)
        review = await asyncio.to_thread(self.reader.review, reply, turns, there.customer)
        return review.findings

    @contextlib.contextmanager
    def listening(self) -> t.Iterator[asyncio.Queue[Changes]]:
        """The numbers of conversations as they change from now on.

        `EVERYTHING`, where some were missed because nobody took them out in time.
        """
        queue: asyncio.Queue[Changes] = asyncio.Queue(_BEHIND)
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    def _open(self) -> None:
        self._book: Book = open_journal(self._path)
        self._protocols = Protocols(self._book)
        self._overview = Overview(self._book)
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
