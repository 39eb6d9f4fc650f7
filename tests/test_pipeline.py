"""The pipeline carries what comes in all the way, and remembers every step."""

import pytest

from mulligan.conversation.act import Act
from mulligan.conversation.fact import (
    Acted,
    Decided,
    Deleted,
    Edited,
    Opened,
    Read,
    Received,
    Refolded,
    Reviewed,
)
from mulligan.conversation.message import Message
from mulligan.conversation.signal import Reading, Signal
from mulligan.conversation.words import Kind, Speaker, Target
from mulligan.errors import BadInput
from mulligan.pipeline import Pipeline
from mulligan.signals.given import GivenReader
from support import Journal, pipeline, shipped

THREAT = Reading((Signal("threat_harm", "agent"),), 3)


def says(
    text: str, number: int, speaker: Speaker = "customer", reading: Reading | None = None
) -> Message:
    return Message(
        conversation="c1",
        id=f"m{number}",
        speaker=speaker,
        text=text,
        name="Ann Lee" if speaker == "customer" else "Tom",
        given=reading,
    )


def insult(number: int, target: Target = "agent", kind: Kind = "attack") -> Message:
    return says("…", number, reading=Reading((Signal(kind, target),), 2))


def test_every_step_is_remembered_in_order() -> None:
    journal = Journal()
    made = pipeline(journal=journal)
    made.receive(says("hello", 1))
    made.receive(says("Hello Ann", 2, "agent"))
    made.receive(says("…", 3, "bot"))
    made.act(Act(conversation="c1", act="not_now", by="Tom"))
    made.act(Act(conversation="c1", act="hand_over", by="Tom"))
    assert [type(fact) for fact in journal.by["c1"]] == [
        Opened,
        Received,
        Read,
        Decided,
        Received,
        Reviewed,
        Received,
        Acted,
        Acted,
        Decided,
    ]


def test_the_name_of_the_customer_is_in_the_words_from_the_first() -> None:
    outcome = pipeline().receive(insult(1))
    assert outcome is not None
    assert outcome.say is not None
    assert "Ann Lee" in outcome.say


def test_a_second_delivery_gives_nothing_and_changes_nothing() -> None:
    journal = Journal()
    made = pipeline(journal=journal)
    made.receive(insult(1))
    before = list(journal.all)
    assert made.receive(insult(1)) is None
    assert journal.all == before


def test_disagreeing_folds_the_conversation_again_without_the_reading() -> None:
    made = pipeline()
    made.receive(insult(1))
    made.receive(says("sorry to hear that", 2, "agent"))
    made.receive(says("…", 3, reading=THREAT))
    assert made.state("c1").stage == "left"
    outcome = made.act(Act(conversation="c1", act="disagree", by="Tom", message="m3"))
    assert (outcome.state.stage, outcome.state.alert) == ("second_chance", "")
    assert outcome.decided is not None
    assert outcome.decided.move == "resolve"


def test_disagreeing_can_put_a_right_reading_in_place() -> None:
    made = pipeline()
    made.receive(says("I know where you park", 1))
    outcome = made.act(
        Act(conversation="c1", act="disagree", by="Tom", message="m1", reading=THREAT)
    )
    assert (outcome.state.stage, outcome.state.alert) == ("left", "urgent")


def test_disagreeing_about_a_reply_changes_nothing() -> None:
    made = pipeline()
    made.receive(insult(1))
    made.receive(says("…", 2, "agent"))
    before = made.state("c1")
    made.act(Act(conversation="c1", act="disagree", by="Tom", message="m2", reading=THREAT))
    assert made.state("c1") == before


def test_disagreeing_keeps_acts_and_words_already_offered() -> None:
    made = pipeline()
    made.receive(insult(1))
    made.act(Act(conversation="c1", act="adjustment", by="Tom"))
    used = made.state("c1").used
    outcome = made.act(Act(conversation="c1", act="disagree", by="Tom", message="m1"))
    assert outcome.state.adjustment
    assert set(used) <= set(outcome.state.used)


def test_disagreeing_with_what_is_not_there_is_refused() -> None:
    made = pipeline()
    made.receive(insult(1))
    for conversation, message in (("c1", "m9"), ("c9", "m1")):
        with pytest.raises(BadInput, match="there is no such"):
            made.act(Act(conversation=conversation, act="disagree", by="Tom", message=message))


def test_an_act_may_come_before_any_message() -> None:
    made = pipeline()
    made.act(Act(conversation="c1", act="adjustment", by="Tom"))
    outcome = made.receive(insult(1))
    assert outcome is not None
    assert not (outcome.decided and outcome.decided.crossed)


def test_an_edit_is_read_anew_in_the_old_words_place() -> None:
    journal = Journal()
    made = pipeline(journal=journal)
    made.receive(insult(1))
    mended = says("Where is my parcel?", 1, reading=Reading())
    outcome = made.edit(mended)
    assert outcome.state.stage == "open"
    assert [type(fact) for fact in journal.by["c1"][-2:]] == [Edited, Refolded]
    assert any(isinstance(fact, Read) and fact.signals for fact in journal.by["c1"])


def test_a_reply_can_be_edited_too() -> None:
    made = pipeline()
    made.receive(insult(1))
    made.receive(says("…", 2, "agent"))
    made.receive(insult(3))
    warning = Message(conversation="c1", id="m4", speaker="agent", text="…", merits=("warning",))
    made.receive(Message(conversation="c1", id="m4", speaker="agent", text="…"))
    assert not made.state("c1").said
    assert made.edit(warning).state.said


def test_a_deleted_message_was_read_all_the_same() -> None:
    journal = Journal()
    made = pipeline(journal=journal)
    made.receive(insult(1))
    before = made.state("c1")
    assert made.delete("c1", "m1").state == before
    assert isinstance(journal.by["c1"][-1], Deleted)


def test_edits_and_deletions_of_what_nobody_knows_are_refused() -> None:
    made = pipeline()
    with pytest.raises(BadInput, match="no such conversation"):
        made.state("c1")
    made.receive(insult(1))
    with pytest.raises(BadInput, match="no such message"):
        made.edit(insult(9))
    with pytest.raises(BadInput, match="no such message"):
        made.delete("c1", "m9")


class Deaf(GivenReader):
    """A reader that cannot tell a threat."""

    kinds = GivenReader.kinds - {"threat_harm", "crisis"}


def test_signals_that_no_reader_gives_are_told_at_the_start() -> None:
    assert pipeline().check() == []
    faults = Pipeline(shipped("default"), Deaf()).check()
    assert [str(fault) for fault in faults] == [
        "`crisis` is asked for, and the reader `given` never gives it"
    ]


def test_what_is_refolded_keeps_its_times() -> None:
    made = pipeline()
    made.receive(
        Message(conversation="c1", id="m1", speaker="customer", text="…", at=10.0, given=THREAT)
    )
    made.receive(Message(conversation="c1", id="m2", speaker="customer", text="…", at=20.0))
    outcome = made.act(Act(conversation="c1", act="disagree", by="Tom", message="m2", at=30.0))
    assert (outcome.state.opened, outcome.state.alerted, outcome.state.last) == (10.0, 10.0, 20.0)
    assert made.tick(70.0)[0].decided.rule == "time.ring"


def test_a_new_source_may_begin_earlier_than_the_last_ended() -> None:
    made = pipeline()
    late = Message(conversation="c1", id="m1", speaker="customer", text="…", at=1000.0)
    made.receive(late)
    made.restart_clock()
    early = Message(conversation="c2", id="m1", speaker="customer", text="…", at=10.0)
    outcome = made.receive(early)
    assert outcome is not None
    assert outcome.state.last == 10.0


@pytest.mark.parametrize(
    ("conversation", "reference"), [("case-17", True), ("chats.jsonl", False), ("-", False)]
)
def test_a_conversation_named_for_its_file_is_no_reference(
    conversation: str, reference: bool
) -> None:
    sexual = Reading((Signal("sexual", "agent"),), 3)
    outcome = pipeline().receive(
        Message(conversation=conversation, id="m1", speaker="customer", text="…", given=sexual)
    )
    assert outcome is not None
    assert outcome.say is not None
    assert ("eference" in outcome.say) == reference
