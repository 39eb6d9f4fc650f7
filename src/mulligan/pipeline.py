"""The whole way of a message: the only file that knows it.

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
from mulligan.conversation.signal import Reading, Review
from mulligan.conversation.state import State
from mulligan.errors import BadInput, MulliganError
from mulligan.journal.agenda import Agenda
from mulligan.journal.talk import Talk
from mulligan.protocol.decide import Table
from mulligan.protocol.file.scripts import fill
from mulligan.protocol.fold import fold, judge
from mulligan.protocol.schema import Protocol, listed
from mulligan.protocol.timing import timers
from mulligan.signals.port import CONTEXT_CHARACTERS, CONTEXT_TURNS, Reader

HOUR: t.Final = 3600.0
_FILES: t.Final = (".jsonl", ".json", ".csv", ".tsv", ".txt")

Remember = t.Callable[[str, t.Sequence[AnyFact]], None]
"""Where facts go: the conversation's name, and what has just happened in it, in order."""


class Ring(msgspec.Struct, frozen=True):
    """A timer that was due, in which conversation, and what followed."""

    conversation: str
    fired: Fired
    decided: Decided
    say: str | None


class Outcome(msgspec.Struct, frozen=True):
    """What a message or an act led to: readings, decision, words, and where things stand now.

    `rings` are the timers, of any conversation, that were due before it.
    """

    conversation: str
    state: State
    decided: Decided | None = None
    say: str | None = None
    reading: Reading = Reading()
    review: Review = Review()
    rings: tuple[Ring, ...] = ()
    callback_of: str = ""


def forget(conversation: str, facts: t.Sequence[AnyFact]) -> None:
    """Keep no facts."""


class Pipeline:
    """Follows conversations, live or from an archive, in the same way.

    Memory: one small state an open conversation, and a few dozen bytes a message, so that a
    second delivery is known and a conversation can be folded again.
    """

    def __init__(self, protocol: Protocol, reader: Reader, remember: Remember = forget) -> None:
        self.protocol = protocol
        self.reader = reader
        self._table = Table(protocol)
        self._remember = remember
        self._talks: dict[str, Talk] = {}
        self._ends: dict[str, tuple[float, str]] = {}
        self._agenda = Agenda()
        self._clock = float("-inf")

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
        talk = self._talks.get(message.conversation)
        if talk is not None and message.id in talk.log:
            return None
        rings = self.tick(message.at)
        talk = talk or self._begin(message.conversation, message.contact, message.at)
        at = self._time(message.at)
        reading, review = self._measure(talk, message)
        talk.keep(message, reading, review)
        facts = _facts(message, at, reading, review)
        decided = self._carry(talk, facts)
        talk.hear(message, CONTEXT_CHARACTERS)
        return self._outcome(talk, decided, reading, review, rings)

    def act(self, act: Act) -> Outcome:
        """Take in what a person did.

        An act may come before any message (an adjustment that is known, say). Raises `BadInput`
        for one about a message that nobody knows.
        """
        if act.act == "disagree":
            self._known(act.conversation, act.message)
        rings = self.tick(act.at)
        talk = self._talks.get(act.conversation) or self._begin(act.conversation, "", act.at)
        fact = replace(act.fact, at=self._time(act.at))
        if act.act == "disagree":
            talk.correct(act.message, act.reading)
            return self._again(talk, fact, rings)
        talk.keep_act(replace(fact, at=None))
        decided = self._carry(talk, (fact,))
        return self._outcome(talk, decided, rings=rings)

    def edit(self, message: Message) -> Outcome:
        """Read a message's new words in the old ones' place; the conversation is folded again.

        Raises `BadInput` for a message that nobody knows.
        """
        talk = self._known(message.conversation, message.id)
        rings = self.tick(message.at)
        reading, review = self._measure(talk, message)
        talk.keep(message, reading, review)
        fact = Edited(
            at=self._time(message.at),
            message=message.id,
            signals=reading.signals,
            severity=reading.severity,
            merits=review.merits,
            faults=review.faults,
        )
        return self._again(talk, fact, rings, reading, review)

    def delete(self, conversation: str, message: str, at: float | None = None) -> Outcome:
        """Note that a message was taken back; somebody read it, so the stage stays.

        Raises `BadInput` for a message that nobody knows.
        """
        talk = self._known(conversation, message)
        rings = self.tick(at)
        self._carry(talk, (Deleted(at=self._time(at), message=message),))
        return self._outcome(talk, None, rings=rings)

    def tick(self, at: float | None) -> tuple[Ring, ...]:
        """Let time pass: fire what is due by `at`, by due time, then by conversation."""
        if at is None or at <= self._clock:
            return ()
        self._clock = at
        rings: list[Ring] = []
        while (found := self._agenda.pop(by=at)) is not None:
            rings.append(self._ring(self._talks[found[0]]))
        return tuple(rings)

    def restart_clock(self) -> None:
        """Let a new source begin at a time of its own."""
        self._clock = float("-inf")

    def state(self, conversation: str) -> State:
        """Where a conversation stands; raises `BadInput` where nobody knows it."""
        return self._known(conversation).state

    def _known(self, conversation: str, message: str | None = None) -> Talk:
        talk = self._talks.get(conversation)
        if talk is None:
            raise BadInput("there is no such conversation yet", place=conversation)
        if message is not None and message not in talk.log:
            raise BadInput("there is no such message in the conversation", place=message)
        return talk

    def _time(self, at: float | None) -> float | None:
        return None if at is None else max(at, self._clock)

    def _begin(self, name: str, contact: str, came: float | None) -> Talk:
        contact = contact or name
        at = self._time(came)
        ended_at, ended = self._ends.get(contact, (float("-inf"), ""))
        window = self.protocol.time.callback_hours * HOUR
        back = at is not None and at - ended_at <= window
        opened = Opened(
            at=at,
            protocol=self.protocol.hash,
            stage="warned" if back else "open",
            callback_of=ended if back else "",
        )
        talk = Talk(name, contact, opened, CONTEXT_TURNS)
        self._talks[talk.name] = talk
        self._remember(talk.name, (opened,))
        return talk

    def _measure(self, talk: Talk, message: Message) -> tuple[Reading, Review]:
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
        done: list[AnyFact] = []
        answer = None
        for fact in facts:
            talk.state = evolve(talk.state, fact)
            done.append(fact)
            decided = judge(self._table, talk.state, fact)
            if decided is not None:
                answer = replace(decided, at=fact.at)
                talk.state = evolve(talk.state, answer)
                done.append(answer)
        self._remember(talk.name, done)
        self._note_end(talk)
        self._plan(talk)
        return answer

    def _again(
        self,
        talk: Talk,
        cause: AnyFact,
        rings: tuple[Ring, ...],
        reading: Reading = Reading(),
        review: Review = Review(),
    ) -> Outcome:
        state, decisions = fold(self._table, talk.inputs)
        talk.stand_at(state)
        self._carry(talk, (cause, Refolded(at=cause.at, state=talk.state)))
        decided = decisions[-1] if decisions else None
        return self._outcome(talk, decided, reading, review, rings)

    def _ring(self, talk: Talk) -> Ring:
        due, name = timers(self._table, talk.state)[0]
        fired = Fired(at=due, timer=name)
        decided = self._carry(talk, (fired,))
        assert decided is not None
        return Ring(talk.name, fired, decided, self._words(talk, decided))

    def _plan(self, talk: Talk) -> None:
        running = timers(self._table, talk.state)
        self._agenda.put(talk.name, running[0][0] if running else None)

    def _note_end(self, talk: Talk) -> None:
        if talk.state.stage == "ended" and talk.state.ended is not None:
            self._ends[talk.contact] = (talk.state.ended, talk.name)
        elif self._ends.get(talk.contact, (0.0, ""))[1] == talk.name:
            del self._ends[talk.contact]

    def _outcome(
        self,
        talk: Talk,
        decided: Decided | None,
        reading: Reading = Reading(),
        review: Review = Review(),
        rings: tuple[Ring, ...] = (),
    ) -> Outcome:
        return Outcome(
            talk.name,
            talk.state,
            decided,
            self._words(talk, decided),
            reading,
            review,
            rings,
            talk.opened.callback_of,
        )

    def _words(self, talk: Talk, decided: Decided | None) -> str | None:
        if decided is None or decided.script is None:
            return None
        known = {"customer": talk.customer, "agent": talk.agent, "reference": _reference(talk.name)}
        return fill(self.protocol, decided.script, known)


def _reference(conversation: str) -> str:
    """What a customer can refer to; nothing where a conversation is only named for its file."""
    named_for_a_file = conversation == "-" or pathlib.PurePath(conversation).suffix in _FILES
    return "" if named_for_a_file else conversation


def _facts(
    message: Message, at: float | None, reading: Reading, review: Review
) -> t.Iterator[AnyFact]:
    yield Received(at=at, message=message.id, speaker=message.speaker, channel=message.channel)
    if message.speaker == "customer":
        yield Read(at=at, message=message.id, signals=reading.signals, severity=reading.severity)
    elif message.speaker in ("agent", "supervisor"):
        yield Reviewed(at=at, message=message.id, merits=review.merits, faults=review.faults)
