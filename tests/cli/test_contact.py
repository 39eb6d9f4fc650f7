"""`mulligan erase`, `export` and `hold`: one customer's words, given, kept or gone for good."""

import json

import pytest

from cli.command import agent, attack, customer, run
from cli.keeping import ACTS_ON_A_TERMINAL, HOSTILE, SAM, Desk, ladder

WHO = "sam@example.com"
NOBODY = "nothing is held of this contact ("


def two(desk: Desk) -> None:
    """A journal with two conversations of one customer, and one of another."""
    desk.keep(
        *ladder(),
        customer("again me", conversation="c2", id="m1", **SAM),
        customer("not me", conversation="c3", id="m1", contact="ann@example.com"),
    )


@pytest.mark.parametrize("answer", ["y\n", "Yes\n", "yes"])
def test_erasing_asks_first_and_says_what_is_gone_and_what_stays(desk: Desk, answer: str) -> None:
    two(desk)
    got = desk.run("erase", WHO, stdin=answer)
    assert got.code == 0
    assert got.err.startswith(f"c1\nc2\nErase 2 conversations of {WHO}, for good? [y/N] ")
    assert got.out.splitlines() == [
        "Erased 2 conversations with 5 texts: messages, replies, names and reasons.",
        "Kept 15 facts without words or names: what was read, decided and done, and when.",
        "A backup of the keys' file from before now can still open these words. Destroy it, or "
        "restore it only onto this journal.",
    ]
    counts = desk.counts()
    assert (counts["conversations"], counts["texts"], counts["facts"]) == (3, 1, 19)
    assert desk.run("journal", "verify").code == 0
    assert desk.run("export", "ann@example.com").code == 0


@pytest.mark.parametrize("answer", ["", "n\n", "\n", "yess\n"])
def test_without_a_plain_yes_nothing_is_erased(kept: Desk, answer: str) -> None:
    for options in ((), ("--json",)):
        got = kept.run("erase", WHO, *options, stdin=answer)
        assert (got.code, got.out) == (1, "")
        assert got.err.endswith("Nothing was erased.\n")
    assert kept.counts()["texts"] == 4


def test_programs_erase_without_being_asked(kept: Desk) -> None:
    got = kept.run("erase", WHO, "--yes", "--json")
    assert (got.code, got.err) == (0, "")
    assert got.rows == [{"conversations": 1, "texts": 4, "facts": 11, "swept": True}]


def test_a_conversation_of_nobody_can_be_erased_by_its_name(desk: Desk) -> None:
    two(desk)
    desk.keep(customer("nobody's", conversation="c4", id="m1"), name="more.jsonl")
    assert desk.run("erase", "c4", "--yes", "--json").rows[0]["conversations"] == 1
    refused = desk.run("erase", "c2", "--yes")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == ("this conversation belongs to a contact (name the contact instead)\n")


def test_a_contact_and_a_conversation_of_the_same_name_are_kept_apart(desk: Desk) -> None:
    desk.keep(
        customer("Bob here", conversation="4711", id="m1", contact="5000"),
        customer("Ann here", conversation="77", id="m1", contact="4711"),
        customer("Eve butts in", conversation="77", id="m2", contact="eve"),
    )
    assert [row["text"] for row in desk.run("export", "4711").rows] == ["Ann here", "Eve butts in"]
    assert desk.run("export", "eve").rows == []
    gone = desk.run("erase", "eve", "--yes")
    assert "also in 1 conversation of others" in gone.err
    assert desk.run("erase", "4711", "--yes").code == 0
    assert [row["text"] for row in desk.run("export", "5000").rows] == ["Bob here"]


def test_a_customer_is_erased_once(kept: Desk) -> None:
    kept.run("erase", WHO, "--yes")
    got = kept.run("erase", WHO, "--yes")
    assert (got.code, got.out) == (1, "")
    assert got.err.startswith(NOBODY)


def test_nothing_of_the_words_or_names_stays_in_the_files(desk: Desk) -> None:
    desk.keep(customer("Xylophone Quartz", id="m1", **SAM))
    desk.run("erase", WHO, "--yes")
    for file in desk.folder.glob("mulligan.db*"):
        raw = file.read_bytes()
        assert not any(word in raw for word in (b"Xylophone", b"Sam Hill", WHO.encode()))


def test_what_comes_in_later_is_a_new_conversation(kept: Desk) -> None:
    kept.run("erase", WHO, "--yes")
    got = kept.keep(attack(id="m1"), name="later.jsonl")
    assert got.rows[0]["stage"] == "second_chance"
    assert kept.counts()["conversations"] == 2


def test_a_hold_keeps_everything_until_it_is_released(kept: Desk) -> None:
    got = kept.run("hold", WHO, "--by", "Priya Shah", "--why", "case 12")
    assert (got.code, got.err) == (0, "")
    assert got.out.splitlines() == [
        "Held, by Priya Shah. Nothing of this contact is erased until you say",
        f"`mulligan hold {WHO} --release`.",
    ]
    for _ in range(2):
        refused = kept.run("erase", WHO, "--yes")
        assert (refused.code, refused.out) == (1, "")
        assert "a hold stands since " in refused.err
        assert ", by Priya Shah: case 12 (`mulligan hold CONTACT --release`" in refused.err
    assert kept.counts()["texts"] == 4
    released = kept.run("hold", WHO, "--release")
    assert (released.code, released.out) == (0, "The hold is ended.\n")
    assert kept.run("erase", WHO, "--yes").code == 0


def test_a_hold_needs_no_reason_and_can_stand_on_a_conversation(desk: Desk) -> None:
    desk.keep(customer(id="m1"))
    assert desk.run("hold", "c1", "--by", "Priya").code == 0
    refused = desk.run("erase", "c1", "--yes")
    assert ", by Priya (" in refused.err


def test_a_new_hold_takes_the_place_of_the_one_before(kept: Desk) -> None:
    for name in ("Priya", "Ayo"):
        kept.run("hold", WHO, "--by", name)
    assert ", by Ayo (" in kept.run("erase", WHO, "--yes").err
    kept.run("hold", WHO, "--release")
    assert kept.run("erase", WHO, "--yes").code == 0


def test_releasing_where_nothing_is_held_is_no_fault(kept: Desk) -> None:
    got = kept.run("hold", WHO, "--release")
    assert (got.code, got.out) == (0, "There was no hold.\n")


def test_a_hold_on_another_customer_in_the_conversation_keeps_it_too(desk: Desk) -> None:
    desk.keep(
        customer(id="m1", contact="ann@example.com"), customer(id="m2", contact="bob@example.com")
    )
    desk.run("hold", "bob@example.com", "--by", "Priya")
    assert desk.run("erase", "ann@example.com", "--yes").code == 1


def test_export_gives_every_line_with_what_was_read_and_decided(kept: Desk) -> None:
    kept.keep(
        {"conversation": "c1", "act": "end", "by": "Ayo", "reason": "enough", "at": 0},
        {"conversation": "c1", "act": "said_it", "id": "m3"},
    )
    got = kept.run("export", WHO)
    assert (got.code, got.err) == (0, "6 lines\n")
    first, reply, third, last, *acts = got.rows
    assert {key: first[key] for key in ("conversation", "id", "speaker", "text", "contact")} == {
        "conversation": "c1",
        "id": "m1",
        "speaker": "customer",
        "text": "you fool",
        "contact": WHO,
    }
    assert (first["severity"], first["move"], first["stage"]) == (
        2,
        "second_chance",
        "second_chance",
    )
    assert (reply["merits"], reply["faults"], "move" in reply) == (["boundary"], [], False)
    assert (third["move"], third["stage"]) == ("warn", "warned")
    assert not third["rule"].startswith("act.")
    assert last["text"] == "hm"
    assert [(act["act"], act["by"], act.get("reason")) for act in acts] == [
        ("end", "Ayo", "enough"),
        ("said_it", "agent", None),
    ]
    assert acts[0]["at"] == "1970-01-01T00:00:00+00:00"


def test_export_shows_a_reading_as_it_was_set_right(kept: Desk) -> None:
    kept.keep({"conversation": "c1", "act": "disagree", "id": "m1", "by": "Ayo"})
    rows = kept.run("export", WHO).rows
    assert (rows[0]["signals"], rows[0]["severity"]) == ([], 0)
    assert (rows[-1]["act"], rows[-1]["id"]) == ("disagree", "m1")


def test_what_was_exported_can_be_watched_again(kept: Desk) -> None:
    exported = kept.run("export", WHO).out
    got = run("watch", "-", "--reader=given", "--json", stdin=exported)
    assert got.code == 0
    assert [row["stage"] for row in got.rows] == ["second_chance"] * 2 + ["warned"] * 2


def test_damaged_words_are_told_and_the_rest_is_given(kept: Desk) -> None:
    kept.spoil("UPDATE texts SET sealed = zeroblob(40) WHERE id = 2")
    got = kept.run("export", WHO)
    assert (got.code, [row["id"] for row in got.rows]) == (1, ["m1", "m3", "m4"])
    fault, counted = got.err.splitlines()
    assert fault.startswith("text 2 (conversation c1): a sealed text is damaged")
    assert counted == "3 lines"


@pytest.mark.parametrize("command", ["erase", "export", "hold"])
def test_of_whom_nothing_is_held_that_is_told(kept: Desk, command: str) -> None:
    for options in (("--by=x",), ("--release",)) if command == "hold" else ((),):
        got = kept.run(command, "nobody@example.com", *options)
        assert (got.code, got.out) == (1, "")
        assert got.err.startswith(NOBODY)


@pytest.mark.parametrize("words", [("erase", "x"), ("export", "x"), ("hold", "x", "--by=y")])
def test_without_a_journal_that_is_told(desk: Desk, words: tuple[str, ...]) -> None:
    got = desk.run(*words)
    assert (got.code, got.out) == (1, "")
    assert got.err.startswith(f"{desk.path}: there is no journal (")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("erase",), "Missing argument 'CONTACT'"),
        (("export",), "Missing argument 'CONTACT'"),
        (("hold",), "Missing argument 'CONTACT'"),
        (("hold", "x"), "say who orders it: --by NAME"),
        (("export", "x", "--json"), "No such option"),
    ],
)
def test_wrong_usage_ends_with_2(kept: Desk, words: tuple[str, ...], told: str) -> None:
    got = kept.run(*words)
    assert (got.code, got.out) == (2, "")
    assert told in got.err


def test_no_name_can_act_on_the_terminal(desk: Desk) -> None:
    hostile = HOSTILE.replace("\x00", "")
    desk.keep(
        customer(f"hi{HOSTILE}", id=f"m{HOSTILE}", contact=f"x{hostile}", conversation=HOSTILE),
        agent(id="m2", name=HOSTILE, conversation=HOSTILE),
    )
    held = desk.run("hold", f"x{hostile}", "--by", f"P{hostile}\nQ", "--why", hostile)
    refused = desk.run("erase", f"x{hostile}", "--yes")
    given = desk.run("export", f"x{hostile}")
    desk.run("hold", f"x{hostile}", "--release")
    erased = desk.run("erase", f"x{hostile}", stdin="y\n")
    assert [got.code for got in (held, refused, given, erased)] == [0, 1, 0, 0]
    for got in (held, refused, erased):
        assert not set(got.out + got.err) & ACTS_ON_A_TERMINAL
    assert json.loads(given.out.splitlines()[0])["id"] == f"m{HOSTILE}"
