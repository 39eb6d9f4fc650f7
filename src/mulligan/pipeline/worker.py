"""One writer for many: what comes in at the same time is taken in with one commit."""

import concurrent.futures
import contextlib
import queue
import threading
import time
import typing as t

from mulligan.errors import Damaged
from mulligan.journal.letters import Item
from mulligan.pipeline.carry import Result
from mulligan.pipeline.follow import Ring
from mulligan.pipeline.intake import GROUP, Intake

LINGER_SECONDS: t.Final = 0.003
"""How long a group waits for more to come; a commit takes about as long."""

Future = concurrent.futures.Future


class Ticket(t.NamedTuple):
    """What whoever brought an item can wait for: that it is safe, and what it led to."""

    accepted: "Future[bool]"
    followed: "Future[Result]"


class _Brought(t.NamedTuple):
    item: Item
    ticket: Ticket


class _Tick(t.NamedTuple):
    at: float
    rings: "Future[tuple[Ring, ...]]"


_ENDED: t.Final = "the worker has ended"
_NOTHING: t.Final = object()
"""Nothing waits at the moment; None in the queue is its end."""


class Worker:
    """Takes items from any thread, in the order they come, and works them off in one of its own.

    What waits when the last group is done, and what comes within a few milliseconds, makes up the
    next one: groups grow with the load. `accepted` is True for what was put on the disk and False
    for a second delivery; both futures carry the error, where the journal is at fault. Nobody can
    cancel them. At most `most` items wait; then `submit` does.
    """

    def __init__(self, intake: Intake, most: int = 16 * GROUP) -> None:
        self._intake = intake
        self._queue: queue.Queue[object] = queue.Queue(most)
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="mulligan-worker", daemon=True)

    def __enter__(self) -> t.Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        self._queue.put(None)
        self._thread.join()
        self._drain()

    def submit(self, item: Item) -> Ticket:
        """Bring an item."""
        ticket = Ticket(Future(), Future())
        for future in ticket:
            future.set_running_or_notify_cancel()
        self._put(_Brought(item, ticket))
        return ticket

    def tick(self, at: float) -> "Future[tuple[Ring, ...]]":
        """Let time pass, after all that came in before; what was due by `at`."""
        rings: Future[tuple[Ring, ...]] = Future()
        rings.set_running_or_notify_cancel()
        self._put(_Tick(at, rings))
        return rings

    def _put(self, entry: object) -> None:
        if self._ended:
            raise RuntimeError(_ENDED)
        self._queue.put(entry)
        if self._ended and not self._thread.is_alive():
            self._drain()

    def _drain(self) -> None:
        """Answer what came in while the worker was about to end."""
        with contextlib.suppress(queue.Empty):
            while True:
                entry = self._queue.get_nowait()
                futures = entry.ticket if isinstance(entry, _Brought) else ()
                for future in (entry.rings,) if isinstance(entry, _Tick) else futures:
                    future.set_exception(RuntimeError(_ENDED))

    def _run(self) -> None:
        entry = self._queue.get()
        while entry is not None:
            group: list[_Brought] = []
            until = time.monotonic() + LINGER_SECONDS
            while isinstance(entry, _Brought) and len(group) < GROUP:
                group.append(entry)
                entry = self._next(until)
            if group:
                self._take(group)
            if isinstance(entry, _Tick):
                self._tick(entry)
                entry = self._queue.get()
            elif entry is _NOTHING:
                entry = self._queue.get()

    def _next(self, until: float) -> object:
        try:
            return self._queue.get(timeout=max(until - time.monotonic(), 0.0))
        except queue.Empty:
            return _NOTHING

    def _tick(self, tick: "_Tick") -> None:
        try:
            tick.rings.set_result(self._intake.tick(tick.at))
        except BaseException as error:
            tick.rings.set_exception(error)

    def _take(self, group: list[_Brought]) -> None:
        items = [item for item, _ in group]
        try:
            texts = self._intake.accept(items)
            for (_, ticket), text in zip(group, texts, strict=True):
                if isinstance(text, Damaged):
                    ticket.accepted.set_exception(text)
                else:
                    ticket.accepted.set_result(text is not None)
            results = self._intake.follow(items, texts)
            for (_, ticket), result in zip(group, results, strict=True):
                ticket.followed.set_result(result)
        except BaseException as error:
            for _, ticket in group:
                for future in ticket:
                    if not future.done():
                        future.set_exception(error)
