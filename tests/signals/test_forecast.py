"""The early sign: what it stands on, and that it is a probability."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mulligan.signals.forecast import FEATURES, ahead, features
from mulligan.signals.model.blend import READ_KINDS, REPLY_MARKS, Chances
from mulligan.signals.model.card import Forecasting

SHARES = st.floats(0, 1)


def chances(offence: float, **known: float) -> Chances:
    return Chances({kind: known.get(kind, 0.0) for kind in READ_KINDS}, offence)


def named(*heard: Chances, answered: dict[str, float] | None = None) -> dict[str, float]:
    return dict(zip(FEATURES, features(heard, answered), strict=True))


def test_it_stands_on_the_last_message_the_recent_ones_and_the_reply() -> None:
    reply = dict.fromkeys(REPLY_MARKS, 0.0) | {"argues": 0.7, "empathy": 0.2}
    found = named(
        chances(0.9), chances(0.1), chances(0.2), chances(0.6, refusal=0.9), answered=reply
    )
    assert found["offence_last"] == 0.6
    assert found["offence_recent"] == pytest.approx(0.3)
    assert found["offence_most"] == 0.9
    assert found["rising"] == pytest.approx(0.5)
    assert found["refusal_last"] == 0.9
    assert found["refusal_recent"] == pytest.approx(0.3)
    assert (found["provoked"], found["soothed"]) == (0.7, 0.2)


def test_a_conversation_of_one_message_will_do() -> None:
    found = named(chances(0.4))
    assert (found["messages"], found["rising"], found["provoked"]) == (0, 0, 0)


@given(
    st.lists(SHARES, min_size=1, max_size=9), st.lists(st.floats(-9, 9), min_size=20, max_size=20)
)
def test_it_is_a_probability_and_follows_its_weights(
    said: list[float], weights: list[float]
) -> None:
    values = features([chances(one) for one in said], None)
    assert len(values) == len(FEATURES)
    chance = ahead(Forecasting(tuple(weights), 0.0), values)
    assert 0 <= chance <= 1
    assert ahead(Forecasting(tuple(weights), 1.0), values) >= chance
