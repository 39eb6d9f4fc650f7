"""What is learned from, and what is never: the split holds."""

import collections
import pathlib
import typing as t

from hypothesis import given
from hypothesis import strategies as st

from mulligan.conversation.signal import OFFENCES
from training.rows import STRANGERS, Row, everything, part

CORPUS: t.Final = pathlib.Path(__file__).parents[2] / "corpus"
ROWS: t.Final = everything(CORPUS, None)


def row(source: str, group: str, **more: t.Any) -> Row:
    return Row("k", source, group, "text", "customer", (), "kinds", **more)


def test_a_scene_is_on_one_side() -> None:
    sides: dict[tuple[str, str], set[str]] = collections.defaultdict(set)
    for one in ROWS:
        sides[one.source, one.group].add(part(one))
    assert all(len(parts) == 1 for parts in sides.values())


def test_strangers_are_tests_and_shared_scenes_are_not() -> None:
    by_part: dict[str, set[str]] = collections.defaultdict(set)
    for one in ROWS:
        by_part[part(one)].add(one.source)
        if one.group in {f"c{number:02}" for number in range(1, 51)} or one.source == "r":
            assert part(one) == "train"
    assert by_part["test"] >= STRANGERS
    assert STRANGERS.isdisjoint(by_part["train"] | by_part["valid"])


@given(st.text(max_size=9), st.text(max_size=9))
def test_the_part_hangs_on_author_and_scene_alone(source: str, group: str) -> None:
    assert part(row(source, group)) == part(row(source, group, weight=0.5, severity=3))
    assert part(row(source, group, held=True)) == "test"


def test_a_tenth_is_for_weighing_and_a_tenth_for_testing() -> None:
    ours = [one for one in ROWS if one.source in "abcdefghkmnstuv"]
    shares = collections.Counter(part(one) for one in ours)
    for name in ("valid", "test"):
        assert 0.07 < shares[name] / len(ours) < 0.13


def test_rows_say_what_their_labels_say() -> None:
    for one in ROWS:
        assert one.text
        assert one.offence == bool(one.kinds & OFFENCES)
        assert (one.known == "marks") == (one.speaker == "agent")
        assert not one.offence or one.severity > 0


def test_without_public_sets_only_our_own_rows_are_there(tmp_path: pathlib.Path) -> None:
    assert len(everything(CORPUS, tmp_path)) == len(ROWS)
    assert {one.weight for one in ROWS} == {1.0}
