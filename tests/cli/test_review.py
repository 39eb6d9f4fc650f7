"""`mulligan review`: single replies, with what each does well or badly."""

import json
import typing as t

import pytest

from cli.command import Ran, run


def review(*replies: dict[str, t.Any] | str, out: str = "--json", reader: str = "lexicon") -> Ran:
    raw = "".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in replies)
    return run("review", f"--reader={reader}", *filter(None, [out]), stdin=raw)


CALM: t.Final = {"reply": "Calm down, Ann. I will call you by noon.", "customer_name": "Ann Lee"}


@pytest.mark.parametrize("reader", ["lexicon", "trained", "early"])
def test_a_line_has_merits_faults_and_the_words_that_show_them(reader: str) -> None:
    got = review({"id": "r1", **CALM}, reader=reader)
    [row] = got.rows
    assert list(row) == ["id", "merits", "faults", "findings", "suggestion"]
    assert (row["id"], row["suggestion"]) == ("r1", None)
    assert "name" in row["merits"]
    assert "calm_down" in row["faults"]
    shown = {one["kind"]: CALM["reply"][one["start"] : one["end"]] for one in row["findings"]}
    assert (shown["name"], shown["calm_down"]) == ("Ann", "Calm down")
    assert all(one["because"] for one in row["findings"])


def test_what_was_said_before_is_taken_in() -> None:
    code = {"speaker": "customer", "text": "what is wrong with my line?"}
    got = review({**CALM, "context": [code]}, {"reply": "Hello"})
    assert [row["id"] for row in got.rows] == ["1", "2"]


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ({"reply": 1}, "-:1: `reply` is not a text"),
        ({"text": "x"}, "-:1: `reply` is missing"),
        ({"reply": "x", "customer_name": 4}, "-:1: `customer_name` is not a text"),
        ({"reply": "x", "context": 4}, "-:1: `context` is not a list of turns"),
        ("{", "-:1: "),
    ],
)
def test_a_bad_line_is_told_and_the_rest_is_reviewed(
    bad: dict[str, t.Any] | str, told: str
) -> None:
    got = review(bad, CALM)
    assert (got.code, len(got.rows)) == (1, 1)
    assert got.err.startswith(told)


def test_people_get_the_findings_in_words() -> None:
    got = review(CALM, {"reply": "Hello \x1b[2J"}, out="")
    assert got.out.splitlines()[0].startswith("1: name, ")
    assert "  tells the customer to calm down: “Calm down”" in got.out.splitlines()
    assert got.out.splitlines()[-1] == "2: nothing to remark"
