"""Timers follow from the state, and a due one does what protocol.md says."""

import pathlib

import pytest
from msgspec.structs import replace

from mulligan.conversation.fact import Decided, Fired
from mulligan.conversation.state import State
from mulligan.conversation.words import Channel, Move
from mulligan.protocol.decide import Table
from mulligan.protocol.file.load import load
from mulligan.protocol.fold import advance
from mulligan.protocol.timing import TimerName, resting, timers
from support import follow, pipeline, shipped

TABLE = Table(shipped("default"))
BOXED = Table(shipped("in-writing"))
DAY = 86_400.0
INSULT = {"kind": "attack", "target": "agent"}


def due(state: State, name: TimerName, table: Table = TABLE) -> float | None:
    return {timer: at for at, timer in timers(table, state)}.get(name)


def fire(state: State, name: TimerName, table: Table = TABLE) -> tuple[State, str, str | None]:
    at = due(state, name, table)
    assert at is not None
    after, decided = advance(table, state, Fired(at=at, timer=name))
    assert decided is not None
    return after, decided.rule, decided.move


def test_nothing_runs_where_nothing_happened() -> None:
    assert timers(TABLE, State()) == []
    assert timers(TABLE, State(last=5.0, opened=1.0)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("warned", "second_chance"),
        ("second_chance", "open"),
    ],
)
def test_two_quiet_weeks_fall_back_one_step(before: str, after: str) -> None:
    state = State(stage=before, last=100.0, coarse=3, threats=1)  # type: ignore[arg-type]
    assert due(state, "quiet") == 100.0 + 14 * DAY
    there, rule, move = fire(state, "quiet")
    assert (there.stage, there.coarse, there.threats, rule, move) == (
        after,
        0,
        0,
        "time.quiet",
        None,
    )


@pytest.mark.parametrize("stage", ["open", "ended"])
def test_counts_go_to_zero_where_no_step_is_left(stage: str) -> None:
    state = State(stage=stage, last=1.0, refusals=2, said=True)  # type: ignore[arg-type]
    there, _, _ = fire(state, "quiet")
    assert (there.stage, there.refusals) == (stage, 0)
    assert due(there, "quiet") is None


@pytest.mark.parametrize("stage", ["left", "crisis", "handing_over"])
def test_no_quiet_time_ends_what_a_person_must(stage: str) -> None:
    assert due(State(stage=stage, last=1.0, coarse=1), "quiet") is None  # type: ignore[arg-type]


def test_an_unsaid_closing_reminds_once_and_then_offers_help() -> None:
    state = State(stage="ended", ended=1000.0, last=1000.0, channel="phone")
    assert due(state, "closing") == 1060.0
    once, rule, move = fire(state, "closing")
    assert (rule, move, due(once, "closing")) == ("time.closing", None, 1120.0)
    twice, rule, _ = fire(once, "closing")
    assert (rule, due(twice, "closing")) == ("time.help", None)


def test_by_mail_a_closing_has_a_day() -> None:
    state = State(stage="ended", ended=0.0, last=0.0, channel="email")
    assert due(state, "closing") == DAY


def test_said_or_resting_or_timeless_closings_are_not_reminded_of() -> None:
    state = State(stage="ended", ended=0.0)
    assert due(replace(state, said=True), "closing") is None
    assert due(replace(state, resting=True), "closing") is None
    assert due(replace(state, ended=None), "closing") is None


def test_an_urgent_alert_rings_every_minute_until_it_is_taken() -> None:
    state = State(stage="left", alert="urgent", alerted=0.0, last=0.0)
    times = []
    for _ in range(32):
        times.append(due(state, "ring"))
        state, rule, _ = fire(state, "ring")
        assert rule == "time.ring"
    assert times[:30] == [60.0 * n for n in range(1, 31)]
    assert times[30:] == [1800.0 + 600.0, 1800.0 + 1200.0]
    assert due(replace(state, alert=""), "ring") is None
    assert due(replace(state, alerted=None), "ring") is None


def test_a_queued_hand_over_reminds_every_ten_minutes_and_after_a_day_daily() -> None:
    state = State(stage="handing_over", alert="queued", alerted=0.0)
    assert due(state, "ring") == 600.0
    assert due(replace(state, rings=143), "ring") == DAY
    assert due(replace(state, rings=144), "ring") == 2 * DAY


def test_a_time_box_is_announced_before_it_ends_anything() -> None:
    state = State(opened=0.0, last=0.0, channel="phone")
    assert due(state, "box", BOXED) == 20 * 60.0
    asked, rule, move = fire(state, "box", BOXED)
    assert (rule, move, asked.stage, asked.box) == ("time.box", "set_limit", "open", "warned")
    assert due(asked, "box", BOXED) == 30 * 60.0
    again, rule, move = fire(asked, "box", BOXED)
    assert (rule, move) == ("time.box", "set_limit")
    assert due(again, "box", BOXED) == 32 * 60.0
    ended, rule, move = fire(replace(again, box="said"), "box", BOXED)
    assert (rule, move, ended.stage) == ("time.box-end", "end", "ended")
    assert ended.used[-1].startswith("end_plain/")


def test_a_time_box_never_ends_on_someone_with_an_adjustment() -> None:
    state = State(opened=0.0, boxed=1200.0, box="said", channel="phone", adjustment=True)
    there, _, move = fire(state, "box", BOXED)
    assert (there.stage, move) == ("handing_over", "hand_over")


@pytest.mark.parametrize("stage", ["ended", "left", "crisis", "handing_over"])
def test_a_time_box_rests_where_other_things_matter_more(stage: str) -> None:
    state = State(stage=stage, opened=0.0, channel="phone")  # type: ignore[arg-type]
    assert due(state, "box", BOXED) is None
    assert due(replace(state, stage="open", channel="email"), "box", BOXED) is None
    assert due(replace(state, stage="open", opened=None), "box", BOXED) is None


def test_times_are_the_owners(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "name: a\ntitle: x\nextends: default\n"
        "time: {quiet_days: 2, ring_seconds: 30, closing_seconds: 5, remind_minutes: 1}\n"
    )
    mine = Table(load(str(path)))
    assert due(State(stage="warned", last=0.0), "quiet", mine) == 2 * DAY
    assert due(State(alert="urgent", alerted=0.0), "ring", mine) == 30.0
    assert due(State(alert="queued", alerted=0.0), "ring", mine) == 60.0
    assert due(State(stage="ended", ended=0.0), "closing", mine) == 5.0


def test_a_call_back_within_a_day_of_an_end_begins_warned() -> None:
    sexual = {"kind": "sexual", "target": "agent"}
    base = {"speaker": "customer", "text": "…", "contact": "ann", "channel": "phone"}
    lines = [
        {**base, "conversation": "c1", "at": 0, "signals": [sexual]},
        {**base, "conversation": "c2", "at": DAY - 1},
        {**base, "conversation": "c3", "at": 0, "contact": "bob"},
        {**base, "conversation": "c4", "at": DAY + 1, "contact": "bob"},
    ]
    outcomes = [outcome for _, outcome in follow(pipeline(), lines)]
    assert [outcome.state.stage for outcome in outcomes] == ["ended", "warned", "open", "open"]
    assert [outcome.callback_of for outcome in outcomes] == ["", "c1", "", ""]


def test_a_later_call_is_a_clean_start() -> None:
    sexual = {"kind": "sexual", "target": "agent"}
    base = {"speaker": "customer", "text": "…", "contact": "ann"}
    lines = [
        {**base, "conversation": "c1", "at": 0, "signals": [sexual]},
        {**base, "conversation": "c2", "at": DAY + 1},
    ]
    assert follow(pipeline(), lines)[-1][1].state.stage == "open"


def test_a_reopened_end_is_no_end_for_the_next_call() -> None:
    sexual = {"kind": "sexual", "target": "agent"}
    base = {"speaker": "customer", "text": "…", "contact": "ann"}
    lines = [
        {**base, "conversation": "c1", "at": 0, "signals": [sexual]},
        {"conversation": "c1", "act": "reopen", "by": "Kim", "at": 5},
        {**base, "conversation": "c2", "at": 60},
    ]
    assert follow(pipeline(), lines)[-1][1].state.stage == "open"


def test_timers_fire_before_the_message_in_the_order_they_were_due() -> None:
    base = {"speaker": "customer", "text": "…", "channel": "phone"}
    threat = {"kind": "threat_harm", "target": "agent"}
    sexual = {"kind": "sexual", "target": "agent"}
    lines = [
        {**base, "conversation": "b", "at": 0, "signals": [sexual]},
        {**base, "conversation": "a", "at": 1, "signals": [threat]},
        {**base, "conversation": "c", "at": 121},
        {**base, "conversation": "c", "at": 60},
        {**base, "conversation": "c", "at": 122},
    ]
    rings = [outcome.rings for _, outcome in follow(pipeline(), lines)]
    told = [[(ring.conversation, ring.decided.rule, ring.fired.at) for ring in r] for r in rings]
    assert told == [
        [],
        [],
        [
            ("b", "time.closing", 60.0),
            ("a", "time.ring", 61.0),
            ("b", "time.help", 120.0),
            ("a", "time.ring", 121.0),
        ],
        [],
        [],
    ]


@pytest.mark.parametrize(
    ("move", "crossed", "channel", "minutes"),
    [
        ("warn", True, "email", 30),
        ("warn", True, "chat", 0),
        ("warn", True, None, 0),
        ("resolve", False, "email", 0),
        ("crisis", True, "email", 0),
        ("leave", True, "email", 0),
    ],
)
def test_by_mail_a_reply_after_a_crossing_rests(
    move: Move, crossed: bool, channel: Channel | None, minutes: int
) -> None:
    decided = Decided(rule="r", move=move, stage="open", before="open", crossed=crossed)
    assert resting(TABLE.protocol.time, decided, channel) == minutes


def mail(number: int, at: float, speaker: str = "customer", **more: object) -> dict[str, object]:
    line = {"conversation": "c", "id": f"m{number}", "speaker": speaker, "text": "…"}
    return {**line, "channel": "email", "at": at, **more}


def test_the_end_of_the_rest_is_told_once() -> None:
    made = pipeline()
    follow(made, [mail(1, 100.0, signals=[INSULT], severity=2)])
    assert due(made.state("c"), "cooling") == 100.0 + 30 * 60
    ring = made.tick(100.0 + 30 * 60)
    assert [one.decided.rule for one in ring] == ["time.cooled"]
    assert due(made.state("c"), "cooling") is None


def test_another_crossing_lets_the_reply_rest_anew_and_another_message_does_not() -> None:
    made = pipeline()
    follow(made, [mail(1, 100.0, signals=[INSULT], severity=2), mail(2, 400.0)])
    assert due(made.state("c"), "cooling") == 100.0 + 30 * 60
    follow(made, [mail(3, 700.0, signals=[INSULT], severity=2)])
    assert due(made.state("c"), "cooling") == 700.0 + 30 * 60


@pytest.mark.parametrize("speaker", ["agent", "supervisor"])
def test_where_somebody_replied_nothing_rests(speaker: str) -> None:
    made = pipeline()
    follow(made, [mail(1, 100.0, signals=[INSULT], severity=2), mail(2, 200.0, speaker)])
    assert due(made.state("c"), "cooling") is None


def test_nobody_rests_in_danger() -> None:
    made = pipeline()
    threat = {"kind": "threat_harm", "target": "agent"}
    insult = mail(1, 100.0, signals=[INSULT], severity=2)
    follow(made, [insult, mail(2, 200.0, signals=[threat], severity=3)])
    assert due(made.state("c"), "cooling") is None


def test_without_minutes_to_rest_nothing_is_due() -> None:
    time = replace(TABLE.protocol.time, cooling_minutes=0)
    table = Table(replace(TABLE.protocol, time=time))
    assert due(State(cooling=100.0), "cooling", table) is None
