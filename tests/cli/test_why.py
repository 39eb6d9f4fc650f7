"""`mulligan why`: the reasons of a decision, for people and for programs."""

import pytest

from cli.command import agent, attack, customer
from cli.keeping import ACTS_ON_A_TERMINAL, HOSTILE, Desk

KEYS = [
    "conversation",
    "id",
    "text",
    "signals",
    "severity",
    "merits",
    "faults",
    "move",
    "stage",
    "before",
    "rule",
    "because",
    "protocol",
    "protocol_hash",
    "situation",
    "why_not",
    "after",
]


def test_it_says_what_was_said_read_decided_and_why(kept: Desk) -> None:
    got = kept.run("why", "c1", "m1", COLUMNS="100")
    assert (got.code, got.err) == (0, "")
    lines = got.out.splitlines()
    assert lines[0] == "    Sam Hill  “you fool”"
    assert lines[1] == "     read as  attack at you (intelligence): “you fool” (score 1.00, given)"
    assert [line[:12].strip() for line in lines[2:7]] == ["", "decided", "where", "why", "rule"]
    assert "     decided  give the second chance" in lines
    assert "       where  open → second chance" in lines
    assert "        rule  mulligan, of the protocol default" in lines
    after = lines[lines.index("Why no rule above it:") + 1 :]
    assert "  crisis: no crisis stands; or `stage` is open, not crisis" in after


def test_a_reply_is_answered_by_no_rule(kept: Desk) -> None:
    got = kept.run("why", "c1", "m2")
    assert got.out.splitlines() == [
        "         Ayo  “please stop”",
        "     read as  boundary",
        "     decided  nothing: the protocol answers to customers' messages",
    ]
    assert "a reply like any other" in kept.run("why", "c1", "m4").out


def test_a_bot_s_message_has_no_reading(desk: Desk) -> None:
    desk.keep(agent("beep", id="m1", speaker="bot"))
    assert "read as" not in desk.run("why", "c1", "m1").out


def test_a_message_without_an_id_goes_by_its_number(desk: Desk) -> None:
    desk.keep(customer("a"), attack("b"))
    assert "second chance" in desk.run("why", "c1", "2").out


def test_what_became_of_it_later_is_told(kept: Desk) -> None:
    right = [{"kind": "complaint", "target": "organisation"}]
    kept.keep({"conversation": "c1", "act": "disagree", "id": "m1"}, name="one.jsonl")
    kept.keep({"conversation": "c1", "act": "disagree", "id": "m1", "signals": right})
    told = [line for line in kept.run("why", "c1", "m1").out.splitlines() if "later" in line]
    assert told == [
        "       later  somebody disagreed; it now reads as nothing",
        "       later  somebody disagreed; it now reads as complaint at organisation",
    ]


def test_programs_get_one_object(kept: Desk) -> None:
    got = kept.run("why", "c1", "m1", "--json")
    [row] = got.rows
    assert (got.code, got.err, list(row)) == (0, "", KEYS)
    assert {key: row[key] for key in ("conversation", "id", "text", "severity")} == {
        "conversation": "c1",
        "id": "m1",
        "text": "you fool",
        "severity": 2,
    }
    assert (row["move"], row["stage"], row["before"]) == (
        "second_chance",
        "second_chance",
        "open",
    )
    assert (row["protocol"], len(row["protocol_hash"]), row["rule"]) == ("default", 64, "mulligan")
    assert row["situation"]["stage"] == "open"
    assert row["why_not"][0]["rule"] == "crisis"
    assert all(other["missing"] for other in row["why_not"])
    assert row["after"] == []


def test_programs_get_an_object_for_a_reply_too(kept: Desk) -> None:
    [row] = kept.run("why", "c1", "m2", "--json").rows
    assert list(row) == KEYS
    assert (row["merits"], row["move"], row["rule"], row["because"]) == (
        ["boundary"],
        None,
        None,
        "",
    )
    assert (row["why_not"], row["situation"]) == ([], {})


def test_programs_hear_what_became_of_it_by_the_facts(kept: Desk) -> None:
    kept.keep({"conversation": "c1", "act": "disagree", "id": "m1", "by": "Priya Shah"})
    [row] = kept.run("why", "c1", "m1", "--json").rows
    [after] = row["after"]
    assert (after["fact"], after["act"]) == ("acted.1", "disagree")
    assert "Priya" not in after["by"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("c9", "m1"), "there is no such conversation in the journal ("),
        (("c1", "m9"), "there is no such message in the conversation ("),
    ],
)
def test_what_nobody_knows_is_told(kept: Desk, words: tuple[str, str], told: str) -> None:
    for options in ((), ("--json",)):
        got = kept.run("why", *words, *options)
        assert (got.code, got.out) == (1, "")
        assert got.err.startswith(told)


def test_erased_words_have_no_account(kept: Desk) -> None:
    kept.run("erase", "sam@example.com", "--yes")
    got = kept.run("why", "c1", "m1")
    assert (got.code, got.out) == (1, "")
    assert "was it erased?" in got.err


def test_without_a_journal_it_says_how_to_begin_one(desk: Desk) -> None:
    got = desk.run("why", "c1", "m1")
    assert (got.code, got.out) == (1, "")
    assert got.err.startswith(f"{desk.path}: there is no journal (")
    assert not desk.path.exists()


@pytest.mark.parametrize("words", [(), ("c1",), ("c1", "m1", "m2"), ("c1", "m1", "--jsn")])
def test_wrong_usage_ends_with_2(kept: Desk, words: tuple[str, ...]) -> None:
    got = kept.run("why", *words)
    assert (got.code, got.out) == (2, "")
    assert got.err.startswith("Usage: ")


def test_no_customer_can_act_on_the_terminal(desk: Desk) -> None:
    desk.keep(
        attack(f"fool{HOSTILE}\n     decided  leave now", id="m1", name=f"Ann{HOSTILE}\nEve"),
        agent(f"hm{HOSTILE}", id="m2", name=HOSTILE),
    )
    for message in ("m1", "m2"):
        got = desk.run("why", "c1", message)
        assert got.code == 0
        assert not set(got.out) & ACTS_ON_A_TERMINAL
        assert sum(line.startswith("     decided") for line in got.out.splitlines()) == 1
    got = desk.run("why", f"c9{HOSTILE}".replace("\0", ""), "m1")
    assert not set(got.err) & ACTS_ON_A_TERMINAL


def test_it_keeps_to_the_width_of_the_terminal(desk: Desk) -> None:
    desk.keep(attack("you fool " * 100, id="m1", name="A name that is longer than its column"))
    for columns in (40, 88):
        lines = desk.run("why", "c1", "m1", COLUMNS=str(columns)).out.splitlines()
        assert max(map(len, lines)) <= columns
        assert any("…" in line for line in lines)
