"""Erasing a contact, and holding that back."""

import datetime as dt
import typing as t

import msgspec

from mulligan.errors import BadInput, Held
from mulligan.journal.book import Book
from mulligan.journal.directory import Known
from mulligan.journal.keys import Hold

_NOBODY: t.Final = "nothing is held of this contact"
_HINT: t.Final = "is it written just as in the messages? a conversation's own name will do too"


class Erased(msgspec.Struct, frozen=True):
    """What is gone for good, and what stays: numbers, not words."""

    conversations: int
    texts: int
    facts: int


def erase(book: Book, contact: str, at: float) -> Erased:
    """Destroy the keys of all of a contact's conversations; `at` is in seconds since 1970.

    Raises `Held` while a hold stands on anyone in these conversations, `BadInput` for a contact
    that nobody knows.
    """
    who, found = unheld(book, contact)
    locks = _locks(found)
    texts = sum(1 for known in found for _ in book.store.texts(known.stream))
    facts = sum(1 for known in found for _ in book.store.facts(known.stream))
    gone = book.store.forget(locks, lambda: book.keys.destroy(who, locks, at))
    book.refresh()
    return Erased(gone, texts, facts)


def unheld(book: Book, contact: str) -> tuple[str | None, list[Known]]:
    """A contact's id and conversations, all of which may be erased; raises as `erase` does."""
    who, found = conversations(book, contact)
    locks = _locks(found)
    for owner in {who, *book.keys.owners(locks)} - {None}:
        hold = book.keys.held(t.cast("str", owner))
        if hold is not None:
            since = dt.datetime.fromtimestamp(hold.at, dt.UTC).date()
            why = f": {hold.why}" if hold.why else ""
            raise Held(
                f"a hold stands since {since}, by {hold.by}{why}",
                hint="`mulligan hold CONTACT --release` ends it, when the reason is gone",
            )
    return who, found


def _locks(found: t.Iterable[Known]) -> list[str]:
    return [known.lock.id for known in found if known.lock is not None]


def hold(book: Book, contact: str, hold: Hold) -> None:
    """Let nothing of a contact be erased until it is released."""
    book.keys.hold(_contact(book, contact), hold)


def release(book: Book, contact: str) -> bool:
    """Let a contact be erased again; whether a hold stood."""
    return book.keys.release(_contact(book, contact))


def _contact(book: Book, contact: str) -> str:
    """The contact's id; a conversation that belongs to nobody yet is made its own contact's."""
    who = book.keys.contact(contact)
    if who is not None:
        return who
    known = book.directory.find(contact)
    if known is None or known.lock is None:
        raise BadInput(_NOBODY, hint=_HINT)
    return book.keys.link(contact, known.lock)


def conversations(book: Book, contact: str) -> tuple[str | None, list[Known]]:
    """A contact's id and conversations: those that messages said so of, and one of that name."""
    who = book.keys.contact(contact)
    locks = set(book.keys.of(who)) if who is not None else set()
    named = book.directory.find(contact)
    if named is not None and named.lock is not None:
        locks.add(named.lock.id)
    those = [book.directory.of(stream) for stream in book.store.locked(sorted(locks))]
    if who is None and not those:
        raise BadInput(_NOBODY, hint=_HINT)
    return who, those
