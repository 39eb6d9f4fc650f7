"""What comes in is on the disk before it is acknowledged, and is then worked off in order."""

import contextlib
import typing as t

from mulligan.errors import BadInput, Damaged, JournalError
from mulligan.journal.book import Book
from mulligan.journal.letters import Accepted, Item
from mulligan.journal.store import Conflict, Text
from mulligan.pipeline.carry import Result, Show, carry
from mulligan.pipeline.follow import Pipeline, Ring
from mulligan.pipeline.recount import recount

GROUP: t.Final = 256
"""How many items are taken in with one commit, at most."""


def _unseen(item: Item, result: Result) -> None:
    pass


class Intake:
    """Takes items in, groups of them at once: two commits a group, whatever its size.

    The first makes them safe: from then on they are acknowledged. The second holds what they led
    to, whole. What a crash left between the two is worked off by `resume`. Several programs may
    do this on one journal at once.
    """

    def __init__(self, pipeline: Pipeline, book: Book) -> None:
        self._pipeline = pipeline
        self._book = book

    def resume(self, show: Show = _unseen) -> int:
        """Work off what was acknowledged and not followed to its end; how many items.

        `show` gets each with what it led to, since nobody saw that yet. Only what nobody else is
        about to follow: nothing, while others use the journal.
        """
        done = after = 0
        while (texts := self._book.left(after, GROUP)) and self._book.alone():
            items: dict[int, Item] = {}
            for text in texts:
                with contextlib.suppress(Damaged):  # `_work` tells of it
                    items[text.id] = self._book.open(text)
            results = self._work(items, texts)
            for number, item in items.items():
                show(item, results.get(number))
            done += sum(not isinstance(result, JournalError) for result in results.values())
            after = texts[-1].id
        return done

    def take(self, items: t.Sequence[Item]) -> list[Result]:
        """Take items in, and follow each; all that they led to is on the disk at the end."""
        return self.follow(items, self.accept(items))

    def accept(self, items: t.Sequence[Item]) -> list[Accepted]:
        """Put items on the disk: acknowledged, and not followed yet."""
        return self._book.accept(items)

    def follow(self, items: t.Sequence[Item], texts: t.Sequence[Accepted]) -> list[Result]:
        """Follow what `accept` took."""
        fresh = [text for text in texts if isinstance(text, Text)]
        pairs = list(zip(texts, items, strict=True))
        known = {text.id: item for text, item in pairs if isinstance(text, Text)}
        results = self._work(known, fresh) if fresh else {}
        rivals = [text.id for text in fresh if text.id not in results]
        if rivals:
            told = recount(self._pipeline, self._book, [known[number] for number in rivals])
            results |= zip(rivals, told, strict=True)
        return [self._result(text, item, results) for text, item in pairs]

    def _result(self, text: Accepted, item: Item, results: dict[int, Result]) -> Result:
        match text:
            case Text():
                return results[text.id]
            case Damaged():
                return text
            case None:
                return self._again(item)
            case _:
                t.assert_never(text)

    def tick(self, at: float) -> tuple[Ring, ...]:
        """Let time pass: what is due by `at` (seconds since 1970) is on the disk at the end."""
        while True:
            self._book.catch_up()
            clock = self._pipeline.clock
            try:
                rings = self._pipeline.tick(at)
                self._book.commit()
            except Conflict:
                self._start_over(clock)
            except BaseException:
                self._start_over(clock)
                raise
            else:
                return rings

    def _work(self, items: t.Mapping[int, Item], texts: t.Sequence[Text]) -> dict[int, Result]:
        """Follow texts, and what waits before them in their conversations."""
        damaged: dict[int, Damaged] = {}
        results: dict[int, Result] = {}
        while True:
            self._book.catch_up()
            clock = self._pipeline.clock
            waiting = self._book.waiting(texts)
            try:
                for text in waiting:
                    if text.stream in damaged:
                        results[text.id] = damaged[text.stream]
                        continue
                    try:
                        results[text.id] = self._follow(text, items.get(text.id))
                    except Damaged as error:
                        self._book.tell(error)
                        damaged[text.stream] = error
                        raise Conflict from None
                self._book.commit()
            except Conflict:
                for dropped in self._start_over(clock):
                    results.pop(dropped, None)
            except BaseException:
                self._start_over(clock)
                raise
            else:
                return results

    def _again(self, item: Item) -> Result:
        """Nothing, for a second delivery; a fault, where other words go by its name."""
        try:
            if not self._book.differs(item):
                return None
        except JournalError as error:
            return error
        return BadInput(
            "the journal has another message of this `id` in this conversation",
            hint="give each message an `id` of its own",
        )

    def _start_over(self, clock: float) -> set[int]:
        self._pipeline.clock = clock
        return self._book.drop()

    def _follow(self, text: Text, item: Item | None) -> Result:
        item = item or self._book.open(text)
        with self._book.handling(text, item):
            return carry(self._pipeline, item)
