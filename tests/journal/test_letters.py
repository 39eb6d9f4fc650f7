"""What comes in is sealed, named so that a second delivery is known, and opened as it was."""

import typing as t

import pytest

from journal.making import INSULT, says
from mulligan.conversation.act import Act
from mulligan.conversation.message import Deletion, Edit, Message
from mulligan.errors import JournalError
from mulligan.journal import directory
from mulligan.journal.book import Book
from mulligan.journal.directory import Directory
from mulligan.journal.keys import Keys
from mulligan.journal.letters import Item, Letters, conversation, entry
from mulligan.journal.memory import MemoryStore
from mulligan.journal.opening import memory
from mulligan.journal.store import Arrival, Conflict, Text

ITEMS: t.Final[dict[str, Item]] = {
    "message": Message(
        conversation="c1",
        id="m1",
        speaker="customer",
        text="héllo \U0001f600",
        channel="chat",
        at=1.5,
        name="Ann",
        contact="ann@example.org",
        given=INSULT,
        meta={"ticket": [1, {"x": None}]},
    ),
    "act": Act(conversation="c1", act="end", by="Tom", at=2.0, reason="enough", id="a1"),
    "edit": Edit(says(text="mended"), "e1"),
    "deletion": Deletion(conversation="c1", message="m1", at=9.0),
}


@pytest.mark.parametrize("kind", ITEMS)
def test_an_item_is_sealed_named_for_its_kind_and_opened_as_it_was(kind: str) -> None:
    book, item = memory(), ITEMS[kind]
    (text,) = book.accept([item])
    assert isinstance(text, Text)
    assert text.entry.startswith(f"{kind}:")
    assert conversation(item) == "c1"
    for words in (b"llo", b"mended", b"enough", b"Tom", b"ann@", b"m1"):
        assert words not in text.sealed + text.entry.encode()
    assert book.open(text) == item


@pytest.mark.parametrize("kind", ITEMS)
def test_the_same_again_is_a_second_delivery(kind: str) -> None:
    book, item = memory(), ITEMS[kind]
    first, *rest = book.accept([item, item])
    assert isinstance(first, Text)
    assert rest + book.accept([item]) == [None, None]


def test_other_items_are_no_second_deliveries() -> None:
    book = memory()
    others: list[Item] = [
        says(number=1),
        says(number=2),
        says("c2", 1),
        Act(conversation="c1", act="not_now", by="Tom"),
        Act(conversation="c1", act="not_now", by="Tom"),
        Act(conversation="c1", act="not_now", by="Tom", id="1"),
        Act(conversation="c1", act="not_now", by="Tom", id="2"),
        Edit(says(text="one")),
        Edit(says(text="two")),
        Edit(says(number=2, text="one")),
        Deletion(conversation="c1", message="m1"),
        Deletion(conversation="c1", message="m2"),
    ]
    assert None not in book.accept(others)


def test_names_differ_from_lock_to_lock() -> None:
    one, other = Keys(None).make(2)
    assert entry(one, says()) == entry(one, says(text="other words"))
    assert entry(one, says()) != entry(other, says())


class Late(MemoryStore):
    """Somebody else is quicker, a number of times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def accept(self, arrivals: t.Sequence[Arrival]) -> list[Text | None]:
        if self.times:
            self.times -= 1
            raise Conflict
        return super().accept(arrivals)


def letters(times: int) -> tuple[Letters, Late]:
    store, keys = Late(times), Keys(None)
    return Letters(store, keys, Directory(store, keys)), store


def test_where_another_was_quicker_it_is_tried_again_and_not_for_ever() -> None:
    patient, _ = letters(4)
    assert None not in patient.accept([says()])
    given_up, store = letters(5)
    with pytest.raises(JournalError, match="other programs were quicker"):
        given_up.accept([says()])
    assert store.counts()["texts"] == 0


def test_the_first_contact_said_of_a_conversation_stays_and_all_are_linked() -> None:
    book = memory()
    book.accept([says(number=1), says(number=2, contact="ann"), says(number=3, contact="bob")])
    book.accept([says(number=4, contact="cy"), says("c2", 1)])
    one, two = book.store.streams()
    assert one.contact == book.keys.contact("ann")
    assert two.contact == ""
    for name in ("ann", "bob", "cy"):
        contact = book.keys.contact(name)
        assert contact is not None
        assert book.keys.of(contact) == [one.lock]


def test_a_conversation_is_found_by_name_and_named_by_number() -> None:
    book = memory()
    book.accept([says("c 1 é"), says("c2")])
    found = book.directory.find("c 1 é")
    assert found is not None
    assert found is book.directory.number(found.stream)
    book.directory.clear()
    again = book.directory.number(found.stream)
    assert (again.name, again.stream) == ("c 1 é", 1)
    assert book.directory.find("c3") is None


def test_looking_up_asks_the_store_only_for_what_is_not_at_hand() -> None:
    book = memory()
    book.accept([says("c1"), says("c2")])
    kept = book.directory.find("c1")
    book.directory.look_up(("c1", "c2", "c3"))
    assert book.directory.find("c1") is kept
    book.directory.look_up(())


def test_an_erased_conversation_goes_by_its_number() -> None:
    book = memory()
    book.accept([says("c1")])
    known = book.directory.find("c1")
    assert known is not None
    assert known.lock is not None
    book.store.forget([known.lock.id])
    book.directory.clear()
    assert book.directory.find("c1") is None
    gone = book.directory.number(1)
    assert (gone.name, gone.lock, gone.contact) == ("(erased) 1", None, "")


def test_few_conversations_are_kept_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory, "_MOST_KEPT", 3)
    book = memory()
    for number in range(10):
        book.accept([says(f"c{number}")])
    for number in range(10):
        known = book.directory.find(f"c{number}")
        assert known is not None
        assert book.directory.number(known.stream).name == f"c{number}"


def accepted(book: Book) -> list[str]:
    return [text.entry for text in book.left(0, 99)]


def test_where_a_conversation_was_erased_meanwhile_it_begins_anew() -> None:
    book = memory()
    book.accept([says(number=1)])
    known = book.directory.find("c1")
    assert known is not None
    assert known.lock is not None
    book.store.forget([known.lock.id], lambda: None)
    (text,) = book.accept([says(number=2)])
    assert isinstance(text, Text)
    assert (text.stream, text.new) == (2, True)
    assert accepted(book) == [text.entry]
