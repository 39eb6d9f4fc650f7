"""What another protocol would have done with the conversations that a journal holds."""

import collections
import contextlib
import typing as t

import msgspec

from mulligan.conversation.fact import (
    Acted,
    AnyFact,
    Decided,
    Edited,
    Fired,
    Opened,
    Read,
    Received,
    Reviewed,
)
from mulligan.conversation.state import State
from mulligan.conversation.words import Move
from mulligan.errors import MulliganError
from mulligan.journal.store import Store, Stored
from mulligan.pipeline.protocols import Protocols
from mulligan.protocol.decide import Table
from mulligan.protocol.fold import Input, advance
from mulligan.protocol.schema import Protocol
from mulligan.protocol.timing import timers

Moves = collections.Counter[Move | None]


class Difference(msgspec.Struct, frozen=True):
    """A message on which two protocols part: what each asks for, and why by its rule.

    `message` is the alias of the message in the conversation `stream`.
    """

    stream: int
    message: str
    then: Decided
    would: Decided


class WhatIf(msgspec.Struct):
    """How often each move came, and would have come; `conversations` would have gone otherwise."""

    then: Moves = msgspec.field(default_factory=collections.Counter)
    would: Moves = msgspec.field(default_factory=collections.Counter)
    messages: int = 0
    conversations: set[int] = set()
    faults: list[MulliganError] = []


class _Pair(msgspec.Struct):
    """One conversation, followed by both protocols."""

    tables: tuple[Table, Table]
    states: tuple[State, State] = (State(), State())


def what_if(
    store: Store,
    protocols: Protocols,
    other: Protocol,
    differ: t.Callable[[Difference], None] = lambda difference: None,
) -> WhatIf:
    """Follow every conversation by the protocol it began with, and by another.

    Both go by the readings that hold now (after edits and disagreements) and by what people did;
    the one has the timers that were due, the other its own. `differ` gets each difference.
    """
    found = WhatIf()
    right = _corrections(store)
    pairs: dict[int, _Pair | None] = {}
    table = Table(other)
    for stored in store.follow():
        try:
            fact = _input(stored, right)
            if isinstance(fact, Opened):
                pairs[stored.stream] = _Pair((protocols.table(fact.protocol), table))
            pair = pairs.get(stored.stream)
            if pair is not None and fact is not None:
                _both(pair, stored, fact, found, differ)
        except MulliganError as error:
            pairs[stored.stream] = None
            found.faults.append(error)
    return found


def _corrections(store: Store) -> dict[tuple[int, str], Edited | Acted]:
    """The last reading that somebody, or an edit, gave to a message."""
    right: dict[tuple[int, str], Edited | Acted] = {}
    for stored in store.follow():
        if b'"edited' not in stored.raw and b'"disagree"' not in stored.raw:
            continue
        with contextlib.suppress(MulliganError):  # the next time through tells what is damaged
            fact = stored.fact
            if isinstance(fact, Edited | Acted):
                key = (stored.stream, fact.message)
                right[key] = _over(right.get(key), fact)
    return right


def _over(before: Edited | Acted | None, now: Edited | Acted) -> Edited | Acted:
    """A later correction over an earlier one: who disagrees says nothing of merits and faults."""
    if isinstance(before, Edited) and isinstance(now, Acted):
        return msgspec.structs.replace(before, signals=now.signals, severity=now.severity)
    return now


def _input(stored: Stored, right: dict[tuple[int, str], Edited | Acted]) -> Input | None:
    """What came in from outside, with the reading that holds now; None for what followed."""
    fact: AnyFact = stored.fact
    match fact:
        case Read():
            now = right.get((stored.stream, fact.message), fact)
            return msgspec.structs.replace(fact, signals=now.signals, severity=now.severity)
        case Reviewed():
            edited = right.get((stored.stream, fact.message))
            if isinstance(edited, Edited):
                return msgspec.structs.replace(fact, merits=edited.merits, faults=edited.faults)
            return fact
        case Acted(act="disagree"):
            return None
        case Opened() | Received() | Acted() | Fired():
            return fact
        case _:
            return None


def _both(
    pair: _Pair,
    stored: Stored,
    fact: Input,
    found: WhatIf,
    differ: t.Callable[[Difference], None],
) -> None:
    then = advance(pair.tables[0], pair.states[0], fact)
    would = _otherwise(pair.tables[1], pair.states[1], fact)
    pair.states = (then[0], would[0])
    if not isinstance(fact, Read):
        return
    assert then[1] is not None
    assert would[1] is not None
    found.messages += 1
    found.then[then[1].move] += 1
    found.would[would[1].move] += 1
    if then[1].move != would[1].move:
        found.conversations.add(stored.stream)
        differ(Difference(stored.stream, fact.message, then[1], would[1]))


def _otherwise(table: Table, state: State, fact: Input) -> tuple[State, Decided | None]:
    """One step by the other protocol, with timers of its own: what is due by now fires first."""
    while fact.at is not None and (running := timers(table, state)) and running[0][0] <= fact.at:
        due, name = running[0]
        state, _ = advance(table, state, Fired(at=due, timer=name))
    return (state, None) if isinstance(fact, Fired) else advance(table, state, fact)
