"""Hostile text: the reader never raises, keeps its offsets, and works in proportion to length."""

import sys
import types
import typing as t

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mulligan.conversation.message import Message, Turn
from mulligan.conversation.signal import Reading
from mulligan.signals import lexica
from mulligan.signals.lexicon import LexiconReader

READER = LexiconReader()
MEBIBYTE = 1 << 20
SHORT = 1000
SEEDS = (
    "a ", "a", "f*", "f***ing ", "f u c k ",
    '"', '"a ', "'a ", "((", "[[", "!", "!a", "\u200b", "é",
    "e\u0301", "😂", "\ud800", "\x00", "\n", "you are ", "you are stupid ", "i will kill you ",
    "kill you with a hammer ", "not saying ", "he said ", "very ", "so very really ", "idiot ",
    "stupid stupid ", "STUPID ", "thank you ", "ﷺ", "не ", "ſ", "don't ", "y'", "1", "$$", "x*x*",
)  # fmt: skip


def read(text: str, before: str = "") -> Reading:
    context = (Turn("agent", before),) if before else ()
    return READER.read(Message(conversation="c", id="m", speaker="customer", text=text), context)


def assert_sound(reading: Reading, text: str) -> None:
    assert 0 <= reading.severity <= 3
    for signal in reading.signals:
        assert 0 <= signal.start <= signal.end <= len(text)
        assert 0 <= signal.score <= 1


@settings(deadline=None)
@given(st.text(alphabet=st.characters(), max_size=300), st.text(max_size=60))
def test_any_text_is_read(text: str, before: str) -> None:
    assert_sound(read(text, before), text)


WORDS = sorted(
    {
        word
        for name in (
            "customer/classes",
            "customer/safety",
            "customer/attack",
            "customer/threat",
            "customer/care",
            "text/disguised",
        )
        for phrase in lexica.plain_words(name)
        for word in phrase.split()
        if word.isalpha()
    }
)
GLUE = st.sampled_from([" ", " ", " ", ", ", ". ", "! ", "\n", "-", '"', "*", ""])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WORDS), GLUE), max_size=40))
def test_any_heap_of_listed_words_is_read(parts: list[tuple[str, str]]) -> None:
    text = "".join(word + glue for word, glue in parts)
    assert_sound(read(text), text)


def lines_run(text: str) -> int:
    """How many lines of Python one reading runs: a count, so no clock decides a test."""
    count = 0

    def trace(frame: types.FrameType, event: str, argument: object) -> t.Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read(text)
    finally:
        sys.settrace(before)
    return count


def assert_linear(seed: str) -> None:
    short = seed * max(1, SHORT // len(seed))
    read(short * 4)
    assert lines_run(short * 4) < lines_run(short) * 4 * 1.2 + 500


@pytest.mark.parametrize("seed", SEEDS)
def test_four_times_the_text_takes_about_four_times_the_steps(seed: str) -> None:
    assert_linear(seed)


def test_no_listed_word_repeated_takes_more_than_linear_steps() -> None:
    for word in WORDS[::40]:
        assert_linear(f"{word} ")


@pytest.mark.parametrize("seed", ["a ", "f***ing ", '"', "\u200b"])
def test_a_mebibyte_is_read(seed: str) -> None:
    text = seed * (MEBIBYTE // len(seed))
    assert_sound(read(text), text)
