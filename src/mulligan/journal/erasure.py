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
    """What is gone for good, and what stays: numbers, not words.

    `swept` is False where another program kept the write-ahead logs from being emptied.
    """

    conversations: int
    texts: int
    facts: int
    swept: bool = True


def erase(book: Book, contact: str, at: float) -> Erased:
    """Destroy the keys of all of a contact's conversations; `at` is in seconds since 1970.

    Raises `Held` while a hold stands on anyone in these conversations, `BadInput` for a contact
    that nobody knows.
    """
    who, found = unheld(book, contact)
    locks = _locks(found)
    texts = sum(1 for known in found for _ in book.store.texts(known.stream))
    facts = sum(1 for known in found for _ in book.store.facts(known.stream))
    swept = True

    def destroy() -> None:
        nonlocal swept
        swept = book.keys.destroy(who, locks, at)

    gone = book.store.forget(locks, destroy)
    book.refresh()
    return Erased(gone, texts, facts, swept)


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
    """A contact's id and own conversations; or, by its name, one that belongs to no contact.

    Raises `BadInput` where there is neither, or where the conversation is some contact's.
    """
    who = book.keys.contact(contact)
    if who is not None:
        linked = book.store.locked(book.keys.of(who))
        return who, [book.directory.of(one) for one in linked if one.contact in ("", who)]
    named = book.directory.find(contact)
    if named is None or named.lock is None:
        raise BadInput(_NOBODY, hint=_HINT)
    if named.contact:
        raise BadInput("this conversation belongs to a contact", hint="name the contact instead")
    return None, [named]


def elsewhere(book: Book, contact: str) -> int:
    """In how many conversations of others messages say that they are this contact's."""
    who = book.keys.contact(contact)
    linked = () if who is None else book.store.locked(book.keys.of(who))
    return sum(one.contact not in ("", who) for one in linked)
