"""Following sources to their end: what was seen, and what could not be read."""

import collections
import datetime as dt
import time
import typing as t

from msgspec.structs import replace

from mulligan.channels.numbers import Numbers
from mulligan.channels.port import Speakers
from mulligan.channels.sources import STANDARD_INPUT, incoming
from mulligan.cli.console import some, tell
from mulligan.cli.interrupts import Interrupts
from mulligan.cli.progress import Progress
from mulligan.conversation.act import Act
from mulligan.conversation.message import Message
from mulligan.errors import BadInput, JournalError, MulliganError
from mulligan.journal.letters import Item
from mulligan.pipeline import Outcome, Pipeline
from mulligan.pipeline.carry import Result

AHEAD: t.Final = 86_400.0
"""How many seconds a message's time may lie ahead of the clock here."""


class Sink(t.Protocol):
    """Where what was followed is shown."""

    def show(self, message: Message, outcome: Outcome) -> None:
        """Show one message and what followed."""

    def note(self, act: Act, outcome: Outcome) -> None:
        """Show what a person's act led to."""

    def flush(self) -> None:
        """Let everything out that is held back."""


class Taker(t.Protocol):
    """Follows items, some at once, and says what each led to."""

    def take(self, items: t.Sequence[Item]) -> t.Sequence[Result]:
        """Follow some items."""


class Following:
    """One run over some sources; `bad` counts the lines that could not be read.

    Up to `group` items of a file are followed at once; standard input is followed as it comes,
    and has `live` numbers for its messages.
    """

    def __init__(
        self,
        pipeline: Pipeline,
        taker: Taker,
        speakers: Speakers,
        sink: Sink,
        numbers: Numbers,
        live: Numbers,
        group: int = 1,
    ) -> None:
        self.pipeline = pipeline
        self.taker = taker
        self.speakers = speakers
        self.sink = sink
        self.numbers = numbers
        self.live = live
        self.group = group
        self.messages = 0
        self.known = 0
        self.bad = 0
        self._interrupts = Interrupts()
        self._acts: collections.Counter[Act] = collections.Counter()

    @property
    def counted(self) -> str:
        """How much was followed, in words."""
        known = f", {self.known:,} known before" if self.known else ""
        bad = f", {some(self.bad, 'fault')}" if self.bad else ""
        return f"{some(self.messages, 'message')}{known}{bad}"

    def follow(self, names: t.Sequence[str]) -> None:
        """Follow every source, one after the other; standard input as it comes."""
        with Progress() as progress, self._interrupts:
            for name in names:
                self._follow(name, progress)
        self.sink.flush()

    def _follow(self, name: str, progress: Progress) -> None:
        self.pipeline.restart_clock()
        self._acts.clear()
        live = name == STANDARD_INPUT
        seen = False
        held: list[tuple[str, Item]] = []
        numbers = self.live if live else self.numbers
        for number, item in incoming(name, self.speakers, numbers):
            seen = True
            place = f"{name}:{number}"
            with self._interrupts.held():
                if isinstance(item, BadInput):
                    self._work(held, progress)
                    self._tell(item, item.place, progress)
                else:
                    held.append((place, self._sound(item, name, place, progress)))
                if live or len(held) >= self.group:
                    self._work(held, progress)
                if live:
                    self.sink.flush()
            progress.at(self.messages)
        with self._interrupts.held():
            self._work(held, progress)
        if not seen:
            tell(f"{name}: nothing in it to follow")

    def _sound(
        self, item: Message | Act, name: str, place: str, progress: Progress
    ) -> Message | Act:
        """The item, without a time that cannot be; a file's act with an id, so it counts once."""
        if item.at is not None and item.at > time.time() + AHEAD:
            when = dt.datetime.fromtimestamp(item.at, dt.UTC).date()
            fault = BadInput(f"its time, {when}, lies ahead, so it is read without one")
            self._tell(fault, place, progress)
            item = replace(item, at=None)
        if isinstance(item, Act) and name != STANDARD_INPUT:
            self._acts[item] += 1
            item = replace(item, id=f"{name} {item} {self._acts[item]}")
        return item

    def _work(self, held: list[tuple[str, Item]], progress: Progress) -> None:
        """Follow what is held, and show it."""
        results = self.taker.take([item for _, item in held])
        for (place, item), result in zip(held, results, strict=True):
            if isinstance(result, MulliganError):
                at = result.place if isinstance(result, JournalError) else place
                self._tell(result, at, progress)
            elif result is None:
                self.known += 1
            else:
                self._show(item, result)
        held.clear()

    def _show(self, item: Item, outcome: Outcome) -> None:
        if isinstance(item, Message):
            self.messages += 1
            self.sink.show(item, outcome)
        elif isinstance(item, Act):
            self.sink.note(item, outcome)

    def _tell(self, error: MulliganError, place: str, progress: Progress) -> None:
        self.bad += 1
        progress.wipe()
        tell(type(error)(error.message, place=place, hint=error.hint))
