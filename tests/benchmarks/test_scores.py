"""The figures that the tables of results are made of."""

import itertools
import math
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.quality import rough, scores
from benchmarks.quality.judges import Answer
from mulligan.signals.text import normalise
from training.rows import Row

CASES = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2, max_size=30)


def row(*conduct: dict[str, t.Any], group: str = "g", severity: int = 0) -> Row:
    return Row("k", "a", group, "text", "customer", (), "kinds", conduct, severity)


ATTACK: t.Final = {"kind": "attack", "target": "agent", "about": ["age"]}
ON_AGENT: t.Final = Answer(
    frozenset(("attack",)),
    frozenset((("attack", "agent"),)),
    frozenset((("attack", "age"),)),
    severity=2,
    chance=0.9,
)


@given(CASES)
def test_the_area_is_how_often_a_true_case_outranks_another(cases: list[tuple[int, bool]]) -> None:
    ones = [value for value, true in cases if true]
    others = [value for value, true in cases if not true]
    found = scores.area([value for value, _ in cases], [true for _, true in cases])
    if not ones or not others:
        assert math.isnan(found)
        return
    pairs = [(a > b) + 0.5 * (a == b) for a, b in itertools.product(ones, others)]
    assert found == pytest.approx(sum(pairs) / len(pairs))


@given(CASES)
def test_shares_count_every_case_once(cases: list[tuple[int, bool]]) -> None:
    said = [value > 3 for value, _ in cases]
    true = [label for _, label in cases]
    found = scores.share(said, true)
    assert found.right + found.raised == sum(said)
    assert found.true == sum(true)
    if found.right:
        mean = 2 * found.precision * found.recall / (found.precision + found.recall)
        assert found.f1 == pytest.approx(mean)


def test_recall_is_told_where_precision_suffices() -> None:
    assert scores.recall_at([0.9, 0.8, 0.7, 0.6], [True, True, False, True]) == pytest.approx(2 / 3)
    assert scores.recall_at([0.9, 0.1], [False, True]) == 0


def test_pairs_are_right_only_on_both_sides() -> None:
    quiet = Answer(frozenset(), chance=0.1)
    loud = Answer(frozenset(("attack",)), chance=0.8)
    less = Answer(frozenset(("attack",)), chance=0.6)
    pairs = [
        (row(ATTACK, group="one"), loud), (row(group="one"), quiet),
        (row(ATTACK, group="two"), loud), (row(group="two"), less),
        (row(group="three"), quiet),
    ]  # fmt: skip
    assert scores.minimal(pairs) == (1, 2, 2)
    assert scores.alarms(pairs) == (1, 3)
    assert scores.offences(pairs) == (2, 1, 0)


def test_targets_grounds_and_severity_are_held_against_the_label() -> None:
    pairs = [(row(ATTACK, severity=3), ON_AGENT), (row(ATTACK, severity=2), Answer(frozenset()))]
    assert scores.targets(pairs) == (1, 1)
    assert scores.grounds(pairs) == (1, 0, 0)
    assert scores.severity(pairs) == (0.0, 0.5)
    assert scores.seen(pairs, "attack") == 0.5
    assert scores.marks(pairs, "attack") == (1, 0, 1)


def test_calibration_compares_chances_with_shares() -> None:
    chances, true = [0.1, 0.15, 0.9, 0.95], [False, False, True, False]
    assert [one.rows for one in scores.reliability(chances, true)] == [2, 2]
    assert scores.error(chances, true) == pytest.approx((2 * 0.125 + 2 * 0.425) / 4)


@pytest.mark.parametrize("way", rough.WAYS)
def test_a_disguise_changes_the_letters_and_can_be_seen_through(way: str) -> None:
    text = "You are a stupid idiot and your shit company is useless to everybody here"
    changed = rough.WAYS[way](text)
    assert changed != text
    assert changed == rough.WAYS[way](text)
    if way in ("1337", "homoglyphs", "zero width", "full width", "accents", "lower case"):
        assert normalise(changed).forms == normalise(text).forms


@pytest.mark.parametrize(
    ("kind", "target", "severity", "counted"),
    [
        ("attack", "agent", 2, (1, 1, 1)),
        ("belittling", "staff", 1, (1, 0, 1)),
        ("attack", "third_party", 3, (0, 0, 1)),
        ("profanity", "agent", 2, (0, 0, 1)),
        ("threat_other", "agent", 2, (1, 1, 1)),
        ("threat_other", "third_party", 2, (0, 0, 1)),
        ("threat_harm", "third_party", 3, (1, 1, 1)),
    ],
)
def test_what_would_follow_counts_what_is_aimed_at_us_or_threatens(
    kind: str, target: str, severity: int, counted: tuple[int, int, int]
) -> None:
    answer = Answer(frozenset((kind,)), frozenset(((kind, target),)), severity=severity)
    assert scores.consequences([(row(), answer), (row(ATTACK, severity=2), answer)]) == counted
