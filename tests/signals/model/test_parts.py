"""The small parts of the trained reader: features, weighing, words that carry, what stands."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mulligan.conversation.doubt import doubted
from mulligan.conversation.signal import Signal
from mulligan.signals.model.blend import MARKS, READ_KINDS, REPLY_MARKS, Blend, Chances
from mulligan.signals.model.card import Profile, Weighing
from mulligan.signals.model.evidence import carried
from mulligan.signals.model.ngrams import BUCKETS, Linear, features
from mulligan.signals.model.reading import standing
from mulligan.signals.text import normalise

EVEN = Weighing(network=1, linear=0, lexicon=0, bias=0, least=0.5, sure=0.8)
PROFILE = Profile(dict.fromkeys(MARKS, EVEN), EVEN, (0.0, 0.0, 0.0))


@given(st.text(max_size=200), st.text(max_size=50))
def test_features_are_buckets_each_once_and_always_the_same(text: str, asked: str) -> None:
    found = features(normalise(text), asked)
    assert len(set(found.tolist())) == len(found)
    assert all(0 <= place < BUCKETS for place in found.tolist())
    assert found.tolist() == features(normalise(text), asked).tolist()


def test_capitals_and_the_turn_before_are_features_of_their_own() -> None:
    calm = set(features(normalise("give it back now")).tolist())
    loud = set(features(normalise("GIVE IT BACK NOW")).tolist())
    answer = set(features(normalise("give it back now"), "is it broken").tolist())
    assert loud - calm
    assert answer > calm


def test_the_linear_model_sums_over_the_root_of_the_count() -> None:
    table = np.zeros((BUCKETS, 2), np.int8)
    table[7], table[9] = (10, -20), (30, 0)
    model = Linear(table, np.array([0.1, 0.5], np.float32), np.array([1, 2], np.float32))
    found = model.logits(np.array([7, 9, 11, 13]))
    assert found.tolist() == pytest.approx([40 * 0.1 / 2 + 1, -20 * 0.5 / 2 + 2])
    assert model.logits(np.array([], np.int64)).tolist() == [1, 2]


def test_a_probability_is_the_logistic_of_the_weighed_sum() -> None:
    weighing = Weighing(network=0.5, linear=2, lexicon=3, bias=-1, least=0.5)
    profile = Profile(dict.fromkeys(MARKS, weighing), weighing, (0.0, 0.0, 0.0))
    network = np.full(len(MARKS), 2.0, np.float32)
    linear = np.full(len(MARKS) + 1, 0.25, np.float32)
    chances = Blend(profile).kinds(network, 2.0, linear, {"attack": 0.5})
    assert chances.marks["attack"] == pytest.approx(1 / (1 + np.exp(-2.0)))
    assert chances.marks["sexual"] == pytest.approx(1 / (1 + np.exp(-0.5)))
    assert chances.offence == pytest.approx(1 / (1 + np.exp(-2.0)))
    replies = Blend(profile).replies(network, linear, {"closing"})
    assert set(replies) == set(REPLY_MARKS)
    assert replies["closing"] == pytest.approx(1 / (1 + np.exp(-3.5)))


def chances(offence: float, **known: float) -> Chances:
    return Chances({kind: known.get(kind, 0.0) for kind in READ_KINDS}, offence)


@pytest.mark.parametrize(
    ("found", "stand"),
    [
        (chances(0.9, attack=0.7, complaint=0.6), ["complaint", "attack"]),
        (chances(0.2, attack=0.7, complaint=0.6), ["complaint"]),
        (chances(0.2, attack=0.85), ["attack"]),
        (chances(0.9, attack=0.3, sexual=0.4), ["sexual"]),
        (chances(0.9, attack=0.3, crisis=0.7), ["crisis", "attack"]),
        (chances(0.1, crisis=0.7), ["crisis"]),
        (chances(0.9, attack=0.2, sexual=0.1), []),
        (chances(0.4), []),
    ],
)
def test_offences_stand_together_or_not_at_all(found: Chances, stand: list[str]) -> None:
    assert sorted(standing(found, Blend(PROFILE))) == sorted(stand)


def test_severity_is_the_highest_step_that_is_likelier_than_not() -> None:
    shifted = Profile(PROFILE.marks, EVEN, (0.0, 0.0, 1.5))
    steps = np.array([2.0, 0.5, -1.0], np.float32)
    assert Blend(PROFILE).severity(steps) == 2
    assert Blend(shifted).severity(steps) == 3


def test_the_words_that_carry_are_whole_and_near_the_one_looked_at_most() -> None:
    text = "well, you idiots there"
    spans = [(0, 4), (4, 5), (6, 9), (10, 15), (15, 16), (17, 22)]
    looks = np.array([0.02, 0.0, 0.3, 0.5, 0.05, 0.01], np.float32)
    start, end = carried(looks, spans, text)
    assert text[start:end] == "you idiots"
    assert carried(np.empty(0, np.float32), [], text) == (0, len(text))


def test_a_hard_move_on_a_doubtful_reading_is_to_be_confirmed() -> None:
    doubtful = Signal("threat_harm", "agent", score=0.5, sure=False)
    certain = Signal("threat_harm", "staff", score=0.97)
    assert doubted("leave", [doubtful]) == (doubtful,)
    assert doubted("leave", [doubtful, certain]) == ()
    assert doubted("crisis", [doubtful]) == ()
    assert doubted(None, [doubtful]) == ()
