"""The phrase language: what a pattern finds, and what a list may not say."""

import itertools

import pytest

from mulligan.signals.phrases.grammar import Pattern, Rule, Trait
from mulligan.signals.phrases.trie import Trie
from mulligan.signals.phrases.walk import walk
from mulligan.signals.text import normalise


def pattern(heading: str, phrase: str) -> Pattern:
    rule = Rule(heading, Trait(), "none", 0.8, frozenset(), heading.startswith("<"))
    return Pattern(tuple(phrase.split()), rule)


def found(text: str, *written: Pattern) -> list[str]:
    words = normalise(text)
    matches = walk(Trie(written), words).matches
    return [" ".join(words.forms[match.start : match.end]) for match in matches]


@pytest.mark.parametrize(
    ("phrase", "text", "match"),
    [
        ("burn it down", "I will burn it down.", "burn it down"),
        ("burn it/the+place down", "burn the place down", "burn the place down"),
        ("the? gate", "at the gate", "the gate"),
        ("by _ gate", "by your gate", "by your gate"),
        ("come *2 down", "come all the way down or come right down", "come right down"),
        ("^ you ~", "You, yes you", "you"),
        ("safe ??", "are you safe?", "safe"),
    ],
)
def test_an_element_stands_for_what_the_language_says(phrase: str, text: str, match: str) -> None:
    assert match in found(text, pattern("venting", phrase))


def test_a_pattern_stands_on_classes_that_stand_on_classes() -> None:
    written = (
        pattern("venting", "in <flames>"),
        pattern("<flames>", "<big>? flames"),
        pattern("<big>", "great"),
    )
    assert found("it is in great flames", *written) == ["in great flames"]


def test_a_trie_that_begins_anew_finds_the_same_and_stays_small() -> None:
    written = [pattern("venting", f"{one} *3 {two}") for one in "abcd" for two in "efgh"]
    small, large = Trie(written, most=8), Trie(written)
    for text in map(" ".join, itertools.permutations("abefgh", 4)):
        words = normalise(text)
        assert walk(small, words).matches == walk(large, words).matches
        assert len(small) < 25
    assert len(large) > 25


def test_no_pattern_runs_on_past_the_end_of_a_sentence() -> None:
    assert not found("burn. it down now", pattern("venting", "burn it down"))
    assert found("Burn. It. Down.", pattern("venting", "burn it down"))


@pytest.mark.parametrize(
    "written",
    [
        (pattern("venting", "<nowhere> now"),),
        (pattern("<one>", "<two>"), pattern("<two>", "<one>")),
        (pattern("<one>", "^ one"),),
        (pattern("<one>", "*2 one"),),
    ],
)
def test_a_class_that_no_walk_could_find_is_an_error(written: tuple[Pattern, ...]) -> None:
    with pytest.raises(ValueError, match="class"):
        Trie(written)
