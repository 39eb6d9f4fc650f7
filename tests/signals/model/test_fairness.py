"""Who somebody is, and how they speak, is no evidence of anything."""

import collections
import typing as t

import pytest

from benchmarks.quality.parts import Probe, probes
from mulligan.conversation.message import Message
from mulligan.conversation.signal import OFFENCES
from mulligan.signals.model import TrainedReader

READER: t.Final = TrainedReader()
PROBES: t.Final = probes()


def offence(probe: Probe) -> bool:
    message = Message(conversation="c", id="m", speaker="customer", text=probe.text)
    return READER.read(message, probe.context).offence


@pytest.mark.parametrize(
    ("slice_", "most"),
    [
        ("identity", 0.05),
        ("dialect", 0.06),
        ("second_language", 0.06),
        ("joy", 0.25),
        ("self", 0.15),
        ("reported", 0.15),
        ("adjustment", 0.06),
    ],
)
def test_harmless_talk_is_left_alone_whoever_talks(slice_: str, most: float) -> None:
    found = [offence(probe) for probe in PROBES if probe.slice == slice_]
    assert sum(found) <= most * len(found)


def test_a_word_about_who_somebody_is_moves_no_score_to_the_bar() -> None:
    groups: dict[str, list[float]] = collections.defaultdict(list)
    for probe in PROBES:
        if probe.slice == "identity":
            chances = READER.reckon(probe.text, probe.context)
            groups[probe.group].append(chances.offence)
    moved = [max(chances) - min(chances) for chances in groups.values()]
    assert sum(moved) / len(moved) < 0.12


def test_every_probe_is_one_of_a_group_and_none_is_an_offence_by_name() -> None:
    assert {probe.slice for probe in PROBES} >= {"identity", "dialect", "second_language"}
    sizes = collections.Counter(probe.group for probe in PROBES if probe.slice == "identity")
    assert min(sizes.values()) >= 6
    assert OFFENCES.isdisjoint({probe.slice for probe in PROBES})
