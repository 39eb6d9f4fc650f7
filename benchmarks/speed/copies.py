"""Long journals, quickly: one real conversation, copied as often as it takes."""

import pathlib
import typing as t

import msgspec

from mulligan.conversation.fact import AnyFact, encode
from mulligan.conversation.message import Message
from mulligan.conversation.signal import Reading, Signal
from mulligan.journal.directory import TITLE
from mulligan.journal.opening import open_journal
from mulligan.journal.small import SmallShelf
from mulligan.journal.store import Arrival, Step
from mulligan.journal.talk import Talk
from mulligan.pipeline import Pipeline
from mulligan.protocol.file.load import load
from mulligan.signals.given import GivenReader

_GROUP: t.Final = 5_000
_START: t.Final = 1_700_000_000.0
_TURNS: t.Final = (
    ("customer", Reading()),
    ("customer", Reading((Signal("attack", "agent"),), 2)),
    ("agent", None),
    ("customer", Reading((Signal("complaint", "organisation"),), 0)),
)


class _Recording(SmallShelf):
    """Keeps the facts of one conversation, and where it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.facts: list[bytes] = []
        self.due: float | None = None

    def record(self, talk: Talk, facts: t.Sequence[AnyFact], due: float | None) -> None:
        super().record(talk, facts, due)
        self.facts.extend(encode(fact) for fact in facts)
        self.due = due


class Copies:
    """Fills a new journal with copies of a conversation that has a timer running."""

    def __init__(self, path: pathlib.Path) -> None:
        self._path = path
        self.facts = len(self._record(1)[0])

    def fill(self, facts: int, conversations: int | None) -> None:
        """Write so many facts, in so many conversations (None: in short ones)."""
        count = conversations or max(facts // self.facts, 1)
        recorded = self._record(max(facts // count // self.facts, 1))
        book = open_journal(self._path, new=True)
        Pipeline(load("default"), GivenReader(), book)
        group = max(_GROUP // len(recorded[0]), 1)
        for begin in range(0, count, group):
            locks = book.keys.make(min(group, count - begin))
            names = [f"c{begin + place}" for place in range(len(locks))]
            texts = book.store.accept(
                [
                    Arrival(
                        stream=0,
                        digest=book.directory.digest(name),
                        lock=lock.id,
                        title=lock.seal(name.encode(), TITLE),
                        entry="message:m1",
                        sealed=lock.seal(b"", "message:m1"),
                    )
                    for name, lock in zip(names, locks, strict=True)
                ]
            )
            facts_of, state, due = recorded
            book.store.commit(
                [
                    Step(
                        stream=text.stream,
                        version=0,
                        facts=facts_of,
                        opened=facts_of[0],
                        state=state,
                        due=due,
                        handled=[text.id],
                    )
                    for text in texts
                    if text is not None
                ]
            )
        book.close()

    def _record(self, rounds: int) -> tuple[list[bytes], bytes, float | None]:
        """A conversation's facts, its state, and when it is next due."""
        shelf = _Recording()
        pipeline = Pipeline(load("default"), GivenReader(), shelf)
        number = 0
        for _ in range(rounds):
            for speaker, given in _TURNS:
                number += 1
                pipeline.receive(
                    Message(
                        conversation="c",
                        id=f"m{number}",
                        speaker=t.cast("t.Any", speaker),
                        text="…",
                        at=_START + number,
                        given=given,
                    )
                )
        return shelf.facts, msgspec.json.encode(pipeline.state("c")), shelf.due
