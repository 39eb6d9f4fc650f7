"""Following sources to their end: what was seen, and what could not be read."""

import typing as t

from mulligan.channels.numbers import Numbers
from mulligan.channels.port import Speakers
from mulligan.channels.sources import STANDARD_INPUT, incoming
from mulligan.cli.console import some, tell
from mulligan.cli.interrupts import Interrupts
from mulligan.cli.progress import Progress
from mulligan.conversation.act import Act
from mulligan.conversation.message import Message
from mulligan.errors import BadInput
from mulligan.pipeline import Outcome, Pipeline


class Sink(t.Protocol):
    """Where what was followed is shown."""

    def show(self, message: Message, outcome: Outcome) -> None:
        """Show one message and what followed."""

    def note(self, act: Act, outcome: Outcome) -> None:
        """Show what a person's act led to."""

    def flush(self) -> None:
        """Let everything out that is held back."""


class Following:
    """One run over some sources; `bad` counts the lines that could not be read."""

    def __init__(self, pipeline: Pipeline, speakers: Speakers, sink: Sink) -> None:
        self.pipeline = pipeline
        self.speakers = speakers
        self.sink = sink
        self.numbers = Numbers()
        self.messages = 0
        self.bad = 0
        self._interrupts = Interrupts()

    @property
    def counted(self) -> str:
        """How much was followed, in words."""
        bad = f", {some(self.bad, 'fault')}" if self.bad else ""
        return f"{some(self.messages, 'message')}{bad}"

    def follow(self, names: t.Sequence[str]) -> None:
        """Follow every source, one after the other; standard input as it comes."""
        with Progress() as progress, self._interrupts:
            for name in names:
                self._follow(name, progress)
        self.sink.flush()

    def _follow(self, name: str, progress: Progress) -> None:
        self.pipeline.restart_clock()
        seen = False
        for number, item in incoming(name, self.speakers, self.numbers):
            seen = True
            with self._interrupts.held():
                self._take_or_tell(item, f"{name}:{number}", progress)
                if name == STANDARD_INPUT:
                    self.sink.flush()
            progress.at(self.messages)
        if not seen:
            tell(f"{name}: nothing in it to follow")

    def _take_or_tell(self, item: Message | Act | BadInput, place: str, progress: Progress) -> None:
        try:
            self._take(item)
        except BadInput as error:
            self.bad += 1
            progress.wipe()
            told = error.place if error is item else place
            tell(BadInput(error.message, place=told, hint=error.hint))

    def _take(self, item: Message | Act | BadInput) -> None:
        match item:
            case Message():
                outcome = self.pipeline.receive(item)
                if outcome is not None:
                    self.messages += 1
                    self.sink.show(item, outcome)
            case Act():
                self.sink.note(item, self.pipeline.act(item))
            case BadInput():
                raise item
            case _:
                t.assert_never(item)
