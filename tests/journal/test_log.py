"""A log keeps of each message what a rule could ask, and the reading that holds now."""

import typing as t

import pytest

from mulligan.conversation.act import Act
from mulligan.conversation.fact import (
    Acted,
    AnyFact,
    Decided,
    Deleted,
    Edited,
    Fired,
    Opened,
    Read,
    Received,
    Refolded,
    Reviewed,
)
from mulligan.conversation.signal import Signal
from mulligan.conversation.state import State
from mulligan.conversation.words import Speaker
from mulligan.journal.log import Log

OPENED = Opened(protocol="p", at=1.0)
ATTACK = Signal("attack", "agent", score=0.5, start=3, end=9, reader="x@1")
PLAIN = Signal("attack", "agent")


def log(*facts: AnyFact) -> Log:
    made = Log()
    for fact in facts:
        made.take(fact)
    return made


def received(message: str = "m1", speaker: Speaker = "customer") -> Received:
    return Received(at=2.0, message=message, speaker=speaker, channel="chat")


def slim(speaker: Speaker = "customer") -> Received:
    return Received(message="", speaker=speaker, channel="chat")


def test_a_message_is_kept_with_its_reading_and_no_times_or_places() -> None:
    made = log(OPENED, received(), Read(at=2.0, message="m1", signals=(ATTACK,), severity=2))
    assert list(made.inputs) == [OPENED, slim(), Read(message="", signals=(PLAIN,), severity=2)]
    assert "m1" in made
    assert "m2" not in made


@pytest.mark.parametrize("speaker", ["agent", "supervisor"])
def test_a_reply_is_kept_with_its_review(speaker: t.Literal["agent", "supervisor"]) -> None:
    made = log(
        received(speaker=speaker), Reviewed(message="m1", merits=("warning",), faults=("retort",))
    )
    review = Reviewed(message="", merits=("warning",), faults=("retort",))
    assert list(made.inputs) == [slim(speaker), review]


@pytest.mark.parametrize("speaker", ["bot", "system"])
def test_what_machines_say_has_no_reading(speaker: t.Literal["bot", "system"]) -> None:
    assert list(log(received(speaker=speaker)).inputs) == [slim(speaker)]


def test_an_edit_takes_the_place_of_what_was_read() -> None:
    made = log(
        received(),
        Read(message="m1", signals=(ATTACK,), severity=2),
        received("m2", "agent"),
        Reviewed(message="m2"),
        Edited(message="m1"),
        Edited(message="m2", merits=("warning",)),
    )
    assert list(made.inputs) == [
        slim(),
        Read(message=""),
        slim("agent"),
        Reviewed(message="", merits=("warning",)),
    ]


def test_a_disagreement_sets_a_customers_reading_right_and_no_replys() -> None:
    right = Act(conversation="c", act="disagree", by="Tom", message="m1").fact
    reply = Acted(act="disagree", by="Tom", message="m2", signals=(ATTACK,), severity=2)
    made = log(
        received(),
        Read(message="m1", signals=(ATTACK,), severity=2),
        received("m2", "agent"),
        Reviewed(message="m2", merits=("warning",)),
        right,
        reply,
    )
    assert list(made.inputs) == [
        slim(),
        Read(message=""),
        slim("agent"),
        Reviewed(message="", merits=("warning",)),
    ]


def test_acts_keep_their_place_without_their_time_and_what_follows_is_left_out() -> None:
    act = Acted(at=5.0, act="adjustment", by="Tom")
    decided = Decided(rule="r", stage="open", before="open")
    made = log(
        OPENED,
        received(),
        Read(message="m1"),
        decided,
        act,
        Fired(at=3.0, timer="ring"),
        Refolded(state=State()),
        Deleted(message="m1"),
        received("m2"),
        Read(message="m2"),
        act,
    )
    kept = Acted(act="adjustment", by="Tom")
    assert list(made.inputs) == [
        OPENED,
        slim(),
        Read(message=""),
        kept,
        slim(),
        Read(message=""),
        kept,
    ]
