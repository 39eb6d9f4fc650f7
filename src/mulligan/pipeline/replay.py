"""Going through a journal again: the same facts give the same states and decisions."""

import itertools
import typing as t

import msgspec
from msgspec.structs import replace

from mulligan.conversation.evolve import evolve
from mulligan.conversation.fact import Decided, Opened, Refolded
from mulligan.conversation.state import State
from mulligan.errors import JournalError, MulliganError
from mulligan.journal.log import Log
from mulligan.journal.store import Store, Stored
from mulligan.journal.talk import resumed
from mulligan.pipeline.again import asked_now
from mulligan.pipeline.protocols import Protocols
from mulligan.protocol.decide import Table
from mulligan.protocol.fold import fold, judge

_state: t.Final = msgspec.json.Decoder(State).decode


class Replayed(msgspec.Struct):
    """How much was gone through, and every place where something is not as it was."""

    conversations: int = 0
    facts: int = 0
    decisions: int = 0
    faults: list[MulliganError] = []


class _Course(msgspec.Struct):
    """One conversation on its way through its facts."""

    state: State = State()
    version: int = 0
    table: Table | None = None
    wanted: Decided | None = None
    damaged: bool = False


def replay(
    store: Store, protocols: Protocols, progress: t.Callable[[int], None] = lambda count: None
) -> Replayed:
    """Judge every stored fact again, by the protocol its conversation began with.

    No reader, no clock and no dice: each decision and each conversation's state must come out as
    it is stored. Memory: one small state a conversation.
    """
    found = Replayed()
    courses: dict[int, _Course] = {}
    for stored in store.follow():
        found.facts += 1
        progress(found.facts)
        course = courses.get(stored.stream)
        if course is None:
            course = courses[stored.stream] = _Course()
        if not course.damaged:
            try:
                _step(store, protocols, course, stored, found)
            except MulliganError as error:
                course.damaged = True
                found.faults.append(error)
    found.conversations = len(courses)
    for stream in store.streams():
        course = courses.get(stream.id, _Course())
        if not course.damaged and not _stands(course, stream.version, stream.state):
            place = f"conversation {stream.id}"
            found.faults.append(JournalError("stands elsewhere than its facts say", place=place))
    return found


def _step(
    store: Store, protocols: Protocols, course: _Course, stored: Stored, found: Replayed
) -> None:
    fact = stored.fact
    course.version += 1
    if stored.version != course.version:
        raise JournalError(f"is number {stored.version}, not {course.version}", place=stored.place)
    if course.table is None:
        if not isinstance(fact, Opened):
            raise JournalError("no conversation begins with this", place=stored.place)
        course.table = protocols.table(fact.protocol)
    if isinstance(fact, Decided) or course.wanted is not None:
        found.decisions += 1
        if fact != course.wanted:
            raise JournalError(
                "another decision follows from the facts before it", place=stored.place
            )
    if isinstance(fact, Refolded):
        _check_refold(store, course, stored, fact, course.table)
    course.state = evolve(course.state, fact)
    decided = judge(course.table, course.state, fact)
    course.wanted = None if decided is None else replace(decided, at=fact.at)


def _check_refold(
    store: Store, course: _Course, stored: Stored, fact: Refolded, table: Table
) -> None:
    def earlier(other: Stored) -> bool:
        return other.version < stored.version

    log = Log()
    try:
        for before in itertools.takewhile(earlier, store.facts(stored.stream)):
            log.take(before.fact)
    except KeyError:
        raise JournalError("is about a message that never came in", place=stored.place) from None
    state, decisions = fold(table, log.inputs)
    decided = asked_now(course.state, state, decisions)
    decided = None if decided is None else replace(decided, at=fact.at)
    if (fact.state, fact.decided) != (resumed(course.state, state), decided):
        raise JournalError("folding again leads elsewhere", place=stored.place)


def _stands(course: _Course, version: int, state: bytes) -> bool:
    """Whether a conversation's stored state is the one that its facts lead to."""
    if course.version != version or course.wanted is not None:
        return False
    if not version:
        return not state
    try:
        return _state(state) == course.state
    except msgspec.DecodeError:
        return False
