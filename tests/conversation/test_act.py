"""An act becomes a fact without its words."""

from mulligan.conversation.act import Act
from mulligan.conversation.fact import Acted, encode
from mulligan.conversation.signal import Reading, Signal


def test_the_reason_stays_out_of_the_fact() -> None:
    act = Act(conversation="c", act="end", by="Priya", at=3.0, reason="He would not stop.")
    assert act.fact == Acted(at=3.0, act="end", by="Priya", reasoned=True)
    assert b"stop" not in encode(act.fact)


def test_a_blank_reason_is_none() -> None:
    assert not Act(conversation="c", act="end", by="Priya", reason=" \n").fact.reasoned


def test_a_disagreement_carries_the_right_reading() -> None:
    right = Reading((Signal("complaint", "organisation"),), 0)
    act = Act(conversation="c", act="disagree", by="Priya", message="m2", reading=right)
    assert act.fact.signals == right.signals
    assert act.fact.message == "m2"
