"""A conversation is shown as it was: words, readings, acts, and the card."""

import pytest

from mulligan.conversation.message import Deletion, Edit
from mulligan.conversation.signal import Reading, Signal
from mulligan.errors import BadInput
from mulligan.journal.book import Book
from mulligan.journal.erasure import erase
from mulligan.journal.letters import Item
from mulligan.journal.opening import memory
from mulligan.pipeline import Pipeline
from mulligan.pipeline.intake import Intake
from mulligan.pipeline.protocols import Protocols
from mulligan.protocol.file.load import load
from mulligan.signals.given import GivenReader
from mulligan.web.thread import Deed, Thread, thread
from web.serving import BEGAN, did, said

INSULT = Reading((Signal("attack", "agent", start=0, end=3),), 2)


def shown(*items: Item, book: Book | None = None) -> Thread:
    kept = book or memory()
    results = Intake(Pipeline(load("default"), GivenReader(), kept), kept).take(items)
    assert not any(isinstance(result, Exception) for result in results)
    return thread(kept, Protocols(kept), 1)


def test_words_stand_with_what_was_read_in_them() -> None:
    told = shown(said("you …", 1, given=INSULT), said("I see", 2, speaker="agent"))
    first, second = told.lines
    assert first.message is not None
    assert first.message.text == "you …"
    assert first.reading.signals[0].kind == "attack"
    assert second.reading == Reading()
    assert (told.customer, told.agent) == ("Ann Lee", "Tom")
    assert told.last is first


def test_the_card_has_the_move_with_its_words_and_reason() -> None:
    card = shown(said("you …", 1, given=INSULT)).card
    assert card is not None
    assert (card.decided.move, card.hand) == ("second_chance", "hold")
    assert "Ann Lee" in card.say
    assert card.because


def test_a_conversation_in_which_nobody_asks_for_anything_has_no_card() -> None:
    assert shown(said("Hello!", 1, speaker="agent")).card is None


def test_a_disagreement_takes_the_reading_away_and_the_card_follows() -> None:
    told = shown(said("you …", 1, given=INSULT), did("disagree", 2, message="m1"))
    assert told.lines[0].reading == Reading()
    assert told.state.stage == "open"
    assert told.card is not None
    assert told.card.decided.move != "second_chance"


def test_acts_stand_where_they_were_done_with_who_and_why() -> None:
    told = shown(said("hello", 1), did("hand_over", 2), said("still here", 3))
    deed = told.entries[1]
    assert isinstance(deed, Deed)
    assert (deed.who, deed.what, deed.reason) == ("Tom", "hand_over", "why")


def test_edited_words_are_the_new_ones_and_those_taken_back_are_told() -> None:
    told = shown(
        said("helo", 1),
        Edit(said("hello", 1), id="e1"),
        Deletion(conversation="c1", message="m1", at=None),
    )
    line = told.lines[0]
    assert line.message is not None
    assert line.message.text == "hello"
    assert (line.edited, line.taken_back) == (True, True)


def test_erased_words_are_gone_and_the_rest_stays() -> None:
    book = memory()
    shown(said("hello", 1), said("you …", 2, given=INSULT), book=book)
    erase(book, "c1", BEGAN + 60)
    book.refresh()
    told = thread(book, Protocols(book), 1)
    assert [line.message for line in told.lines] == [None, None]
    assert told.state.stage == "second_chance"


@pytest.mark.parametrize("number", [0, 2, 10**12])
def test_a_conversation_that_nobody_knows_is_a_clear_fault(number: int) -> None:
    book = memory()
    shown(said("hello", 1), book=book)
    with pytest.raises(BadInput, match="no such conversation"):
        thread(book, Protocols(book), number)
