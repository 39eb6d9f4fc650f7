"""`mulligan watch --json`: each line, each exit code, exactly as the formats say."""

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import typing as t

import pytest

from cli.command import PARCEL, agent, attack, customer, run, watch
from cli.keeping import Desk, ladder
from cli.test_live import PATIENCE, hear, say, start
from mulligan import plugins
from mulligan.cli.app import main
from mulligan.conversation.message import Message
from mulligan.journal.opening import open_journal
from mulligan.signals.given import GivenReader

KEYS = [
    "conversation",
    "id",
    "speaker",
    "stage",
    "signals",
    "severity",
    "offence",
    "crossed",
    "move",
]
SIGNAL_KEYS = ["kind", "target", "about", "score", "start", "end", "reader", "sure"]
MOVE_KEYS = ["move", "hand", "say", "because", "rule", "confirm"]


def test_a_customer_s_line_has_the_reading_and_the_move() -> None:
    [row] = watch(attack(id="m1", name="Ann Lee")).rows
    assert list(row)[: len(KEYS)] == KEYS
    assert {key: row[key] for key in KEYS[:8]} == {
        "conversation": "c1",
        "id": "m1",
        "speaker": "customer",
        "stage": "second_chance",
        "signals": [
            {
                "kind": "attack",
                "target": "agent",
                "about": ["intelligence"],
                "score": 1.0,
                "start": 0,
                "end": 8,
                "reader": "given",
                "sure": True,
            }
        ],
        "severity": 2,
        "offence": True,
        "crossed": True,
    }
    assert list(row["signals"][0]) == SIGNAL_KEYS
    assert list(row["move"]) == MOVE_KEYS
    assert (row["move"]["move"], row["move"]["hand"]) == ("second_chance", "hold")
    assert "Ann Lee" in row["move"]["say"]
    assert all(isinstance(row["move"][key], str) for key in MOVE_KEYS[:-1])
    assert row["move"]["confirm"] == []


def test_a_line_of_anyone_else_has_the_stage_and_no_move() -> None:
    speakers = ["agent", "supervisor", "bot", "system"]
    lines = [agent(speaker=speaker, merits=["warning"], severity=2) for speaker in speakers]
    rows = watch(attack(), *lines).rows[1:]
    assert [{key: row[key] for key in KEYS} for row in rows] == [
        {
            "conversation": "c1",
            "id": str(number),
            "speaker": speaker,
            "stage": "second_chance",
            "signals": [],
            "severity": 0,
            "offence": False,
            "crossed": False,
            "move": None,
        }
        for number, speaker in enumerate(speakers, 2)
    ]


def test_the_ladder_is_walked_from_second_chance_to_the_end() -> None:
    rows = watch(
        attack(), agent(), attack(), agent(merits=["warning"]), attack(), agent(merits=["closing"])
    ).rows
    assert [row["stage"] for row in rows[::2]] == ["second_chance", "warned", "ended"]
    assert [row["move"] and row["move"]["hand"] for row in rows] == [
        "hold",
        None,
        "hold",
        None,
        "walk away",
        None,
    ]


def test_an_act_gives_no_line_and_changes_what_follows() -> None:
    got = watch(attack(), {"conversation": "c1", "act": "end", "by": "agent"}, agent())
    assert (got.code, [row["id"] for row in got.rows]) == (0, ["1", "2"])
    assert got.rows[1]["stage"] == "ended"


def test_a_disagreement_takes_the_ladder_back() -> None:
    got = watch(attack(id="m1"), {"conversation": "c1", "act": "disagree", "id": "m1"}, agent())
    assert got.rows[1]["stage"] == "open"


def test_a_second_delivery_gives_no_line() -> None:
    got = watch(attack(id="m1"), attack(id="m1"), attack(id="m1", conversation="c2"))
    assert [(row["conversation"], row["id"]) for row in got.rows] == [("c1", "m1"), ("c2", "m1")]
    assert got.err == "2 messages, 1 known before\n"


def test_the_conversation_is_the_file_s_name_or_a_dash(tmp_path: pathlib.Path) -> None:
    line = '{"speaker":"customer","text":"hi"}\n'
    (tmp_path / "talk.jsonl").write_text(line)
    got = run("watch", str(tmp_path / "talk.jsonl"), "-", "--reader=given", "--json", stdin=line)
    assert [row["conversation"] for row in got.rows] == [str(tmp_path / "talk.jsonl"), "-"]


def test_a_bad_line_is_told_the_rest_is_read_and_the_code_is_1() -> None:
    raw = '{"speaker":"customer","text":"a"}\nnonsense\n{"speaker":"customer","text":"b"}\n'
    got = run("watch", "-", "--reader", "given", "--json", stdin=raw)
    assert (got.code, len(got.rows)) == (1, 2)
    told, counted = got.err.splitlines()
    assert told.startswith("-:2: the line is not JSON: ")
    assert counted == "2 messages, 1 fault"


def test_an_act_about_a_message_nobody_knows_is_told() -> None:
    act = {"conversation": "c1", "act": "disagree", "id": "m9"}
    got = watch(customer(), act, customer())
    assert (got.code, len(got.rows)) == (1, 2)
    assert got.err.startswith("-:2: ")
    assert len(got.err.splitlines()) == 2


def test_a_missing_file_is_told_and_the_others_are_read() -> None:
    got = run("watch", "nowhere.jsonl", PARCEL, "--reader", "given", "--json")
    assert (got.code, len(got.rows)) == (1, 22)
    assert got.err.startswith("nowhere.jsonl: cannot be read: No such file or directory\n")


def test_nothing_to_follow_is_told_and_no_fault() -> None:
    got = run("watch", "-", "--reader", "given")
    assert (got.code, got.out) == (0, "")
    assert got.err == "-: nothing in it to follow\n0 messages\n"


def test_who_is_who_is_taken_from_the_command_line() -> None:
    lines = [customer(speaker="Ann Lee"), customer(speaker="Priya"), customer(speaker="Bob")]
    raw = "".join(json.dumps(line) + "\n" for line in lines)
    who = "Ann Lee = customer,Priya=agent"
    got = run("watch", "-", "--reader=given", "--json", "--speakers", who, stdin=raw)
    assert [row["speaker"] for row in got.rows] == ["customer", "agent"]
    assert "Ann Lee" in got.rows[0]["move"]["say"]
    assert got.err.startswith("-:3: nobody said who `Bob` is")
    assert got.code == 1


def test_due_timers_stand_in_the_line_that_let_time_pass() -> None:
    got = watch(
        customer(at=0, signals=[{"kind": "threat_harm", "target": "agent"}]),
        customer(at=90, conversation="c2"),
    )
    assert [row["due"] for row in got.rows] == [[], ["c1: time.ring"]]


def test_every_shipped_protocol_can_be_followed() -> None:
    for name in ("personal-attacks", "threats", "in-writing", "dignity", "hot-headed"):
        got = run("watch", PARCEL, "--protocol", name, "--reader", "given", "--json")
        assert (name, got.code, len(got.rows)) == (name, 0, 22)


def test_a_broken_protocol_is_told_by_file_and_line(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("name: mine\ntitle: Mine\nabout: x\nextends: default\nrules: 7\n")
    got = run("watch", PARCEL, "--protocol", str(path), "--reader", "given")
    assert (got.code, got.out) == (1, "")
    assert got.err.startswith(f"{path}:5: `rules` is a list")


def test_the_example_is_followed_by_the_usual_reader() -> None:
    got = run("watch", PARCEL, "--json")
    stages = {row["conversation"]: row["stage"] for row in got.rows}
    assert stages["refund-0815"] == "ended"
    assert stages["depot-2209"] == "left"
    assert (got.code, got.err) == (0, "22 messages\n")


def text(*lines: dict[str, t.Any]) -> str:
    """Lines of a conversation file."""
    return "".join(json.dumps(line) + "\n" for line in lines)


def ids(rows: list[dict[str, t.Any]]) -> list[str]:
    return [row["id"] for row in rows]


LIVE = ("watch", "-", "--reader=given", "--json")


def test_with_a_journal_each_line_is_the_same(desk: Desk) -> None:
    assert desk.keep(*ladder()).out == watch(*ladder()).out
    assert desk.path.exists()
    option = desk.folder / "other.db"
    got = run(*LIVE, "--journal", str(option), stdin=text(*ladder()))
    assert (got.code, got.out, got.err) == (0, watch(*ladder()).out, "4 messages\n")
    assert option.exists()


def test_a_conversation_goes_on_in_the_next_run(desk: Desk) -> None:
    lines = ladder()
    rows = [row for line in lines for row in desk.run(*LIVE, stdin=text(line)).rows]
    assert rows == watch(*lines).rows


def test_a_file_twice_changes_nothing(desk: Desk) -> None:
    lines = [*ladder(), customer("no id"), {"conversation": "c1", "act": "end", "by": "Ayo"}]
    desk.keep(*lines)
    before = desk.counts()
    got = desk.keep(*lines)
    assert (got.code, got.out) == (0, "")
    assert got.err.startswith("0 messages, ")
    assert "known before" in got.err
    assert desk.counts() == before
    assert desk.run("journal", "verify").code == 0


def test_a_file_that_has_grown_is_followed_from_where_it_was(desk: Desk) -> None:
    first, *rest = ladder()
    desk.keep(first)
    got = desk.keep(first, *rest)
    assert (got.code, got.err) == (0, "3 messages, 1 known before\n")
    assert got.rows == watch(*ladder()).rows[1:]


def test_standard_input_without_ids_loses_nothing_and_its_numbers_go_on(desk: Desk) -> None:
    lines = text(attack("a"), agent("b"))
    assert ids(desk.run(*LIVE, stdin=lines).rows) == ["1", "2"]
    assert ids(desk.run(*LIVE, stdin=lines).rows) == ["3", "4"]
    assert desk.counts()["texts"] == 4


def test_other_words_by_a_known_name_are_told_and_not_dropped_unseen(desk: Desk) -> None:
    desk.keep(customer("first"), customer("second"), name="monday.jsonl")
    got = desk.keep(customer("first"), customer("something else"), name="tuesday.jsonl")
    assert (got.code, got.out) == (1, "")
    told, counted = got.err.splitlines()
    assert told.startswith(f"{desk.folder / 'tuesday.jsonl'}:2: the journal has another message")
    assert "give each message an `id` of its own" in told
    assert counted == "0 messages, 1 known before, 1 fault"


def test_two_files_of_one_run_are_numbered_through(desk: Desk) -> None:
    files = [desk.folder / name for name in ("a.jsonl", "b.jsonl")]
    for file in files:
        file.write_text(text(customer(file.name)))
    got = desk.run("watch", *map(str, files), "--reader=given", "--json")
    assert (got.code, ids(got.rows)) == (0, ["1", "2"])


def test_a_time_that_lies_years_ahead_is_told_and_the_message_is_read_without(desk: Desk) -> None:
    got = desk.keep(customer(at="2199-01-01T00:00:00Z", id="m1"), attack(at=0, id="m2"))
    assert (got.code, ids(got.rows)) == (1, ["m1", "m2"])
    assert got.err.splitlines() == [
        f"{desk.folder / 'talk.jsonl'}:1: its time, 2199-01-01, lies ahead, so it is read without "
        "one",
        "2 messages, 1 fault",
    ]
    assert "at" not in desk.run("export", "c1").rows[0]


def test_a_faulty_line_stops_nothing_in_a_journal_either(desk: Desk) -> None:
    act = {"conversation": "c1", "act": "disagree", "id": "m9"}
    got = desk.keep(*ladder(), {"text": "x"}, act, customer(id="m5"))
    assert (got.code, ids(got.rows)) == (1, ["m1", "m2", "m3", "m4", "m5"])
    assert [line.split(": ")[1][:12] for line in got.err.splitlines()[:2]] == [
        "there is no ",
        "there is no ",
    ]
    assert desk.run("journal", "verify").code == 0


def test_a_conversation_keeps_the_protocol_it_began_with(desk: Desk) -> None:
    desk.keep(attack(id="m1"))
    got = desk.keep(
        attack(id="m2"), attack(id="m1", conversation="c2"), options="--protocol=dignity"
    )
    assert [row["stage"] for row in got.rows] == ["second_chance", "warned"]
    assert desk.counts()["protocols"] == 2


def test_what_a_crash_left_is_followed_to_its_end_and_shown(desk: Desk) -> None:
    desk.keep()
    with contextlib.closing(open_journal(desk.path)) as book:
        book.accept([Message(conversation="c1", id="m1", speaker="customer", text="hi")])
    assert desk.counts()["waiting"] == 1
    got = desk.keep(customer(id="m2"))
    assert [row["id"] for row in got.rows] == ["m1", "m2"]
    assert got.err.splitlines() == [
        "1 message of an earlier run followed to the end",
        "2 messages",
    ]
    assert desk.counts()["waiting"] == 0


@pytest.mark.parametrize("name", ["nowhere/mulligan.db", ""])
def test_a_journal_that_cannot_be_made_is_told(desk: Desk, name: str) -> None:
    got = run(*LIVE, "--journal", str(desk.folder / name), stdin=text(customer()))
    assert (got.code, got.out) == (1, "")
    assert got.err.startswith(str(desk.folder))
    assert "Traceback" not in got.err


def test_two_programs_may_keep_one_journal_at_once(desk: Desk) -> None:
    running = []
    for part in ("a", "b"):
        file = desk.folder / f"{part}.jsonl"
        lines = [
            attack(id=f"{part}{number}", conversation=f"c{number % 7}") for number in range(300)
        ]
        file.write_text(text(*lines))
        words = ("watch", str(file), "--reader=given", "--json", "--journal", str(desk.path))
        running.append(start(*words, stdin=subprocess.DEVNULL))
    told = [process.communicate(timeout=PATIENCE) for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert [err for _, err in told] == [b"300 messages\n"] * 2
    assert desk.counts()["texts"] == 600
    assert desk.run("journal", "verify").code == 0


def test_a_live_journal_that_is_interrupted_goes_on_where_it_stopped(desk: Desk) -> None:
    with start(*LIVE, "--journal", str(desk.path)) as process:
        say(process, attack(id="m1"))
        assert json.loads(hear(process))["stage"] == "second_chance"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (130, b"", b"Stopped after 1 message.\n")
    assert desk.run("journal", "verify").out.endswith(": whole\n")
    got = desk.run(*LIVE, stdin=text(*ladder()))
    assert got.err == "3 messages, 1 known before\n"
    assert got.rows == watch(*ladder()).rows[1:]


def test_a_file_that_is_interrupted_goes_on_where_it_stopped(desk: Desk) -> None:
    lines = [attack(id=str(number), conversation=f"c{number % 5}") for number in range(2_000)]
    source, target = desk.folder / "pipe", desk.folder / "out.jsonl"
    os.mkfifo(source)
    words = ("watch", str(source), "--reader=given", "--json", "--journal", str(desk.path))
    with (
        target.open("wb") as file,
        start(*words, stdout=file) as process,
        source.open("wb", buffering=0) as pipe,
    ):
        for line in lines:
            pipe.write(json.dumps(line).encode() + b"\n")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    shown = [json.loads(line) for line in target.read_bytes().splitlines()]
    assert err.decode() == f"Stopped after {len(shown):,} message{'s' * (len(shown) != 1)}.\n"
    rest = desk.keep(*lines).rows
    assert ids(shown) + ids(rest) == [line["id"] for line in lines]
    assert desk.run("journal", "verify").code == 0


def test_a_reader_that_fails_is_told_and_stops_nothing(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    class Clumsy(GivenReader):
        def read(self, message: t.Any, context: t.Any) -> t.Any:
            if message.text == "x":
                raise ZeroDivisionError
            return super().read(message, context)

    path = tmp_path / "f.jsonl"
    path.write_bytes(
        b"".join(json.dumps(customer(text, id=text)).encode() + b"\n" for text in "xy")
    )
    monkeypatch.setitem(plugins.READERS, "clumsy", Clumsy)
    for options in ([], ["--journal", str(tmp_path / "j.db")]):
        monkeypatch.setattr(
            sys, "argv", ["mulligan", "watch", str(path), "--json", "--reader", "clumsy", *options]
        )
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        assert ended.value.code == 1
        assert [json.loads(line)["id"] for line in out.splitlines()] == ["x", "y"]
        assert "the reader `given` failed" in err
        assert "failed: ZeroDivisionError" in err


@pytest.mark.parametrize(("sure", "confirm"), [(True, []), (False, ["threat_harm"])])
def test_a_hard_move_on_a_doubtful_reading_asks_for_a_look(sure: bool, confirm: list[str]) -> None:
    signals = [{"kind": "threat_harm", "target": "agent", "sure": sure}]
    line = customer("I will be outside", signals=signals, severity=3)
    [row] = watch(line).rows
    assert (row["move"]["move"], row["move"]["confirm"]) == ("leave", confirm)
    assert row["signals"][0]["sure"] is sure
    told = watch(line, json_out=False).out
    assert ("confirm" in told) is bool(confirm)
    assert ("I am not sure of this: physical threat at you." in told) is bool(confirm)


def test_a_signal_that_is_neither_sure_nor_not_is_told() -> None:
    got = watch(customer(signals=[{"kind": "attack", "sure": "maybe"}]))
    assert (got.code, got.rows) == (1, [])
    assert "`sure` is neither true nor false" in got.err
