"""What messages led to when another program followed them, told from the facts."""

import typing as t

from mulligan.conversation.evolve import evolve
from mulligan.conversation.fact import Decided, Read, Received, Reviewed
from mulligan.conversation.message import Message
from mulligan.conversation.signal import Reading, Review
from mulligan.conversation.state import State
from mulligan.errors import Damaged
from mulligan.journal.book import Book
from mulligan.journal.letters import Item, conversation
from mulligan.journal.talk import Talk
from mulligan.pipeline.carry import Result
from mulligan.pipeline.follow import Outcome, Pipeline


def recount(pipeline: Pipeline, book: Book, items: t.Sequence[Item]) -> list[Result]:
    """The outcome of each item, one walk over the facts of each conversation.

    An act is answered with where its conversation stands now; `Damaged` where nothing can be told.
    """
    told: dict[str, _Told | Damaged] = {}
    for name in dict.fromkeys(conversation(item) for item in items):
        try:
            told[name] = _Told(pipeline, book, name)
        except Damaged as error:
            told[name] = error
    return [_result(told[conversation(item)], item) for item in items]


def _result(told: "_Told | Damaged", item: Item) -> Result:
    return told if isinstance(told, Damaged) else told.outcome(item)


class _Told:
    """One conversation's facts, by the message that they are about."""

    def __init__(self, pipeline: Pipeline, book: Book, name: str) -> None:
        talk = book.find(name)
        if talk is None:
            raise Damaged("another program followed this, and it was erased since")
        self._pipeline = pipeline
        self._talk: Talk = talk
        self._states: dict[str, State] = {}
        self._readings: dict[str, Reading] = {}
        self._reviews: dict[str, Review] = {}
        self._decided: dict[str, Decided] = {}
        self._walk(book)

    def outcome(self, item: Item) -> Outcome:
        """What one item led to."""
        alias = self._talk.alias(item.id) if isinstance(item, Message) else ""
        decided = self._decided.get(alias)
        return self._pipeline.outcome(
            self._talk,
            self._states.get(alias, self._talk.state),
            decided,
            self._readings.get(alias, Reading()),
            self._reviews.get(alias, Review()),
        )

    def _walk(self, book: Book) -> None:
        state, message = State(), ""
        for stored in book.store.facts(self._talk.stream):
            fact = stored.fact
            state = evolve(state, fact)
            match fact:
                case Received():
                    message = fact.message
                case Read():
                    self._readings[message] = Reading(fact.signals, fact.severity)
                case Reviewed():
                    self._reviews[message] = Review(fact.merits, fact.faults)
                case Decided():
                    self._decided[message] = fact
                case _:
                    message = ""
            self._states[message] = state
        for about in (self._states, self._decided):
            about.pop("", None)
