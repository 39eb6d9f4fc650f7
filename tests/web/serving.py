"""A real server in a thread of its own, and ways to let things happen in it."""

import asyncio
import concurrent.futures
import contextlib
import pathlib
import socket
import threading
import time
import typing as t

import msgspec
import uvicorn

from mulligan.actions.ledger import Ledger
from mulligan.conversation.act import Act
from mulligan.conversation.message import Message
from mulligan.conversation.signal import Reading
from mulligan.conversation.words import ActName, Speaker
from mulligan.journal.letters import Item
from mulligan.people.register import Register
from mulligan.protocol.file.load import load
from mulligan.settings import Settings
from mulligan.signals.given import GivenReader
from mulligan.signals.port import Reader
from mulligan.web.app import make
from mulligan.web.app import settings as serving
from mulligan.web.asked import House
from mulligan.web.hub import Hub

WAIT_SECONDS: t.Final = 20
_AGO: t.Final = 50
BEGAN: t.Final = time.time() - _AGO
"""Just now: the server's clock is a real one, so what comes in is about that old."""


class Served:
    """A served desk: `url` is where, `hub` what stands behind it."""

    def __init__(
        self,
        path: pathlib.Path,
        reader: Reader | None = None,
        register: Register | None = None,
        settings: Settings | None = None,
        ledger: Ledger | None = None,
        port: int = 0,
    ) -> None:
        self.path = path
        self.hub = Hub(path, load("default"), reader or GivenReader())
        self._socket = socket.create_server(("127.0.0.1", port))
        self.port: int = self._socket.getsockname()[1]
        host = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self.url = f"http://{host}"
        self.register = register or Register(path.with_suffix(".people"))
        self.ledger = ledger or Ledger(path.with_suffix(".errands"))
        given = msgspec.structs.replace(settings or Settings(), listen=host)
        known = House(self.register, given, self.ledger)
        self.app = make(self.hub, known, [host], guests=register is None)
        self._server = uvicorn.Server(serving(self.app))
        self._thread = threading.Thread(target=self._run, name="house")
        self._up = threading.Event()

    def __enter__(self) -> t.Self:
        self._thread.start()
        assert self._up.wait(WAIT_SECONDS), "the server did not start"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(WAIT_SECONDS)
        self._socket.close()
        assert not self._thread.is_alive()

    def submit(self, item: Item) -> t.Any:
        """Let something come in, and wait for what it led to."""
        return self.ask(self.hub.submit(item))

    def ask(self, question: t.Coroutine[t.Any, t.Any, t.Any]) -> t.Any:
        """Run something on the server's own loop."""
        return asyncio.run_coroutine_threadsafe(question, self._loop).result(WAIT_SECONDS)

    def _run(self) -> None:
        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            serving = asyncio.create_task(self._server.serve([self._socket]))
            while not self._server.started and not serving.done():
                await asyncio.sleep(0.01)
            self._up.set()
            with contextlib.suppress(asyncio.CancelledError):
                await serving

        asyncio.run(serve())


def until(holds: t.Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + WAIT_SECONDS
    pause = threading.Event()
    while not holds():
        assert time.monotonic() < end, "it never came about"
        pause.wait(0.05)


def run(doing: t.Coroutine[t.Any, t.Any, t.Any]) -> t.Any:
    """Do something that waits, from the beginning to the end, on a loop of its own."""
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, doing).result(WAIT_SECONDS)


def _moment(number: int) -> float:
    """A little while ago, so that no timer is due: a second later for each number."""
    return time.time() - (_AGO - number)


def said(
    text: str,
    number: int = 1,
    *,
    conversation: str = "c1",
    speaker: Speaker = "customer",
    name: str = "",
    given: Reading | None = None,
    queue: str = "",
) -> Message:
    """A message, a second after the one before it."""
    names = {"customer": "Ann Lee", "agent": "Tom"}
    return Message(
        conversation=conversation,
        id=f"m{number}",
        speaker=speaker,
        name=name or names.get(speaker, ""),
        text=text,
        channel="chat",
        at=_moment(number),
        given=given,
        queue=queue,
    )


def did(act: ActName, number: int, *, conversation: str = "c1", message: str = "") -> Act:
    """A person's act, likewise."""
    at = _moment(number)
    return Act(conversation=conversation, act=act, by="Tom", at=at, message=message, reason="why")
