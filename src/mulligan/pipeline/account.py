"""Giving account of what was decided: on which grounds, by which rule, and why by no other."""

import typing as t

import msgspec

from mulligan.conversation.bearing import bearing
from mulligan.conversation.evolve import evolve
from mulligan.conversation.fact import (
    Acted,
    AnyFact,
    Decided,
    Deleted,
    Edited,
    Opened,
    Read,
    Received,
    Reviewed,
)
from mulligan.conversation.message import Message
from mulligan.conversation.state import State
from mulligan.errors import BadInput, JournalError
from mulligan.journal.book import Book
from mulligan.pipeline.protocols import Protocols
from mulligan.protocol.explain import Why, explain
from mulligan.protocol.schema import Protocol

After = t.Literal["edited", "disagreed", "deleted"]


class Account(msgspec.Struct, kw_only=True):
    """All that can be said of one message: its words, and what followed.

    `why` and `decided` are None for a message that no protocol answers to (a reply, a bot's).
    `after` tells what became of its reading later.
    """

    message: Message
    protocol: Protocol
    received: Received | None = None
    read: Read | None = None
    reviewed: Reviewed | None = None
    why: Why | None = None
    decided: Decided | None = None
    after: list[tuple[After, AnyFact]] = []


def account(book: Book, conversation: str, message: str) -> Account:
    """Give account of a message, from the facts that the journal holds.

    Raises `BadInput` where nobody knows the conversation or the message, `JournalError` where a
    fact is damaged.
    """
    known = book.directory.find(conversation)
    if known is None or known.lock is None:
        hint = "is it written as `mulligan watch` shows it? was it erased?"
        raise BadInput("there is no such conversation in the journal", hint=hint)
    alias = known.lock.alias(message)
    text = book.store.text(known.stream, f"message:{alias}")
    if text is None:
        hint = "`mulligan export CONTACT` shows all; without ids they are numbered: 1, 2, 3 …"
        raise BadInput("there is no such message in the conversation", hint=hint)
    if book.store.waits(text.id):
        hint = "`mulligan watch` follows it to its end"
        raise BadInput("the message is in the journal, and was not followed yet", hint=hint)
    item = book.open(text)
    assert isinstance(item, Message)
    return _walk(book, known.stream, alias, item)


def _walk(book: Book, stream: int, alias: str, message: Message) -> Account:
    facts = (stored.fact for stored in book.store.facts(stream))
    opened = next(facts, None)
    if not isinstance(opened, Opened):
        place = f"conversation {stream}"
        raise JournalError("the fact that it began with is missing", place=place)
    table = Protocols(book).table(opened.protocol)
    told = Account(message=message, protocol=table.protocol)
    state = evolve(State(), opened)
    for fact in facts:
        if isinstance(fact, Decided):
            if told.why is not None and told.decided is None:
                told.decided = fact
            state = evolve(state, fact)
            continue
        state = evolve(state, fact)
        if getattr(fact, "message", "") == alias:
            _take(told, fact)
            if isinstance(fact, Read):
                said = bearing(fact.signals, fact.severity)
                told.why = explain(table, state, fact.signals, said, state.channel)
    return told


def _take(told: Account, fact: AnyFact) -> None:
    match fact:
        case Received():
            told.received = fact
        case Read():
            told.read = fact
        case Reviewed():
            told.reviewed = fact
        case Edited():
            told.after.append(("edited", fact))
        case Acted(act="disagree"):
            told.after.append(("disagreed", fact))
        case Deleted():
            told.after.append(("deleted", fact))
        case _:
            """No other fact is about a message."""
