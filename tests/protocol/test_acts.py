"""People's acts are always possible, and do what protocol.md says."""

import typing as t

import pytest

from mulligan.conversation.fact import Acted, Decided
from mulligan.conversation.state import State
from mulligan.conversation.words import ActName, Stage
from mulligan.protocol.decide import Table
from mulligan.protocol.fold import advance
from mulligan.protocol.reasons import INSTEAD, because
from support import shipped

TABLE = Table(shipped("default"))


def act(state: State, name: ActName, **more: t.Any) -> tuple[State, Decided | None]:
    return advance(TABLE, state, Acted(act=name, by="Kim", **more))


def test_an_agent_may_end_once_the_line_was_crossed_and_needs_no_reason() -> None:
    state, decided = act(State(grave=True), "end")
    assert state.stage == "ended"
    assert decided is not None
    assert decided.move == "end"
    assert str(decided.script).startswith("end/")
    assert "never held against you" in because(TABLE.protocol, decided)


def test_otherwise_a_reason_ends_it_with_words_that_blame_nobody() -> None:
    state, decided = act(State(channel="phone"), "end", reasoned=True)
    assert state.stage == "ended"
    assert decided is not None
    assert decided.script == "end_plain/1"


def test_without_grounds_or_reason_a_colleague_takes_over() -> None:
    state, decided = act(State(), "end")
    assert (state.stage, state.alert) == ("handing_over", "queued")
    assert decided is not None
    assert decided.rule == "act.end-without-grounds"


def test_someone_who_must_not_be_ended_on_is_handed_over() -> None:
    state, decided = act(State(grave=True, adjustment=True), "end")
    assert state.stage == "handing_over"
    assert decided is not None
    assert because(TABLE.protocol, decided).endswith(INSTEAD)


@pytest.mark.parametrize("stage", ["crisis", "left"])
def test_nothing_is_ended_in_a_crisis_or_after_leaving(stage: Stage) -> None:
    assert act(State(stage=stage, grave=True), "end") == (State(stage=stage, grave=True), None)


@pytest.mark.parametrize(
    ("name", "before", "after", "alert"),
    [
        ("hand_over", "open", "handing_over", "queued"),
        ("hand_over", "ended", "handing_over", "queued"),
        ("hand_over", "crisis", "crisis", "queued"),
        ("get_me_out", "warned", "handing_over", "urgent"),
        ("get_me_out", "left", "left", "urgent"),
        ("wrong_department", "second_chance", "second_chance", "queued"),
        ("reopen", "ended", "warned", ""),
        ("reopen", "left", "warned", ""),
        ("close_crisis", "crisis", "open", ""),
    ],
)
def test_an_act_leads_to_its_stage(name: ActName, before: Stage, after: Stage, alert: str) -> None:
    state, decided = act(State(stage=before), name)
    assert decided is not None
    assert (state.stage, state.alert) == (after, alert)
    assert decided.rule == f"act.{name}"
    assert len(because(TABLE.protocol, decided)) > 10


def test_whoever_gets_out_needs_no_words() -> None:
    _, decided = act(State(), "get_me_out")
    assert decided is not None
    assert decided.script is None


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("reopen", "open"),
        ("reopen", "warned"),
        ("close_crisis", "open"),
        ("close_crisis", "left"),
        ("take", "handing_over"),
        ("said_it", "warned"),
        ("not_now", "open"),
        ("adjustment", "open"),
        ("disagree", "open"),
    ],
)
def test_some_acts_ask_for_no_answer(name: ActName, stage: Stage) -> None:
    assert act(State(stage=stage), name)[1] is None


def test_a_reopened_conversation_is_warned_again_before_it_ends() -> None:
    state, _ = act(State(stage="ended", said=True), "reopen")
    assert (state.stage, state.said) == ("warned", False)
