"""The account of a message: its words, what was read, decided and why, and what followed."""

import contextlib

import pytest

from cli.command import agent, attack, customer
from mulligan.conversation.message import Deletion, Message
from mulligan.conversation.signal import Reading, Signal
from mulligan.errors import BadInput, JournalError
from mulligan.journal.erasure import erase
from mulligan.journal.opening import open_journal
from mulligan.pipeline.account import Account, account
from pipeline.keeping import Desk, edit


def told(desk: Desk, message: str, conversation: str = "c1") -> Account:
    with desk.book() as book:
        return account(book, conversation, message)


def fault(desk: Desk, message: str, conversation: str = "c1") -> str:
    with pytest.raises((BadInput, JournalError)) as raised:
        told(desk, message, conversation)
    return str(raised.value)


@pytest.fixture
def talk(desk: Desk) -> Desk:
    """A short conversation."""
    desk.follow(
        customer("hello", id="m1", name="Ann Lee"),
        agent("hello Ann", id="m2", merits=["name"], faults=["jargon"]),
        attack("you fool", id="m3"),
        customer("beep", id="m4", speaker="bot"),
        agent("hm", id="m5"),
        attack("fool!", id="m6"),
    )
    return desk


def test_a_customer_s_message_has_words_reading_decision_and_reasons(talk: Desk) -> None:
    got = told(talk, "m3")
    assert (got.message.text, got.protocol.name) == ("you fool", "default")
    assert got.received is not None
    assert got.received.speaker == "customer"
    assert got.read is not None
    assert ([signal.kind for signal in got.read.signals], got.read.severity) == (["attack"], 2)
    assert got.decided is not None
    assert (got.decided.move, got.decided.before, got.decided.stage) == (
        "second_chance",
        "open",
        "second_chance",
    )
    assert got.why is not None
    assert got.why.rule == got.decided.rule
    assert "crisis" in [other.rule for other in got.why.why_not]
    assert (got.reviewed, got.after) == (None, [])


def test_each_message_has_its_own_decision(talk: Desk) -> None:
    moves = {name: told(talk, name).decided for name in ("m1", "m3", "m6")}
    assert [decided and decided.move for decided in moves.values()] == [
        "resolve",
        "second_chance",
        "warn",
    ]


def test_a_reply_has_its_review_and_no_decision(talk: Desk) -> None:
    got = told(talk, "m2")
    assert got.reviewed is not None
    assert (got.reviewed.merits, got.reviewed.faults) == (("name",), ("jargon",))
    assert (got.read, got.why, got.decided) == (None, None, None)


def test_a_bot_s_message_has_only_its_words(talk: Desk) -> None:
    got = told(talk, "m4")
    assert got.received is not None
    assert (got.read, got.reviewed, got.why, got.decided) == (None, None, None, None)


def test_what_became_of_it_later_is_told_in_order_and_the_decision_stays(talk: Desk) -> None:
    talk.follow({"conversation": "c1", "act": "disagree", "id": "m3", "signals": []})
    talk.take(edit("you dear", id="m3", given=Reading((Signal("gratitude", "agent"),))))
    talk.take(Deletion(conversation="c1", message="m3"))
    got = told(talk, "m3")
    assert [what for what, _ in got.after] == ["disagreed", "edited", "deleted"]
    assert got.decided is not None
    assert got.decided.move == "second_chance"
    assert got.message.text == "you fool"


def test_other_acts_that_name_a_message_are_no_disagreement(talk: Desk) -> None:
    talk.follow({"conversation": "c1", "act": "said_it", "id": "m3"})
    assert told(talk, "m3").after == []


def test_it_goes_by_the_protocol_the_conversation_began_with(talk: Desk) -> None:
    talk.follow(attack(id="m7"), attack(id="m1", conversation="c2"), protocol="dignity")
    assert told(talk, "m7").protocol.name == "default"
    assert told(talk, "m1", "c2").protocol.name == "dignity"


def test_a_timer_s_decision_is_not_taken_for_the_message_s(desk: Desk) -> None:
    harm = [{"kind": "threat_harm", "target": "agent"}]
    desk.follow(customer(id="m1", at=0, signals=harm), customer(id="m2", at=90))
    first, second = told(desk, "m1"), told(desk, "m2")
    assert first.decided is not None
    assert second.decided is not None
    assert (first.decided.rule, second.decided.rule[:5]) != (second.decided.rule, "time.")
    assert first.decided.move == "leave"


def test_what_nobody_knows_is_told_with_a_way_on(talk: Desk) -> None:
    assert fault(talk, "m1", "c9").startswith("there is no such conversation in the journal (")
    assert fault(talk, "m9").startswith("there is no such message in the conversation (")


def test_an_erased_conversation_is_like_none(talk: Desk) -> None:
    with talk.book() as book:
        erase(book, "c1", 0.0)
    assert "was it erased?" in fault(talk, "m1")


def test_a_message_that_still_waits_is_told(talk: Desk) -> None:
    with contextlib.closing(open_journal(talk.path)) as book:
        book.accept([Message(conversation="c1", id="m7", speaker="customer", text="hi")])
    assert "was not followed yet (`mulligan watch` follows it" in fault(talk, "m7")


def test_damage_is_told_by_its_place(talk: Desk) -> None:
    talk.spoil("UPDATE facts SET raw = ? WHERE version = 3", b"rubbish")
    assert fault(talk, "m1").startswith("fact 3 (conversation 1): a stored fact is not JSON")


def test_damaged_words_are_told(talk: Desk) -> None:
    talk.spoil("UPDATE texts SET sealed = zeroblob(40) WHERE id = 1")
    assert "a sealed text is damaged" in fault(talk, "m1")


@pytest.mark.parametrize(
    "sql", ["DELETE FROM facts", "DELETE FROM facts WHERE version = 1"], ids=["all", "first"]
)
def test_a_missing_beginning_is_told(talk: Desk, sql: str) -> None:
    talk.spoil(sql)
    assert fault(talk, "m1") == "conversation 1: the fact that it began with is missing"
