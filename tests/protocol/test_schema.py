"""Every field is described, and what editors are told agrees with what is read."""

import re
import typing as t

import jsonschema
import pytest
import yaml

from mulligan.protocol.file.load import SHIPPED, library
from mulligan.protocol.proof.diagram import mermaid
from mulligan.protocol.schema import Count, When, json_schema, kinds_in, listed
from support import shipped


def test_every_field_of_every_part_is_described() -> None:
    for name, part in json_schema()["$defs"].items():
        assert part["description"], name
        for field, told in part["properties"].items():
            part_of = told.get("$ref") or "$ref" in str(told.get("anyOf"))
            assert told.get("description") or part_of or name in ("Count",), (name, field)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_protocols_pass_the_schema(name: str) -> None:
    data = yaml.safe_load((library(name) / "protocol.yaml").read_text("utf-8"))
    jsonschema.Draft202012Validator(json_schema()).validate(data)


def test_the_schema_refuses_what_the_loader_refuses() -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    wrong: list[dict[str, t.Any]] = [
        {"name": "a"},
        {"name": "a", "title": "x", "colour": "red"},
        {"name": "a", "title": "x", "rules": [{"id": "b", "move": "fly", "because": "x" * 9}]},
    ]
    for data in wrong:
        assert list(validator.iter_errors(data))


@pytest.mark.parametrize(
    ("count", "holds"),
    [
        (Count(at_least=3), [3, 4, 5, 6]),
        (Count(at_most=1), [0, 1]),
        (Count(every=2), [2, 4, 6]),
        (Count(at_least=3, every=2), [4, 6]),
        (Count(), [0, 1, 2, 3, 4, 5, 6]),
    ],
)
def test_a_count_holds_for_these_numbers(count: Count, holds: list[int]) -> None:
    assert [n for n in range(7) if count.holds(n)] == holds


def test_one_value_or_several_are_a_tuple() -> None:
    assert listed(None) == ()
    assert listed("open") == ("open",)
    assert listed(When(stage=("open", "left")).stage) == ("open", "left")
    assert kinds_in("attack") == ("attack",)


SLOW = [pytest.param(name, marks=pytest.mark.exhaustive) for name in SHIPPED[1:]]


@pytest.mark.parametrize("name", [SHIPPED[0], *SLOW])
def test_a_diagram_shows_every_stage_a_rule_leads_to(name: str) -> None:
    protocol = shipped(name)
    text = mermaid(protocol)
    assert text.startswith("stateDiagram-v2\n")
    for rule in protocol.rules:
        if rule.then:
            assert re.search(rf"--> {rule.then}: .*\b{rule.id}\b", text)
    assert "left --> ended" not in text
    assert "crisis --> open: (a named person closes it)" in text
