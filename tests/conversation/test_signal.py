"""Severity floors and bearings say what the label rulings say."""

import pytest

from mulligan.conversation.bearing import bearing
from mulligan.conversation.message import spoken_name
from mulligan.conversation.signal import KIND_BIT, Reading, Signal, floor
from mulligan.conversation.words import HAND_OF, KINDS, MOVES


@pytest.mark.parametrize(
    ("signals", "least"),
    [
        ((), 0),
        ((Signal("complaint", "organisation"),), 0),
        ((Signal("profanity"),), 1),
        ((Signal("shouting", "agent"),), 1),
        ((Signal("belittling", "agent", ("race",)),), 1),
        ((Signal("attack", "agent"),), 2),
        ((Signal("attack", "agent", ("gender",)),), 2),
        ((Signal("attack", "agent", ("accent",)),), 2),
        ((Signal("attack", "agent", ("intelligence", "race")),), 3),
        ((Signal("threat_other", "agent"),), 2),
        ((Signal("intrusion", "agent"),), 2),
        ((Signal("sexual", "none"),), 3),
        ((Signal("complaint"), Signal("threat_harm", "organisation")), 3),
    ],
)
def test_the_floor_is_the_rulings(signals: tuple[Signal, ...], least: int) -> None:
    assert floor(signals) == least


def test_an_insult_at_the_company_is_coarse_and_one_at_a_colleague_is_aimed() -> None:
    assert bearing((Signal("attack", "organisation"),), 2).coarse
    assert bearing((Signal("attack", "staff"),), 2).aimed == KIND_BIT["attack"]
    assert not bearing((Signal("attack", "staff"),), 2).coarse


def test_swearing_at_the_agent_is_not_aimed() -> None:
    assert bearing((Signal("profanity", "agent"),), 1).coarse


def test_a_threat_is_one_against_us() -> None:
    assert bearing((Signal("threat_other", "staff"),), 2).threat
    assert not bearing((Signal("threat_other", "organisation"),), 2).threat


@pytest.mark.parametrize(
    ("targets", "harm"),
    [
        (("third_party",), "others"),
        (("third_party", "third_party"), "others"),
        (("third_party", "agent"), "us"),
        (("agent", "third_party"), "us"),
        (("organisation",), "us"),
        (("none",), "us"),
        ((), "none"),
    ],
)
def test_harm_is_others_only_when_nobody_here_is_meant(targets: tuple[str, ...], harm: str) -> None:
    signals = tuple(Signal("threat_harm", target) for target in targets)  # type: ignore[arg-type]
    assert bearing(signals, 3).harm == harm
    assert not bearing(signals, 3).coarse


def test_a_reading_knows_whether_any_offence_stands() -> None:
    assert not Reading((Signal("complaint"), Signal("crisis"), Signal("unreadable"))).offence
    assert Reading((Signal("complaint"), Signal("profanity"))).offence


def test_an_apology_calms() -> None:
    assert bearing((Signal("apology", "agent"),), 0).calm
    assert not bearing((Signal("refusal", "agent"),), 0).calm


def test_every_kind_has_its_bit_and_every_move_its_hand() -> None:
    assert len(set(KIND_BIT.values())) == len(KINDS)
    assert set(HAND_OF) == set(MOVES)


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Ann Lee", "Ann Lee"),
        (" Ann\n\tLee ", "Ann Lee"),
        ("A" * 61, ""),
        ("\x1b[31mAnn", "[31mAnn"),
        ("\u202eeeL", "eeL"),
        ("", ""),
    ],
)
def test_a_name_can_stand_in_a_sentence_or_is_none(name: str, spoken: str) -> None:
    assert spoken_name(name) == spoken


def test_an_offence_stands_in_a_bearing_as_in_a_reading() -> None:
    assert bearing((Signal("profanity"),), 1).offence
    assert not bearing((Signal("complaint"),), 0).offence
