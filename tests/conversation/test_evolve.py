"""Each fact does to the state what the glossary says, and nothing else."""

import pytest
from msgspec.structs import replace

from mulligan.conversation.evolve import evolve
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
from mulligan.conversation.words import Move, Speaker, Stage

REFUSAL = Signal("refusal", "agent")
APOLOGY = Signal("apology", "agent")
INSULT = Signal("attack", "agent")
DIG = Signal("belittling", "agent")
THREAT = Signal("threat_other", "agent")
OATH = Signal("profanity")


def after(state: State, *facts: AnyFact) -> State:
    for fact in facts:
        state = evolve(state, fact)
    return state


def heard(*signals: Signal, severity: int = 0) -> Read:
    return Read(message="m", signals=signals, severity=severity)


def came(speaker: Speaker = "customer") -> Received:
    return Received(message="m", speaker=speaker)


def moved(move: Move | None, stage: Stage, before: Stage, crossed: bool = False) -> Decided:
    return Decided(rule="r", move=move, stage=stage, before=before, crossed=crossed)


def test_an_opening_sets_where_a_conversation_begins() -> None:
    opened = Opened(protocol="p", at=5.0, stage="warned", never_end=True)
    assert evolve(State(), opened) == State(stage="warned", never_end=True, opened=5.0, last=5.0)


def test_customer_messages_wait_until_a_person_replies() -> None:
    waiting = after(State(), came(), came("bot"), came(), came("system"))
    assert waiting.waiting == 2
    assert waiting.bot
    answered = evolve(waiting, came("agent"))
    assert (answered.waiting, answered.bot) == (0, False)


def test_any_email_makes_it_writing() -> None:
    mail = Received(message="m", speaker="agent", channel="email", at=9.0)
    state = evolve(State(last=1.0), mail)
    assert state.in_writing
    assert state.last == 9.0


def test_a_message_without_a_time_leaves_the_last_time() -> None:
    assert evolve(State(last=4.0), came()).last == 4.0


@pytest.mark.parametrize("speaker", ["agent", "supervisor"])
def test_a_second_chance_is_heard_once_a_person_has_spoken(speaker: Speaker) -> None:
    assert evolve(State(stage="second_chance"), came(speaker)).said
    assert not evolve(State(stage="warned"), came(speaker)).said
    assert not evolve(State(stage="second_chance"), came("bot")).said


def test_a_supervisor_who_speaks_takes_a_hand_over() -> None:
    state = evolve(State(stage="handing_over", alert="urgent", rings=2), came("supervisor"))
    assert (state.stage, state.said, state.alert, state.rings) == ("warned", True, "", 0)


def test_counts_are_of_messages() -> None:
    state = after(
        State(),
        heard(DIG, DIG, severity=1),
        heard(OATH, OATH, severity=1),
        heard(THREAT, severity=2),
        heard(REFUSAL),
        heard(REFUSAL),
    )
    assert (state.mild, state.coarse, state.threats, state.refusals) == (1, 1, 1, 2)


def test_an_apology_clears_refusals_before_a_new_one_counts() -> None:
    assert after(State(), heard(REFUSAL), heard(REFUSAL), heard(APOLOGY)).refusals == 0
    assert after(State(), heard(REFUSAL), heard(APOLOGY, REFUSAL)).refusals == 1


def test_severity_three_stands_as_grave_and_so_does_a_crossing() -> None:
    assert evolve(State(), heard(OATH, severity=3)).grave
    assert evolve(State(), moved("make_amends", "open", "open", crossed=True)).grave


def test_parting_shots_count_once_the_closing_was_said() -> None:
    ended = State(stage="ended")
    assert evolve(ended, heard(INSULT, severity=2)).parting == 0
    said = replace(ended, said=True)
    assert after(said, heard(INSULT, severity=2), heard(THREAT, severity=2)).parting == 2
    assert evolve(said, heard(OATH, severity=1)).parting == 0


def test_a_crossing_clears_the_mild_count() -> None:
    assert evolve(State(mild=2), moved("warn", "warned", "open", crossed=True)).mild == 0
    assert evolve(State(mild=1), moved("resolve", "open", "open")).mild == 1


def test_a_step_on_the_ladder_is_unsaid_at_first() -> None:
    state = evolve(
        State(stage="second_chance", said=True), moved("warn", "warned", "second_chance")
    )
    assert (state.stage, state.said, state.warnings) == ("warned", False, 0)


def test_a_move_off_the_ladder_leaves_what_was_said() -> None:
    warned = State(stage="warned", said=True, warnings=1)
    assert evolve(warned, moved("resolve", "warned", "warned")) == warned


@pytest.mark.parametrize("merit", ["warning", "boundary"])
def test_a_warning_is_said_in_words(merit: str) -> None:
    reply = Reviewed(message="m", merits=(merit,))  # type: ignore[arg-type]
    state = after(State(stage="warned"), reply, reply, reply, reply)
    assert (state.said, state.warnings) == (True, 3)
    assert not evolve(State(stage="second_chance"), reply).warnings
    assert not evolve(State(stage="warned"), Reviewed(message="m", merits=("closing",))).said


def test_a_closing_is_said_in_words() -> None:
    assert evolve(State(stage="ended"), Reviewed(message="m", merits=("closing",))).said
    assert not evolve(State(stage="ended"), Reviewed(message="m", merits=("warning",))).said


@pytest.mark.parametrize("fault", ["retort", "counter_threat"])
def test_our_sharp_reply_is_remembered_until_the_next(fault: str) -> None:
    sharp = evolve(State(), Reviewed(message="m", faults=(fault,)))  # type: ignore[arg-type]
    assert sharp.provoked
    assert not evolve(sharp, Reviewed(message="m", faults=("excuse",))).provoked


@pytest.mark.parametrize(
    ("move", "alert"), [("leave", "urgent"), ("crisis", "urgent"), ("hand_over", "queued")]
)
def test_some_moves_raise_an_alert(move: Move, alert: str) -> None:
    state = evolve(State(last=7.0), moved(move, "open", "open"))
    assert (state.alert, state.alerted) == (alert, 7.0)


def test_an_alert_becomes_urgent_but_never_less() -> None:
    queued = State(alert="queued", alerted=1.0, rings=3, last=9.0)
    urgent = evolve(queued, moved("leave", "left", "open"))
    assert (urgent.alert, urgent.alerted, urgent.rings) == ("urgent", 9.0, 0)
    still = evolve(replace(urgent, rings=2), moved("hand_over", "left", "left"))
    assert (still.alert, still.rings) == ("urgent", 2)
    rung = Decided(rule="r", move="hand_over", stage="open", before="open", urgent=True)
    assert evolve(State(), rung).alert == "urgent"


def test_an_offered_script_is_remembered_and_writing_is_offered_once() -> None:
    decided = Decided(rule="r", move="take_to_writing", stage="open", before="open", script="a/2")
    state = evolve(State(used=("a/1",), resting=True), decided)
    assert state.used == ("a/1", "a/2")
    assert state.in_writing
    assert not state.resting


def test_an_end_begins_anew_what_hangs_on_it() -> None:
    state = evolve(
        State(stage="ended", parting=2, reminded=1, last=8.0), moved("end", "ended", "ended")
    )
    assert (state.parting, state.reminded, state.ended) == (0, 0, 8.0)


def test_said_it_marks_what_is_pending() -> None:
    said_it = Acted(act="said_it", by="agent")
    warned = evolve(State(stage="warned"), said_it)
    assert (warned.said, warned.warnings) == (True, 1)
    assert evolve(State(stage="second_chance"), said_it).said
    assert evolve(State(stage="ended"), said_it).said
    assert not evolve(State(stage="open"), said_it).said


def test_not_now_rests_and_an_adjustment_stays() -> None:
    assert evolve(State(), Acted(act="not_now", by="agent")).resting
    adjusted = evolve(State(), Acted(act="adjustment", by="agent"))
    assert adjusted.adjusted
    assert State(never_end=True).adjusted


@pytest.mark.parametrize(
    ("state", "stage", "after_"),
    [
        (State(stage="handing_over"), None, ("warned", True, 3)),
        (State(stage="handing_over"), "second_chance", ("second_chance", False, 0)),
        (State(stage="left", alert="urgent"), None, ("left", False, 0)),
        (State(stage="left"), "warned", ("warned", True, 3)),
        (State(stage="crisis", alert="urgent"), "open", ("crisis", False, 0)),
        (State(stage="open"), None, ("open", False, 0)),
    ],
)
def test_taking_it(state: State, stage: Stage | None, after_: tuple[str, bool, int]) -> None:
    taken = evolve(state, Acted(act="take", by="Kim", stage=stage))
    assert (taken.stage, taken.said, taken.warnings) == after_
    assert taken.alert == ""


def test_closing_a_crisis_quiets_its_alert_and_nothing_else() -> None:
    close = Acted(act="close_crisis", by="Kim")
    assert evolve(State(stage="crisis", alert="urgent"), close).alert == ""
    assert evolve(State(stage="left", alert="urgent"), close).alert == "urgent"


@pytest.mark.parametrize("act", ["end", "hand_over", "wrong_department", "get_me_out", "reopen"])
def test_other_acts_wait_for_the_answer_to_them(act: str) -> None:
    state = State(stage="warned", said=True)
    assert evolve(state, Acted(act=act, by="agent")) == state  # type: ignore[arg-type]


def test_timers_leave_their_marks() -> None:
    counted = State(mild=1, coarse=2, refusals=3, threats=1, parting=1, stage="warned")
    assert evolve(counted, Fired(timer="quiet", at=3.0)) == State(stage="warned", last=3.0)
    assert evolve(State(), Fired(timer="closing")).reminded == 1
    assert evolve(State(), Fired(timer="ring")).rings == 1
    boxed = evolve(State(), Fired(timer="box", at=2.0))
    assert (boxed.box, boxed.boxed) == ("warned", 2.0)


def test_a_time_box_is_announced_in_words_or_by_the_act() -> None:
    boxed = State(box="warned")
    assert evolve(boxed, Reviewed(message="m", merits=("warning",))).box == "said"
    assert evolve(boxed, Acted(act="said_it", by="agent")).box == "said"
    assert evolve(replace(boxed, box="said"), Fired(timer="box")).box == "said"


def test_edits_and_deletions_wait_for_the_second_fold() -> None:
    state = State(stage="warned")
    assert evolve(state, Edited(message="m")) == state
    assert evolve(state, Deleted(message="m")) == state
    assert evolve(state, Refolded(state=State())) == State()
