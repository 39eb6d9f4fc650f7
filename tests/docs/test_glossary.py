"""The glossary has every word, and no word that nobody uses."""

import itertools
import typing as t

import pytest

from docs.pages import DOCS, first_words, prose, table
from mulligan.conversation import words
from mulligan.conversation.signal import OFFENCES
from mulligan.protocol.proof.check import PROOFS
from mulligan.protocol.timing import TimerName

PAGE = DOCS / "glossary.md"
SECTIONS = {
    "People": words.SPEAKERS,
    "Channels": words.CHANNELS,
    "Targets": words.TARGETS,
    "Abouts": words.ABOUTS,
    "Severity": ("0", "1", "2", "3"),
    "Merits": words.MERITS,
    "Faults": words.FAULTS,
    "Stages": words.STAGES,
    "Moves": words.MOVES,
    "Hands": words.HANDS,
    "Acts": words.ACTS,
    "Timers": t.get_args(TimerName),
}
OF_THE_PROTOCOL = {
    "aimed",
    "mild",
    "crosses the line",
    "crossing",
    "coarse",
    "gross",
    "refusal",
    "threat",
    "said",
    "our provocation",
}


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_has_just_the_words_of_its_vocabulary(section: str) -> None:
    assert sorted(first_words(PAGE, section)) == sorted(SECTIONS[section])


def test_the_kinds_stand_in_three_tables_with_the_offences_in_the_second() -> None:
    tables: list[list[str]] = []
    lines = prose(PAGE)
    inside = lines[lines.index("## Kinds") : lines.index("## Targets")]
    for before, line in itertools.pairwise(inside):
        if line.startswith("| `"):
            if before.startswith("|---"):
                tables.append([])
            tables[-1].append(line.split("`")[1])
    harmless, offences, care = tables
    assert set(offences) == OFFENCES
    assert care == ["crisis"]
    assert sorted(harmless + offences + care) == sorted(words.KINDS)


def test_each_move_stands_beside_its_hand() -> None:
    assert {row[0]: row[1] for row in table(PAGE, "Moves")} == words.HAND_OF


def test_each_hand_stands_beside_the_shape_that_the_card_shows() -> None:
    from mulligan.conversation.wording import SHAPE

    shown = {row[0]: row[1] for row in table(PAGE, "Hands")}
    assert shown == SHAPE


def test_the_words_of_the_protocol_are_there() -> None:
    assert set(first_words(PAGE, "Words of the protocol")) >= OF_THE_PROTOCOL


def test_no_word_is_explained_twice_in_a_section() -> None:
    for section in (*SECTIONS, "Words of the protocol", "Other words"):
        found = first_words(PAGE, section)
        assert len(found) == len(set(found))


def test_every_entry_says_something() -> None:
    for section in (*SECTIONS, "Words of the protocol", "Other words"):
        assert all(len(row[-1]) > 5 for row in table(PAGE, section))


def test_the_proofs_are_listed_with_their_own_sentences() -> None:
    rows = table(DOCS / "reference" / "protocol.md", "The proofs")
    assert {row[0]: row[1] for row in rows} == PROOFS
