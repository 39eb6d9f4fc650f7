"""An owner's trials say where a protocol differs from what is expected of it."""

import json
import pathlib
import typing as t

import pytest

from mulligan.errors import BadInput
from mulligan.protocol.decide import Table
from mulligan.protocol.proof.trial import Report, run
from support import shipped

TABLE = Table(shipped("default"))
INSULT = [{"kind": "attack", "target": "agent"}]


def tried(folder: pathlib.Path, *trials: t.Any) -> Report:
    path = folder / "trials.jsonl"
    path.write_text("\n".join(t if isinstance(t, str) else json.dumps(t) for t in trials))
    return run(TABLE, path)


def told(report: Report) -> list[str]:
    return [str(fault).partition("trials.jsonl:")[2] for fault in report.faults]


def test_a_trial_that_holds_has_no_faults(tmp_path: pathlib.Path) -> None:
    steps = [
        {"customer": "You fool.", "signals": INSULT, "move": "second_chance", "crossed": True},
        {"agent": "I'm sorry.", "stage": "second_chance", "move": "none"},
        {"customer": "Fool!", "signals": INSULT, "severity": 2, "rule": "second-crossing"},
        {"agent": "Once more and I end this.", "merits": ["warning"]},
        {"days": 15},
        {"timer": "quiet", "stage": "second_chance", "rule": "time.quiet"},
        {"act": "adjustment"},
        {"bot": "Hello, I am a bot."},
        {"customer": "Fool!", "signals": INSULT, "rule": "none", "move": "none"},
        {"supervisor": "Hello, this is Kim."},
        {"act": "take", "by": "Kim", "to": "open", "stage": "open"},
        {"act": "end", "reason": True, "stage": "handing_over"},
    ]
    report = tried(tmp_path, {"trial": "all kinds of steps", "steps": steps}, "", " ")
    assert told(report) == []
    assert (report.trials, report.steps) == (1, 12)
    assert report.fired["mulligan"] == 1
    assert "crisis" in report.unfired(TABLE.protocol)
    assert "mulligan" not in report.unfired(TABLE.protocol)


def test_what_differs_is_told_by_line_and_step(tmp_path: pathlib.Path) -> None:
    wrong = {"customer": "You fool.", "signals": INSULT, "move": "warn", "stage": "open"}
    report = tried(tmp_path, {"trial": "fine", "steps": []}, {"trial": "off", "steps": [wrong]})
    assert told(report) == [
        "2: `off`, step 1: move is `second_chance`, expected `warn`",
        "2: `off`, step 1: stage is `second_chance`, expected `open`",
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "not a trial: Input data was truncated"),
        ('{"trial": "x"}', "missing required field `steps`"),
        ('{"trial": "x", "steps": [{}]}', "a step has exactly one of customer, agent"),
        ('{"trial": "x", "steps": [{"agent": "a", "bot": "b"}]}', "exactly one of"),
        ('{"trial": "x", "steps": [{"agent": "a", "moves": "b"}]}', "unknown field `moves`"),
    ],
)
def test_a_line_that_is_no_trial_is_told_and_the_rest_runs(
    tmp_path: pathlib.Path, line: str, fault: str
) -> None:
    report = tried(tmp_path, line, {"trial": "fine", "steps": [{"customer": "Hello"}]})
    assert fault in told(report)[0]
    assert report.trials == 1


def test_a_queue_can_be_marked_never_end_and_a_channel_be_given(tmp_path: pathlib.Path) -> None:
    sexual = [{"kind": "sexual", "target": "agent"}]
    step = {"customer": "…", "signals": sexual, "move": "hand_over", "channel": "phone"}
    report = tried(tmp_path, {"trial": "heating", "steps": [step], "never_end": True})
    assert told(report) == []


def test_a_timer_that_does_not_run_fires_at_once(tmp_path: pathlib.Path) -> None:
    report = tried(tmp_path, {"trial": "x", "steps": [{"timer": "quiet", "stage": "open"}]})
    assert told(report) == []


def test_a_missing_file_is_told(tmp_path: pathlib.Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        run(TABLE, tmp_path / "none.jsonl")
