"""Giving a contact all that is held of them."""

import datetime as dt
import typing as t

import msgspec

from mulligan.conversation.act import Act
from mulligan.conversation.fact import Acted, AnyFact, Decided, Read, Reviewed
from mulligan.conversation.message import Deletion, Edit, Message
from mulligan.errors import JournalError
from mulligan.journal.book import Book
from mulligan.journal.directory import Known
from mulligan.journal.erasure import conversations
from mulligan.journal.letters import Item

Line = dict[str, t.Any]


def export(
    book: Book, contact: str, damaged: t.Callable[[JournalError], None] | None = None
) -> t.Iterator[Line]:
    """All that is held of a contact: a line for each text, in the conversation file's format.

    With each message goes what it was read as and what was decided. `damaged` gets what cannot be
    opened, and the rest goes on; without it, that is raised. Raises `BadInput` for a contact that
    nobody knows.
    """
    _, found = conversations(book, contact)
    for known in found:
        told = _told(book, known)
        for text in book.store.texts(known.stream):
            try:
                item = book.open(text)
            except JournalError as error:
                place = f"text {text.id} (conversation {known.name})"
                fault = JournalError(error.message, place=place, hint=error.hint)
                if damaged is None:
                    raise fault from None
                damaged(fault)
                continue
            yield _line(item) | told.get(_message(known, item), {})


def _told(book: Book, known: Known) -> dict[str, Line]:
    """What was read and decided, by the alias of the message."""
    told: dict[str, Line] = {"": {}}
    message = ""
    for stored in book.store.facts(known.stream):
        fact = stored.fact
        if not isinstance(fact, Decided):
            message = _about(fact)
        told[message] = told.get(message, {}) | _reading(fact)
    del told[""]
    return told


def _about(fact: AnyFact) -> str:
    """The message that a fact is about: for a person's act, only the one that was read wrongly."""
    if isinstance(fact, Acted) and fact.act != "disagree":
        return ""
    return getattr(fact, "message", "")


def _reading(fact: AnyFact) -> Line:
    match fact:
        case Read() | Acted(act="disagree"):
            return {"signals": msgspec.to_builtins(fact.signals), "severity": fact.severity}
        case Reviewed():
            return {"merits": list(fact.merits), "faults": list(fact.faults)}
        case Decided():
            return {"move": fact.move, "rule": fact.rule, "stage": fact.stage}
        case _:
            return {}


def _message(known: Known, item: Item) -> str:
    assert known.lock is not None
    return known.lock.alias(item.id) if isinstance(item, Message) else ""


def _line(item: Item) -> Line:
    line: Line
    match item:
        case Message():
            line = msgspec.to_builtins(item)
        case Edit():
            line = msgspec.to_builtins(item.message) | {"edited": True}
        case Deletion():
            line = {"conversation": item.conversation, "id": item.message, "deleted": True}
        case Act():
            reading = msgspec.to_builtins(item.reading) if item.act == "disagree" else {}
            line = msgspec.to_builtins(item) | {"id": item.message} | reading
            for field in ("message", "reading"):
                line.pop(field, None)
        case _:
            t.assert_never(item)
    line.pop("type", None)
    at = item.message.at if isinstance(item, Edit) else item.at
    return line if at is None else line | {"at": dt.datetime.fromtimestamp(at, dt.UTC).isoformat()}
