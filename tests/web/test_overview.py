"""Conversations stand in the order in which they need a person."""

from mulligan.conversation.signal import Reading, Signal
from mulligan.journal.opening import memory
from mulligan.pipeline import Pipeline
from mulligan.pipeline.intake import Intake
from mulligan.protocol.file.load import load
from mulligan.signals.given import GivenReader
from mulligan.web.overview import Overview
from web.serving import did, said

READINGS = {
    "calm": Reading(),
    "insult": Reading((Signal("attack", "agent"),), 2),
    "danger": Reading((Signal("threat_harm", "agent"),), 3),
    "crisis": Reading((Signal("crisis", "self"),), 0),
}


def test_care_comes_first_then_danger_then_who_waits_then_the_ladder() -> None:
    book = memory()
    intake = Intake(Pipeline(load("default"), GivenReader(), book), book)
    for name, reading in READINGS.items():
        intake.take([said("…", 1, conversation=name, given=reading)])
    intake.take([said("…", 1, conversation="wait"), did("hand_over", 2, conversation="wait")])
    overview = Overview(book)
    names = [row.name for row in overview.rows()]
    assert names == ["crisis", "danger", "wait", "insult", "calm"]
    intake.take([did("take", 3, conversation="danger")])
    book.catch_up()
    assert [row.name for row in overview.rows()][:2] == ["crisis", "wait"]


def test_a_row_has_names_and_no_words() -> None:
    book = memory()
    Intake(Pipeline(load("default"), GivenReader(), book), book).take([said("secret", 1)])
    (row,) = Overview(book).rows()
    assert (row.customer, row.agent) == ("Ann Lee", "")
    assert "secret" not in repr(row)
