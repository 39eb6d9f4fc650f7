"""An organisation's own bars take away what a reader is not sure enough of."""

import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mulligan.conversation.message import Message
from mulligan.conversation.signal import OFFENCES, Reading, Signal, floor
from mulligan.conversation.words import KINDS
from mulligan.errors import BadProtocol
from mulligan.pipeline import Pipeline
from mulligan.protocol.file.load import load
from mulligan.protocol.hearing import ALWAYS_HEARD, heard
from mulligan.signals.given import GivenReader

SIGNALS = st.builds(
    Signal, st.sampled_from(KINDS), st.just("agent"), score=st.floats(0, 1, allow_nan=False)
)
READINGS = st.lists(SIGNALS, max_size=4, unique_by=lambda one: one.kind).map(
    lambda found: Reading(tuple(found), max(floor(found), 0))
)
BARS = st.dictionaries(
    st.sampled_from([kind for kind in KINDS if kind not in ALWAYS_HEARD]), st.floats(0, 0.95)
)


@given(READINGS, BARS)
def test_what_is_left_passes_its_bar_and_nothing_is_added(
    reading: Reading, least: dict[str, float]
) -> None:
    left = heard(reading, least)  # type: ignore[arg-type]
    assert set(left.signals) <= set(reading.signals)
    assert all(one.score >= least.get(one.kind, 0) for one in left.signals)
    dropped = set(reading.signals) - set(left.signals)
    assert all(one.score < least[one.kind] for one in dropped)
    assert floor(left.signals) <= left.severity <= reading.severity
    assert (left.severity > 0) <= bool({one.kind for one in left.signals} & OFFENCES)


def _file(folder: pathlib.Path, least: str) -> str:
    path = folder / "ours.yaml"
    path.write_text(f"name: ours\ntitle: Ours\nextends: default\nleast: {least}\n", "utf-8")
    return str(path)


@pytest.mark.parametrize("kind", sorted(ALWAYS_HEARD))
def test_no_bar_is_set_on_care_and_danger(kind: str, tmp_path: pathlib.Path) -> None:
    with pytest.raises(BadProtocol, match=f"ours.yaml:4: `{kind}` always counts"):
        load(_file(tmp_path, f"{{{kind}: 0.9}}"))


@pytest.mark.parametrize(
    ("least", "fault"),
    [("{rudeness: 0.9}", "rudeness"), ("{attack: 2}", "0.95"), ("{attack: high}", "float")],
)
def test_a_bar_that_cannot_be_is_refused(least: str, fault: str, tmp_path: pathlib.Path) -> None:
    with pytest.raises(BadProtocol, match=fault):
        load(_file(tmp_path, least))


@pytest.mark.parametrize(("score", "move"), [(0.7, "resolve"), (0.8, "second_chance")])
def test_the_protocol_answers_to_what_passes_the_bar(
    score: float, move: str, tmp_path: pathlib.Path
) -> None:
    made = Pipeline(load(_file(tmp_path, "{attack: 0.8}")), GivenReader())
    reading = Reading((Signal("attack", "agent", score=score),), 2)
    outcome = made.receive(
        Message(conversation="c", id="1", speaker="customer", text="…", given=reading)
    )
    assert outcome is not None
    assert outcome.decided is not None
    assert outcome.decided.move == move


def test_bars_are_inherited_one_by_one(tmp_path: pathlib.Path) -> None:
    parent = _file(tmp_path, "{attack: 0.8, shouting: 0.6}")
    child = tmp_path / "child.yaml"
    child.write_text(
        f"name: child\ntitle: Child\nextends: {parent}\nleast: {{shouting: 0.9}}\n", "utf-8"
    )
    assert load(str(child)).least == {"attack": 0.8, "shouting": 0.9}
