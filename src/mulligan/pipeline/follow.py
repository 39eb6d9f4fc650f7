"""The way of a message: read, judged, remembered.

What comes in is read, the protocol answers, and every step's result is remembered as a fact.
Nothing here looks at a clock: time is what messages, acts and `tick` say it is.
"""

import pathlib
import typing as t

import msgspec
from msgspec.structs import replace

from mulligan.conversation.act import Act
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
from mulligan.conversation.message import Message
from mulligan.conversation.signal import Reading, Review, Signal
from mulligan.conversation.state import State
from mulligan.conversation.words import SPEAKERS
from mulligan.errors import BadInput, Damaged, MulliganError
from mulligan.journal.shelf import Shelf
from mulligan.journal.small import SmallShelf
from mulligan.journal.talk import Talk, resumed
from mulligan.pipeline.again import asked_now
from mulligan.pipeline.protocols import Protocols
from mulligan.protocol.decide import Table
from mulligan.protocol.file.scripts import fill
from mulligan.protocol.fold import fold, judge
from mulligan.protocol.hearing import heard
from mulligan.protocol.schema import Protocol, listed
from mulligan.protocol.timing import timers
from mulligan.signals.port import Reader

HOUR: t.Final = 3600.0
_FILES: t.Final = (".jsonl", ".json", ".csv", ".tsv", ".txt")


class Ring(msgspec.Struct, frozen=True):
    """A timer that was due, in which conversation, and what followed by which protocol."""

    conversation: str
    protocol: Protocol
    fired: Fired
    decided: Decided
    say: str | None


class Outcome(msgspec.Struct, frozen=True):
    """What a message or an act led to: readings, decision, words, and where things stand now.

    `protocol` is the one that the conversation began with. `rings` are the timers, of any
    conversation, that were due before it.
    """

    conversation: str
    protocol: Protocol
    state: State
    decided: Decided | None = None
    say: str | None = None
    reading: Reading = Reading()
    review: Review = Review()
    rings: tuple[Ring, ...] = ()
    callback_of: str = ""


class Pipeline:
    """Follows conversations, live or from an archive, in the same way.

    New conversations begin with `protocol`; each keeps the one it began with. `shelf` is where
    conversations are kept; without one, in memory, and small.
    """

    def __init__(self, protocol: Protocol, reader: Reader, shelf: Shelf | None = None) -> None:
        self.protocol = protocol
        self.reader = reader
        self.clock = float("-inf")
        self._shelf: Shelf = shelf or SmallShelf()
        self._protocols = Protocols(self._shelf)
        self._protocols.keep(protocol)

    def check(self) -> list[MulliganError]:
        """The signals that the protocol asks for and the reader never gives."""
        asked = {
            kind
            for rule in self.protocol.rules
            for when in listed(rule.when)
            for kind in (*listed(when.kinds), *listed(when.aimed_kinds))
        }
        return [
            MulliganError(
                f"`{kind}` is asked for, and the reader `{self.reader.name}` never gives it"
            )
            for kind in sorted(asked - self.reader.kinds)
        ]

    def receive(self, message: Message) -> Outcome | None:
        """Follow a message; None for a second delivery, which changes nothing."""
        talk = self._shelf.find(message.conversation)
        if talk is not None and self._shelf.repeated(talk, message.id):
            return None
        rings = self.tick(message.at)
        talk = self._shelf.find(message.conversation) or self._begin(
            message.conversation, message.contact, message.at, message.queue
        )
        at = self._time(message.at)
        reading, review = self._measure(talk, message)
        talk.hear(message)
        decided = self._carry(talk, _facts(talk.alias(message.id), message, at, reading, review))
        return self.outcome(talk, talk.state, decided, reading, review, rings)

    def act(self, act: Act) -> Outcome:
        """Take in what a person did.

        An act may come before any message (an adjustment that is known, say). Raises `BadInput`
        for one about a message that nobody knows.
        """
        wrong = act.act == "disagree"
        if wrong:
            self._known(act.conversation, act.message)
        rings = self.tick(act.at)
        talk = self._shelf.find(act.conversation) or self._begin(act.conversation, "", act.at)
        fact = _acted(talk, act, self._time(act.at))
        decided = self._carry(talk, (fact,))
        if wrong:
            decided = self._again(talk, fact.at)
        return self.outcome(talk, talk.state, decided, rings=rings)

    def edit(self, message: Message) -> Outcome:
        """Read a message's new words in the old ones' place; the conversation is folded again.

        Raises `BadInput` for a message that nobody knows.
        """
        self._known(message.conversation, message.id)
        rings = self.tick(message.at)
        talk = self._known(message.conversation)
        reading, review = self._measure(talk, message)
        fact = Edited(
            at=self._time(message.at),
            message=talk.alias(message.id),
            signals=reading.signals,
            severity=reading.severity,
            merits=review.merits,
            faults=review.faults,
        )
        self._carry(talk, (fact,))
        decided = self._again(talk, fact.at)
        return self.outcome(talk, talk.state, decided, reading, review, rings)

    def delete(self, conversation: str, message: str, at: float | None = None) -> Outcome:
        """Note that a message was taken back; somebody read it, so the stage stays.

        Raises `BadInput` for a message that nobody knows.
        """
        self._known(conversation, message)
        rings = self.tick(at)
        talk = self._known(conversation)
        self._carry(talk, (Deleted(at=self._time(at), message=talk.alias(message)),))
        return self.outcome(talk, talk.state, None, rings=rings)

    def tick(self, at: float | None) -> tuple[Ring, ...]:
        """Let time pass: fire what is due by `at`, by due time, then by conversation."""
        if at is None or at <= self.clock:
            return ()
        self.clock = at
        rings: list[Ring] = []
        while (talk := self._shelf.pop(by=at)) is not None:
            try:
                rings.append(self._ring(talk))
            except Damaged as error:
                self._shelf.tell(error)
        return tuple(rings)

    def restart_clock(self) -> None:
        """Let a new source begin at a time of its own."""
        self.clock = float("-inf")

    def state(self, conversation: str) -> State:
        """Where a conversation stands; raises `BadInput` where nobody knows it."""
        return self._known(conversation).state

    def _known(self, conversation: str, message: str | None = None) -> Talk:
        talk = self._shelf.find(conversation)
        if talk is None:
            raise BadInput("there is no such conversation yet", place=conversation)
        if message is not None and not self._shelf.knows(talk, talk.alias(message)):
            raise BadInput("there is no such message in the conversation", place=message)
        return talk

    def _time(self, at: float | None) -> float | None:
        return None if at is None else max(at, self.clock)

    def _begin(self, name: str, contact: str, came: float | None, queue: str = "") -> Talk:
        at = self._time(came)
        ended = self._shelf.ended(contact) if contact else None
        window = self.protocol.time.callback_hours * HOUR
        back = at is not None and ended is not None and at - ended[0] <= window
        opened = Opened(
            at=at,
            protocol=self.protocol.hash,
            stage="warned" if back else "open",
            callback_of=ended[1] if back and ended else "",
            queue=queue,
        )
        return self._shelf.begin(name, contact, opened)

    def _measure(self, talk: Talk, message: Message) -> tuple[Reading, Review]:
        try:
            reading, review = self._read(talk, message)
        except Exception as error:
            failed = f"the reader `{self.reader.name}` failed: {type(error).__name__}"
            self._shelf.tell(Damaged(failed, hint="the message counts as unreadable"))
            unreadable = Signal("unreadable", end=len(message.text), reader=self.reader.name)
            return Reading((unreadable,) if message.speaker == "customer" else ()), Review()
        return heard(reading, self._table(talk).protocol.least), review

    def _read(self, talk: Talk, message: Message) -> tuple[Reading, Review]:
        match message.speaker:
            case "customer":
                return self.reader.read(message, talk.turns), Review()
            case "agent" | "supervisor":
                review = self.reader.review(message, talk.turns, talk.customer)
                return Reading(), review
            case "bot" | "system":
                return Reading(), Review()
            case _:
                t.assert_never(message.speaker)

    def _carry(self, talk: Talk, facts: t.Iterable[AnyFact]) -> Decided | None:
        """Fold facts in, let the protocol answer, and remember both."""
        table = self._table(talk)
        done: list[AnyFact] = []
        answer = None
        for fact in facts:
            talk.state = evolve(talk.state, fact)
            done.append(fact)
            decided = judge(table, talk.state, fact)
            if decided is not None:
                answer = replace(decided, at=fact.at)
                talk.state = evolve(talk.state, answer)
                done.append(answer)
        running = timers(table, talk.state)
        self._shelf.record(talk, done, running[0][0] if running else None)
        return answer

    def _again(self, talk: Talk, at: float | None) -> Decided | None:
        """Fold a conversation again, from its beginning; what the protocol asks for now."""
        state, decisions = fold(self._table(talk), self._shelf.log(talk).inputs)
        decided = asked_now(talk.state, state, decisions)
        decided = None if decided is None else replace(decided, at=at)
        self._carry(talk, (Refolded(at=at, state=resumed(talk.state, state), decided=decided),))
        return decided

    def _ring(self, talk: Talk) -> Ring:
        table = self._table(talk)
        due, name = timers(table, talk.state)[0]
        fired = Fired(at=due, timer=name)
        decided = self._carry(talk, (fired,))
        assert decided is not None
        return Ring(talk.name, table.protocol, fired, decided, self._words(talk, decided))

    def _table(self, talk: Talk) -> Table:
        return self._protocols.table(talk.opened.protocol)

    def outcome(
        self,
        talk: Talk,
        state: State,
        decided: Decided | None,
        reading: Reading = Reading(),
        review: Review = Review(),
        rings: tuple[Ring, ...] = (),
    ) -> Outcome:
        """What something led to in a conversation that stood at `state` after it."""
        before = talk.opened.callback_of
        return Outcome(
            talk.name,
            self._table(talk).protocol,
            state,
            decided,
            self._words(talk, decided),
            reading,
            review,
            rings,
            self._shelf.title(before) if before else "",
        )

    def _words(self, talk: Talk, decided: Decided | None) -> str | None:
        if decided is None or decided.script is None:
            return None
        known = {"customer": talk.customer, "agent": talk.agent, "reference": _reference(talk.name)}
        return fill(self._table(talk).protocol, decided.script, known)


def _reference(conversation: str) -> str:
    """What a customer can refer to; nothing where a conversation is only named for its file."""
    named_for_a_file = conversation == "-" or pathlib.PurePath(conversation).suffix in _FILES
    return "" if named_for_a_file else conversation


def _facts(
    name: str, message: Message, at: float | None, reading: Reading, review: Review
) -> t.Iterator[AnyFact]:
    yield Received(at=at, message=name, speaker=message.speaker, channel=message.channel)
    if message.speaker == "customer":
        yield Read(at=at, message=name, signals=reading.signals, severity=reading.severity)
    elif message.speaker in ("agent", "supervisor"):
        yield Reviewed(at=at, message=name, merits=review.merits, faults=review.faults)


def _acted(talk: Talk, act: Act, at: float | None) -> Acted:
    """A person's act as a fact: whoever has a name in it goes by an alias."""
    by = act.by if act.by in SPEAKERS else talk.alias(act.by)
    message = talk.alias(act.message) if act.message else ""
    return replace(act.fact, at=at, by=by, message=message)
