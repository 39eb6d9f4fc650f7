"""`mulligan replay`: a journal gone through again, or through another protocol."""

import pathlib

import pytest

from cli.command import agent, attack, customer
from cli.keeping import ACTS_ON_A_TERMINAL, HOSTILE, Desk

DIFFERENCE_KEYS = [
    "conversation",
    "id",
    "move",
    "rule",
    "stage",
    "would_move",
    "would_rule",
    "would_stage",
]


def test_all_comes_out_as_it_is_stored(kept: Desk) -> None:
    got = kept.run("replay")
    assert (got.code, got.err) == (0, "")
    assert got.out == "1 conversation, 11 facts, 2 decisions: all came out as stored\n"


def test_programs_get_the_counts(kept: Desk) -> None:
    got = kept.run("replay", "--json")
    assert (got.code, got.err) == (0, "")
    assert got.rows == [{"conversations": 1, "facts": 11, "decisions": 2, "faults": []}]


def test_what_came_out_otherwise_is_told_and_the_code_is_1(kept: Desk) -> None:
    kept.spoil("UPDATE streams SET state = x'7b7d'")
    for options in ((), ("--json",)):
        got = kept.run("replay", *options)
        assert got.code == 1
        assert got.err == "conversation 1: stands elsewhere than its facts say\n"
    assert got.rows[0]["faults"] == [got.err.strip()]
    assert kept.run("replay").out.endswith(": 1 fault\n")


def test_an_empty_journal_is_as_it_was(desk: Desk) -> None:
    desk.keep()
    got = desk.run("replay")
    assert (got.code, got.out) == (
        0,
        "0 conversations, 0 facts, 0 decisions: all came out as stored\n",
    )


def test_another_protocol_shows_how_often_each_move_and_where(kept: Desk) -> None:
    got = kept.run("replay", "--protocol", "dignity")
    assert got.code == 0
    assert got.out.splitlines() == [
        "move                came  would come",
        "second chance          1           0",
        "warn                   1           1",
        "end                    0           1",
        "",
        "c1 m1: second chance → warn",
        "c1 m3: warn → end",
    ]
    assert got.err == "2 messages of customers; 1 conversation would have gone otherwise\n"


def test_programs_get_each_difference(kept: Desk) -> None:
    got = kept.run("replay", "--protocol", "dignity", "--json")
    assert (got.code, [list(row) for row in got.rows]) == (0, [DIFFERENCE_KEYS] * 2)
    assert got.rows[0] == {
        "conversation": "c1",
        "id": "m1",
        "move": "second_chance",
        "rule": "mulligan",
        "stage": "second_chance",
        "would_move": "warn",
        "would_rule": "first-crossing",
        "would_stage": "warned",
    }
    assert got.err.endswith("1 conversation would have gone otherwise\n")


def test_where_nothing_differs_it_says_so(kept: Desk) -> None:
    plain, rows = (
        kept.run("replay", "--protocol", "default", *options) for options in ((), ("--json",))
    )
    assert (plain.code, rows.code, rows.out) == (0, 0, "")
    assert (
        plain.err
        == rows.err
        == ("2 messages of customers; no conversation would have gone otherwise\n")
    )
    assert plain.out.splitlines()[-1] == "warn                   1           1"


def test_an_empty_journal_has_no_table(desk: Desk) -> None:
    desk.keep(agent())
    got = desk.run("replay", "--protocol", "dignity")
    assert (got.code, got.out) == (0, "")
    assert got.err == "0 messages of customers; no conversation would have gone otherwise\n"


def test_a_person_sees_the_first_differences_and_how_many_more(desk: Desk) -> None:
    desk.keep(*(attack(conversation=f"c{number}", id="m1") for number in range(25)))
    got = desk.run("replay", "--protocol", "dignity")
    shown = got.out.splitlines()
    assert sum("→" in line for line in shown) == 20
    assert shown[-1] == "… and 5 messages more; `--json` gives them all"
    assert len(desk.run("replay", "--protocol", "dignity", "--json").rows) == 25


def test_a_file_of_ones_own_is_tried(kept: Desk, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("name: mine\ntitle: Mine\nextends: default\nwarnings: {count: 2}\n")
    assert kept.run("replay", "--protocol", str(path)).code == 0


def test_erased_messages_are_compared_without_their_names(kept: Desk) -> None:
    kept.run("erase", "sam@example.com", "--yes")
    assert (
        "(erased) 1 (no words): warn → end"
        in kept.run("replay", "--protocol", "dignity").out.splitlines()
    )
    rows = kept.run("replay", "--protocol", "dignity", "--json").rows
    assert [(row["conversation"], row["id"]) for row in rows] == [("(erased) 1", None)] * 2


@pytest.mark.parametrize(
    ("sql", "row"),
    [
        ("UPDATE texts SET sealed = zeroblob(40)", ("c1", None)),
        ("UPDATE streams SET title = zeroblob(40)", ("(damaged) 1", None)),
    ],
)
def test_damaged_words_do_not_hinder_the_comparison(
    kept: Desk, sql: str, row: tuple[str, str | None]
) -> None:
    kept.spoil(sql)
    got = kept.run("replay", "--protocol", "dignity", "--json")
    assert [(one["conversation"], one["id"]) for one in got.rows] == [row] * 2
    assert got.code == 0


def test_damaged_facts_are_told_and_the_others_are_compared(kept: Desk) -> None:
    kept.keep(attack(conversation="c2", id="m1"), name="more.jsonl")
    kept.spoil("UPDATE facts SET raw = x'00' WHERE position = 2")
    got = kept.run("replay", "--protocol", "dignity")
    assert got.code == 1
    assert got.err.startswith("fact 2 (conversation 1): ")
    assert "c2 m1: second chance → warn" in got.out


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("dignty", 2, "there is no protocol and no file `dignty` (did you mean `dignity`?)"),
        ("broken.yaml", 1, "broken.yaml"),
    ],
)
def test_a_protocol_that_cannot_be_used_is_told(
    kept: Desk, name: str, code: int, told: str
) -> None:
    (kept.folder / "broken.yaml").write_text("name: broken\n")
    name = str(kept.folder / name) if name.endswith(".yaml") else name
    got = kept.run("replay", "--protocol", name)
    assert (got.code, got.out) == (code, "")
    assert told in got.err


def test_without_a_journal_there_is_nothing_to_replay(desk: Desk) -> None:
    got = desk.run("replay")
    assert (got.code, got.out) == (1, "")
    assert got.err.startswith(f"{desk.path}: there is no journal (")


def test_wrong_usage_ends_with_2(desk: Desk) -> None:
    assert desk.run("replay", "c1").code == 2
    got = desk.run("replay", MULLIGAN_JOURNAL="")
    assert got.code == 2
    assert "'--journal'" in got.err
    assert "MULLIGAN_JOURNAL" in got.err


def test_no_name_can_act_on_the_terminal(desk: Desk) -> None:
    desk.keep(customer(), attack(conversation=f"c{HOSTILE}\nd", id=f"m{HOSTILE}\n"))
    got = desk.run("replay", "--protocol", "dignity")
    assert not set(got.out + got.err) & ACTS_ON_A_TERMINAL
    assert sum("→" in line for line in got.out.splitlines()) == 1
