"""Any bytes at all, and any cues, given to the reader of WebVTT."""

import html
import io
import itertools
import typing as t

from hypothesis import given
from hypothesis import strategies as st

from channels.reading import faults, messages
from mulligan.channels import webvtt
from mulligan.channels.numbers import Numbers
from mulligan.errors import BadInput

PIECES = st.sampled_from(
    (
        *("\n", "\n\n", "\r", "\r\n", "NOTE", "STYLE", "REGION", "WEBVTT", "-->", " ", "1", "\0"),
        *("00:01.000 --> 00:02.000", "00:02.000 --> 00:01.000", "<v Ayo>", "<v", ">", "</v>", "<"),
        *("<v customer>", "<i>", "</", "&amp;", "&", "&#xD800;", "words", "\ufeff", "\u2028", "٣"),
    )
)
RAW = st.lists(PIECES, max_size=40).map("".join)


def sound(raw: bytes) -> None:
    """No crash; places never fall; faults are short and say where; all can be written as UTF-8."""
    items = list(webvtt.read(io.BytesIO(raw), "f", {"Ayo": "agent"}))
    numbers = [number for number, _ in items]
    assert numbers == sorted(numbers)
    for number, item in items:
        assert not isinstance(item, BadInput) or item.place == f"f:{number}"
    assert all(len(told) < 400 for told in faults(items))
    found = messages(items)
    assert len({m.id for m in found}) == len(found)
    assert all(m.text.encode() and m.name.encode() + m.id.encode() for m in found)


@given(st.binary(max_size=200) | RAW.map(lambda raw: f"WEBVTT\n\n{raw}".encode()))
def test_any_bytes_are_read_without_a_crash(raw: bytes) -> None:
    sound(raw)


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1)
CUES = st.lists(st.lists(st.tuples(st.sampled_from(("agent", "customer")), WORDS), max_size=3))


@given(CUES)
def test_what_is_written_as_cues_is_read_back(spoken: list[list[tuple[str, str]]]) -> None:
    blocks = (
        "00:01.000 --> 00:02.000\n"
        + "\n".join(f"<v {voice}>{html.escape(words)}</v>" for voice, words in cue)
        for cue in spoken
    )
    raw = "\n\n".join(("WEBVTT", *blocks)).encode()
    got = messages(webvtt.read(io.BytesIO(raw), "f", {}))
    assert [(m.speaker, m.text) for m in got] == list(itertools.chain.from_iterable(spoken))


@given(RAW, st.integers(0, 40))
def test_a_beginning_of_a_file_gives_a_beginning_of_what_it_holds(raw: str, cut: int) -> None:
    lines = io.BytesIO(f"WEBVTT\n\n{raw}\n\n".encode()).readlines()
    whole, part = told(lines), told([*lines[:cut], b"\n"])
    assert whole[: len(part) - 1] == part[:-1]


def told(lines: t.Iterable[bytes]) -> list[str]:
    """What a file holds, faults and all."""
    return [str(item) for _, item in webvtt.read(lines, "f", {"Ayo": "agent"}, Numbers())]
