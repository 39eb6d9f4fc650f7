"""What a book holds of a conversation, ready to be compared, and a conversation to hold."""

import typing as t

import msgspec

from journal.making import INSULT, says
from mulligan.journal.book import Book
from mulligan.journal.letters import Item
from mulligan.journal.talk import Talk


def talk_of(book: Book, conversation: str = "c1") -> Talk:
    talk = book.find(conversation)
    assert talk is not None
    return talk


def told(talk: Talk) -> dict[str, object]:
    """All that a talk holds, but the function that gives aliases."""
    values = {name: getattr(talk, name) for name in Talk.__slots__ if name != "alias"}
    return {**values, "an alias": talk.alias("x")}


def nameless(raw: bytes) -> dict[str, object]:
    """A fact without its aliases, which are others in each journal."""
    fact = msgspec.json.decode(raw)
    return {key: value for key, value in fact.items() if key not in ("message", "by")}


def chat(conversation: str = "c1", length: int = 5) -> list[Item]:
    """Some turns of both, with names; the customer's contact is said at first."""
    turns = []
    for number in range(length):
        speaker: t.Literal["agent", "customer"] = "agent" if number % 2 else "customer"
        turn = says(
            conversation,
            number,
            f"words {number} " * 200,
            speaker,
            at=float(number),
            name="Ann Lee" if speaker == "customer" else "Tom",
            given=INSULT if number == 2 else None,
        )
        turns.append(turn)
    return [*turns]
