"""`mulligan read`: single messages, with what each does."""

import json
import typing as t

from cli.command import run


def read(*requests: dict[str, t.Any] | str, out: str = "--json") -> t.Any:
    """Read requests with the readings they bring."""
    raw = "".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in requests)
    return run("read", "--reader", "given", *filter(None, [out]), stdin=raw)


ATTACK: dict[str, t.Any] = {"text": "x", "signals": [{"kind": "attack", "target": "agent"}]}


def test_a_line_has_the_signals_the_severity_and_whether_it_offends() -> None:
    got = read({"id": "m1", **ATTACK}, {"text": "hello"})
    assert got.code == 0
    assert [list(row) for row in got.rows] == [["id", "signals", "severity", "offence"]] * 2
    assert got.rows[0]["signals"][0]["kind"] == "attack"
    assert (got.rows[0]["severity"], got.rows[0]["offence"]) == (2, True)
    assert got.rows[1] == {"id": "2", "signals": [], "severity": 0, "offence": False}


def test_a_bad_line_is_told_and_the_rest_is_read() -> None:
    got = read({"text": 1}, "{", {"text": "x"})
    assert (got.code, len(got.rows)) == (1, 1)
    assert got.err.splitlines()[0] == "-:1: `text` is not a text"


def test_people_get_a_line_each() -> None:
    got = read({"id": "a\x1b[2Jb\nc", **ATTACK}, {"text": "hello"}, out="")
    assert got.out.splitlines() == [
        "a·[2Jb c: attack at you (severity 2)",
        "2: nothing (severity 0)",
    ]


def test_the_usual_reader_reads_words_whatever_came_before() -> None:
    context = [{"speaker": "agent", "text": "x" * 100_000}] * 50
    requests = [
        {"text": "you are an idiot"},
        {"text": "where is my parcel?"},
        {"text": "no", "context": context},
    ]
    got = run("read", "--json", stdin="".join(json.dumps(one) + "\n" for one in requests))
    assert got.code == 0
    assert [row["offence"] for row in got.rows] == [True, False, False]
    signal = got.rows[0]["signals"][0]
    assert (signal["kind"], signal["target"]) == ("attack", "agent")
    assert "@" in signal["reader"]
