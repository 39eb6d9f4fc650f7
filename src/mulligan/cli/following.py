"""Following sources to their end: what was seen, and what could not be read."""

import collections
import datetime as dt
import os
import time
import typing as t

import msgspec
from msgspec.structs import replace

from mulligan.channels.port import Channel, Speakers
from mulligan.channels.sources import STANDARD_INPUT, incoming
from mulligan.cli.console import some, tell
from mulligan.cli.interrupts import Interrupts
from mulligan.cli.progress import Progress
from mulligan.cli.ways import Way
from mulligan.conversation.act import Act
from mulligan.conversation.message import Message
from mulligan.errors import BadInput, JournalError, MulliganError
from mulligan.journal.letters import Item
from mulligan.pipeline import Outcome
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


class Following:
    """One run over some sources; `bad` counts the lines that could not be read.

    Items of a file are followed some at once, as the way has it; standard input as it comes.
    """

    def __init__(self, way: Way, channel: Channel, speakers: Speakers, sink: Sink) -> None:
        self.channel = channel
        self.speakers = speakers
        self.sink = sink
        self._way = way
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
            self._resume(progress)
            for name in names:
                self._follow(name, progress)
        self.sink.flush()

    def _resume(self, progress: Progress) -> None:
        """Follow, and show, what an earlier run took in and left."""

        def show(item: Item, result: Result) -> None:
            self._show(item, result, "an earlier run", progress)

        with self._interrupts.held():
            left = self._way.resume(show)
        if left:
            tell(f"{some(left, 'message')} of an earlier run followed to the end")

    def _follow(self, name: str, progress: Progress) -> None:
        self._way.pipeline.restart_clock()
        self._acts.clear()
        live = name == STANDARD_INPUT
        seen = False
        held: list[tuple[str, Item]] = []
        numbers = self._way.live if live else self._way.numbers
        for number, item in incoming(name, self.speakers, numbers, self.channel):
            seen = True
            place = f"{name}:{number}"
            with self._interrupts.held():
                if isinstance(item, BadInput):
                    self._work(held, progress)
                    self._tell(item, item.place, progress)
                else:
                    held.append((place, self._sound(item, name, place, progress)))
                if live or len(held) >= self._way.group:
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
            file = "" if item.at is not None else os.path.realpath(name)
            said = msgspec.json.encode(item).decode()
            item = replace(item, id=f"{said} {self._acts[item]} {file}")
        return item

    def _work(self, held: list[tuple[str, Item]], progress: Progress) -> None:
        """Follow what is held, and show it."""
        results = self._way.taker.take([item for _, item in held])
        for (place, item), result in zip(held, results, strict=True):
            self._show(item, result, place, progress)
        held.clear()

    def _show(self, item: Item, result: Result, place: str, progress: Progress) -> None:
        if isinstance(result, MulliganError):
            at = result.place or place if isinstance(result, JournalError) else place
            self._tell(result, at, progress)
        elif result is None:
            self.known += 1
        elif isinstance(item, Message):
            self.messages += 1
            self.sink.show(item, result)
        elif isinstance(item, Act):
            self.sink.note(item, result)

    def _tell(self, error: MulliganError, place: str, progress: Progress) -> None:
        self.bad += 1
        progress.wipe()
        tell(type(error)(error.message, place=place, hint=error.hint))
