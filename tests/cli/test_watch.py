"""`mulligan watch --json`: each line, each exit code, exactly as the formats say."""

import json
import pathlib

from cli.command import PARCEL, agent, attack, customer, run, watch

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
SIGNAL_KEYS = ["kind", "target", "about", "score", "start", "end", "reader"]
MOVE_KEYS = ["move", "hand", "say", "because", "rule"]


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
    assert all(isinstance(row["move"][key], str) for key in MOVE_KEYS)


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
    assert got.err == "2 messages\n"


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
