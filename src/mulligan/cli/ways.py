"""The two ways of following: in memory, or into a journal."""

import pathlib
import typing as t

from mulligan.channels.numbers import Numbers
from mulligan.cli.options import held
from mulligan.errors import JournalError
from mulligan.journal.letters import Item
from mulligan.journal.small import SmallShelf
from mulligan.pipeline import Pipeline
from mulligan.pipeline.carry import Result, Show, Straight
from mulligan.protocol.schema import Protocol
from mulligan.signals.port import Reader


class Taker(t.Protocol):
    """Follows items, some at once, and says what each led to."""

    def take(self, items: t.Sequence[Item]) -> t.Sequence[Result]:
        """Follow some items."""


class Way(t.NamedTuple):
    """What a run follows with: up to `group` items of a file at once.

    `numbers` are for the messages of files, `live` for those of standard input; `faults` gathers
    what could not be read: a conversation in the journal, or a message on which the reader failed.
    `resume` follows what an earlier run left, shows it, and says how much it was.
    """

    pipeline: Pipeline
    taker: Taker
    numbers: Numbers
    live: Numbers
    group: int
    faults: t.Sequence[JournalError]
    resume: t.Callable[[Show], int]


def small(protocol: Protocol, reader: Reader) -> Way:
    """Keep nothing but each conversation's small state."""
    shelf, numbers = SmallShelf(), Numbers()
    pipeline = Pipeline(protocol, reader, shelf)
    return Way(pipeline, Straight(pipeline), numbers, numbers, 1, shelf.faults, _nothing)


def _nothing(show: Show) -> int:
    return 0


def kept(path: pathlib.Path, protocol: Protocol, reader: Reader) -> Way:
    """Keep everything in a journal."""
    from mulligan.journal.opening import open_journal
    from mulligan.pipeline.intake import GROUP, Intake

    book = held(open_journal(path, new=True))
    pipeline = Pipeline(protocol, reader, book)
    intake, live = Intake(pipeline, book), Numbers(book.messages)
    return Way(pipeline, intake, Numbers(), live, GROUP, book.faults, intake.resume)
