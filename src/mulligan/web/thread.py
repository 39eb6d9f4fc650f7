"""One conversation as a page shows it: who said what, what was read in it, and the card."""

import typing as t

import msgspec

from mulligan.conversation.act import Act
from mulligan.conversation.doubt import doubted
from mulligan.conversation.evolve import evolve
from mulligan.conversation.fact import (
    Acted,
    AnyFact,
    Decided,
    Deleted,
    Edited,
    Fired,
    Opened,
    Read,
    Received,
    Refolded,
    Reviewed,
)
from mulligan.conversation.message import Edit, Message
from mulligan.conversation.signal import Reading, Review
from mulligan.conversation.state import State
from mulligan.conversation.words import HAND_OF, Hand, Merit
from mulligan.errors import BadInput, Damaged, JournalError
from mulligan.journal.book import Book
from mulligan.journal.letters import Item
from mulligan.pipeline.protocols import Protocols
from mulligan.protocol.file.scripts import fill
from mulligan.protocol.reasons import because
from mulligan.protocol.schema import Protocol
from mulligan.protocol.timing import resting

_RECALLED: t.Final = 3
_PROSPECTS: t.Final[frozenset[Merit]] = frozenset(("solution", "deadline", "prevention"))


class Line(msgspec.Struct):
    """A message: its words (None where they are erased or damaged), and what was read in them."""

    message: Message | None
    received: Received
    reading: Reading = Reading()
    review: Review = Review()
    edited: bool = False
    taken_back: bool = False

    @property
    def weighs(self) -> bool:
        """Whether something may follow from the reading that one may not agree with."""
        crisis = any(signal.kind == "crisis" for signal in self.reading.signals)
        return self.reading.offence or crisis


class Deed(msgspec.Struct):
    """What a person did, or that a time was up: `who` is empty for time."""

    who: str
    what: str
    at: float | None
    reason: str = ""
    because: str = ""


class Card(msgspec.Struct):
    """Where we stand, what to do now, what to say, and why."""

    decided: Decided
    hand: Hand | None
    say: str
    because: str
    rest: int = 0
    doubts: Reading = Reading()


class Thread(msgspec.Struct):
    """A conversation, whole."""

    number: int
    name: str
    customer: str
    agent: str
    state: State
    protocol: Protocol
    entries: list[Line | Deed]
    card: Card | None = None
    queue: str = ""

    @property
    def lines(self) -> list[Line]:
        """The messages alone."""
        return [entry for entry in self.entries if isinstance(entry, Line)]

    @property
    def last(self) -> Line | None:
        """The last thing that the customer said."""
        said = (line for line in reversed(self.lines) if line.received.speaker == "customer")
        return next(said, None)

    @property
    def opening(self) -> Line | None:
        """What the customer came with."""
        return next((line for line in self.lines if line.received.speaker == "customer"), None)

    @property
    def crossings(self) -> list[Line]:
        """What weighs: offences, and signs of a crisis, the last few."""
        return [line for line in self.lines if line.weighs][-_RECALLED:]

    @property
    def promises(self) -> list[Line]:
        """What was put in prospect to the customer, the last few."""
        found = [line for line in self.lines if _PROSPECTS & set(line.review.merits)]
        return found[-_RECALLED:]


def thread(book: Book, protocols: Protocols, number: int) -> Thread:
    """The conversation of this number, from the facts that the journal holds.

    Raises `BadInput` where there is none, `JournalError` where a fact is damaged.
    """
    stream = book.store.stream(number)
    if stream is None or not stream.version:
        raise BadInput("there is no such conversation", place=str(number))
    known = book.directory.number(number)
    talk = book.find(known.name)
    told = _Telling(_words(book, number))
    facts = [stored.fact for stored in book.store.facts(number)]
    for fact in facts:
        told.take(fact)
    if told.opened is None:
        raise JournalError("the fact that it began with is missing", place=f"conversation {number}")
    protocol = protocols.table(told.opened.protocol).protocol
    customer, agent = (talk.customer, talk.agent) if talk else ("", "")
    made = Thread(number, known.name, customer, agent, told.state, protocol, told.entries)
    made.queue = told.opened.queue
    if told.decided is not None and told.decided.move is not None:
        made.card = _card(made, told.decided)
    return made


def _card(of: Thread, decided: Decided) -> Card:
    names = {"customer": of.customer, "agent": of.agent, "reference": of.name}
    say = fill(of.protocol, decided.script, names) if decided.script else ""
    last = of.last
    doubts = doubted(decided.move, last.reading.signals) if last else ()
    return Card(
        decided,
        HAND_OF[decided.move] if decided.move else None,
        say,
        because(of.protocol, decided),
        resting(of.protocol.time, decided, of.state.channel),
        Reading(tuple(doubts)),
    )


class _Words(t.NamedTuple):
    messages: dict[str, Message]
    edits: list[Message]
    acts: list[Act]
    people: dict[str, str]


def _words(book: Book, number: int) -> _Words:
    """All words of a conversation: messages by alias, edits and acts as they came."""
    known = book.directory.number(number)
    found = _Words({}, [], [], {})
    if known.lock is None:
        return found
    for text in book.store.texts(number):
        try:
            item: Item = book.open(text)
        except Damaged as error:
            book.tell(error)
            continue
        match item:
            case Message():
                found.messages[known.lock.alias(item.id)] = item
            case Edit():
                found.edits.append(item.message)
            case Act():
                found.acts.append(item)
                found.people[known.lock.alias(item.by)] = item.by
    return found


class _Telling:
    """Takes facts in order, and puts the words to them."""

    def __init__(self, words: _Words) -> None:
        self.opened: Opened | None = None
        self.state = State()
        self.entries: list[Line | Deed] = []
        self.decided: Decided | None = None
        self._words = words
        self._lines: dict[str, Line] = {}
        self._edits, self._acts = iter(words.edits), iter(words.acts)

    def take(self, fact: AnyFact) -> None:
        """Take one more fact."""
        self.state = evolve(self.state, fact)
        match fact:
            case Opened():
                self.opened = fact
            case Received():
                line = Line(self._words.messages.get(fact.message), fact)
                self._lines[fact.message] = line
                self.entries.append(line)
            case Read():
                self._lines[fact.message].reading = Reading(fact.signals, fact.severity)
            case Reviewed():
                self._lines[fact.message].review = Review(fact.merits, fact.faults)
            case Edited():
                self._edit(fact)
            case Deleted():
                self._lines[fact.message].taken_back = True
            case Acted():
                self._act(fact)
            case Fired():
                self.entries.append(Deed("", fact.timer, fact.at))
            case Decided():
                self.decided = fact
            case Refolded():
                self.decided = fact.decided
            case _:
                t.assert_never(fact)

    def _edit(self, fact: Edited) -> None:
        line = self._lines[fact.message]
        line.message = next(self._edits, line.message)
        line.reading = Reading(fact.signals, fact.severity)
        line.review = Review(fact.merits, fact.faults)
        line.edited = True

    def _act(self, fact: Acted) -> None:
        act = next(self._acts, None)
        if fact.act == "disagree" and fact.message in self._lines:
            self._lines[fact.message].reading = Reading(fact.signals, fact.severity)
        who = self._words.people.get(fact.by, fact.by)
        reason = act.reason if act is not None else ""
        self.entries.append(Deed(who, fact.act, fact.at, reason))
