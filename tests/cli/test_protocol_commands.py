"""`mulligan protocol …`, for people and for programs."""

import json
import pathlib

import jsonschema
import pytest
import yaml

from cli.command import run
from mulligan.protocol.file.load import SHIPPED, library


def test_list_names_the_shipped_protocols() -> None:
    assert [line.split()[0] for line in run("protocol", "list").out.splitlines()] == list(SHIPPED)
    rows = run("protocol", "list", "--json").rows
    assert [row["name"] for row in rows] == list(SHIPPED)
    assert all(row["title"] and len(row["hash"]) == 64 for row in rows)


def test_show_has_every_rule_with_its_reason() -> None:
    [whole] = run("protocol", "show", "dignity", "--json").rows
    text = " ".join(run("protocol", "show", "dignity").out.split())
    assert text.startswith(f"dignity: {whole['title']}")
    for rule in whole["rules"]:
        assert f" {rule['id']} → " in text
        assert rule["because"] in text


def test_check_proves_the_shipped_ones() -> None:
    got = run("protocol", "check", "threats", "--json")
    assert got.code == 0
    assert all(row["holds"] and row["faults"] == [] for row in got.rows)
    plain = run("protocol", "check", "threats")
    assert len(plain.out.splitlines()) == len(got.rows)
    assert all(line.startswith("✓ ") for line in plain.out.splitlines())
    assert plain.err.endswith("nothing broken\n")


@pytest.fixture
def unsafe(tmp_path: pathlib.Path) -> str:
    """A protocol that ends on a customer who only swears."""
    text = (library("default") / "protocol.yaml").read_text("utf-8")
    data = yaml.safe_load(text)
    data["name"] = "unsafe"
    rule = next(rule for rule in data["rules"] if rule["move"] == "set_limit")
    rule.update(move="end", then="ended")
    rule.pop("say", None)
    path = tmp_path / "unsafe.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    return str(path)


def test_check_shows_a_conversation_where_a_protocol_is_broken(unsafe: str) -> None:
    got = run("protocol", "check", unsafe)
    assert got.code == 1
    assert "\n✗ " in got.out
    assert "   1. " in got.out


def test_trial_runs_the_trials_beside_the_protocol() -> None:
    got = run("protocol", "trial")
    assert got.code == 0
    assert " trials, " in got.out
    assert " 0 faults; " in got.out
    assert all(row["fired"] > 0 for row in run("protocol", "trial", "--json").rows)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ('{"trial":"t","steps":[{"customer":"hi","move":"end"}]}\n', ":1"),
        ('\n{"trial":"t","stepz":[]}\n', ":2"),
        ("nonsense\n", ":1"),
    ],
)
def test_a_failed_or_faulty_trial_is_told_by_line(
    tmp_path: pathlib.Path, raw: str, told: str
) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(raw)
    got = run("protocol", "trial", "--trials", str(path))
    assert got.code == 1
    assert got.err.startswith(f"{path}{told}")


def test_missing_trials_are_told() -> None:
    got = run("protocol", "trial", "--trials", "nowhere.jsonl")
    assert got.code == 1
    assert got.err.startswith("nowhere.jsonl: default has no trials yet: there is no such file (")


def test_diagram_is_mermaid() -> None:
    plain = run("protocol", "diagram").out
    assert plain.startswith("stateDiagram-v2")
    assert run("protocol", "diagram", "--json").rows == [{"mermaid": plain.rstrip("\n")}]


def test_the_schema_accepts_the_shipped_protocols() -> None:
    schema = json.loads(run("protocol", "schema").out)
    for name in SHIPPED:
        data = yaml.safe_load((library(name) / "protocol.yaml").read_text("utf-8"))
        jsonschema.validate(data, schema)


@pytest.mark.parametrize("command", ["show", "check", "trial", "diagram"])
def test_a_broken_file_is_told_by_line_with_every_fault(
    tmp_path: pathlib.Path, command: str
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("name: mine\ntitel: Mine\nrules:\n  - id: x\n    move: explode\n")
    got = run("protocol", command, str(path))
    assert (got.code, got.out) == (1, "")
    told = got.err.splitlines()
    assert all(line.startswith(f"{path}:") for line in told)
    assert any(line.startswith(f"{path}:5: ") for line in told)
    assert "did you mean `title`?" in got.err
