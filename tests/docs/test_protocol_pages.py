"""What the pages say of protocols is what the code does."""

import collections
import pathlib
import re
import typing as t

import msgspec
import pytest
import yaml

from docs.pages import DOCS, Block, blocks, first_words, name, pages, prose, table
from mulligan.channels.port import Speakers
from mulligan.conversation.signal import Signal, floor
from mulligan.conversation.words import ABOUTS, ACTS, KINDS
from mulligan.errors import BadInput, BadProtocol
from mulligan.plugins import channel
from mulligan.protocol import schema
from mulligan.protocol.decide import Table
from mulligan.protocol.file.load import SHIPPED, load
from mulligan.protocol.proof.check import check
from mulligan.protocol.proof.explore import Exploration
from mulligan.protocol.proof.trial import Step, Trial
from mulligan.protocol.proof.witness import witness
from mulligan.protocol.timing import TimerName

HOW_TO = DOCS / "how-to" / "write-your-own-protocol.md"
TABLE = DOCS / "reference" / "protocol.md"
LABELS = DOCS / "reference" / "labels.md"
YAML = [(page, block) for page in pages() for block in blocks(page, "yaml")]
WHOLE = [found for found in YAML if "name:" in found[1].body]
PARTS = [found for found in YAML if found not in WHOLE]


def _place(item: t.Any) -> str:
    page, block = item
    return f"{name(page)}:{block.line}"


def _fields(kind: t.Any) -> list[str]:
    return [field.name for field in msgspec.structs.fields(kind)]


def _faults(file: pathlib.Path, text: str) -> list[str]:
    file.write_text(text, "utf-8")
    try:
        return [fault.sentence for fault in check(load(str(file))).broken]
    except BadProtocol as error:
        return [str(error)]


@pytest.mark.parametrize("found", WHOLE, ids=_place)
def test_each_protocol_on_a_page_is_safe_unless_it_is_meant_to_be_broken(
    found: tuple[pathlib.Path, Block], tmp_path: pathlib.Path
) -> None:
    faults = _faults(tmp_path / "example.yaml", found[1].body)
    assert bool(faults) == ("broken" in found[1].info), faults


def test_all_parts_of_protocols_together_are_safe(tmp_path: pathlib.Path) -> None:
    whole: dict[str, t.Any] = {"name": "example", "title": "Example", "extends": "default"}
    for _, part in PARTS:
        for key, value in yaml.safe_load(part.body).items():
            whole[key] = {**whole[key], **value} if key in whole else value
    assert not _faults(tmp_path / "example.yaml", yaml.safe_dump(whole))


@pytest.mark.parametrize("page", [p for p in pages() if blocks(p, "jsonl")], ids=name)
def test_each_line_on_a_page_can_be_read(page: pathlib.Path) -> None:
    who: Speakers = {"ines": "customer", "tom": "agent", "Joss": "agent"}
    for block in blocks(page, "jsonl"):
        for line in block.body.split("\n"):
            if line.startswith('{"trial"'):
                msgspec.json.decode(line, type=Trial)
                continue
            found = list(channel()([line.encode()], "page.jsonl", who))
            assert found
            for _, item in found:
                assert not isinstance(item, BadInput), item


def test_the_table_has_the_rules_of_the_default_protocol_in_their_order() -> None:
    rows = table(TABLE, "The table")
    rules = load("default").rules
    assert [row[1] for row in rows] == [rule.id for rule in rules]
    for row, rule in zip(rows, rules, strict=True):
        assert row[3].split(",")[0].split(";")[0] == rule.move
        assert ("urgent" in row[3], "may end" in row[3]) == (rule.urgent, rule.may_end) or (
            rule.move == "crisis"
        )
        assert row[4] == (rule.then or ("crisis" if rule.move == "crisis" else "same"))
    numbers = [int(row[0]) for row in rows]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, 28))


def test_the_diagram_has_just_the_ways_that_a_conversation_can_go() -> None:
    shown: dict[tuple[str, str], set[str]] = collections.defaultdict(set)
    by_people: set[tuple[str, str]] = set()
    (block,) = blocks(TABLE, "mermaid")
    inside = set(re.findall(r"^    (\w+) -->", block.body, re.MULTILINE))
    for before, after, label in re.findall(r"(\w+) --> (\w+): (.*)", block.body):
        for stage in inside if before == "talking" else {before}:
            if label.startswith("("):
                by_people.add((stage, after))
            else:
                shown[stage, after] |= set(label.split(", "))
    exploration = Exploration(Table(load("default")))
    real: dict[tuple[str, str], set[str]] = collections.defaultdict(set)
    for step in exploration.transitions:
        way = step.place.stage, step.decided.stage
        if step.rule is None or way[0] == way[1] or step.decided.instead:
            continue
        if step.rule.id not in real[way] and witness(exploration, step):
            real[way].add(step.rule.id)
    assert dict(shown) == {way: rules for way, rules in real.items() if rules}
    assert by_people <= {(a.stage, b.stage) for a, b in exploration.exits}


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("The top of the file", schema.ProtocolFile),
        ("A rule", schema.NewRule),
        ("When", schema.When),
    ],
)
def test_a_table_of_fields_has_every_field(heading: str, kind: t.Any) -> None:
    assert first_words(HOW_TO, heading) == _fields(kind)


def _first_words_of(text: str, head: str) -> list[list[str]]:
    """The first cells of every table on the page with this head."""
    found: list[list[str]] = []
    lines = prose(HOW_TO)
    for number, line in enumerate(lines):
        if line == head:
            rows = []
            for row in lines[number + 2 :]:
                if not row.startswith("|"):
                    break
                rows.append(row.split("`")[1])
            found.append(rows)
    assert found, text
    return found


def test_counts_times_and_time_boxes_have_every_field() -> None:
    assert _first_words_of("counts", "| Field | Holds |") == [_fields(schema.Count)]
    known = _first_words_of("times", "| Field | What it is |")
    assert _fields(schema.Time) in known
    assert _fields(schema.TimeBox) in known


def test_trials_have_every_field() -> None:
    assert sorted(_fields(Trial)) in [
        sorted(rows) for rows in _first_words_of("trials", "| Field | What it is |")
    ]
    (happens,) = _first_words_of("steps", "| Field | What happens |")
    (expected,) = _first_words_of("steps", "| Field | What is expected |")
    told = {"signals", "severity", "merits", "faults", "by", "reason", "to", "channel"}
    assert sorted({*happens, *expected, *told}) == sorted(_fields(Step))
    text = HOW_TO.read_text("utf-8")
    assert all(f"`{field}" in text for field in told)


def test_the_values_of_a_condition_are_those_it_can_have() -> None:
    yes_no = {"aimed", "crosses", "gross", "offence", "coarse", "threat", "personal"}
    yes_no |= {"provoked", "said", "unanswered", "in_writing", "adjusted"}
    counted = {"threats", "coarse_count", "refusals", "parting"}
    for field, values, _ in table(HOW_TO, "When"):
        if field in yes_no:
            assert values == "true, false"
        elif field in counted:
            assert values == "a count"
        else:
            assert values.endswith("or a list")


def test_the_acts_and_timers_and_protocols_are_all_told() -> None:
    assert first_words(TABLE, "What people do") == list(ACTS)
    assert set(first_words(TABLE, "Time")) == set(t.get_args(TimerName))
    assert first_words(TABLE, "The six that come with it") == list(SHIPPED)


def test_the_least_severities_are_those_of_the_code() -> None:
    told: dict[str, int] = {}
    rows = table(LABELS, "The least severity")
    for signal, least in rows:
        told |= dict.fromkeys(re.findall(r"[a-z]+(?:_[a-z]+)?", signal), int(least))
    for kind in KINDS:
        if kind != "attack":
            assert floor([Signal(kind, "agent")]) == told.get(kind, 0)
    grave = {about for about in ABOUTS if floor([Signal("attack", "agent", (about,))]) == 3}
    assert grave == {about for about in ABOUTS if about in rows[1][0]}
    assert (rows[2][0], rows[2][1]) == ("any other attack", "2")
