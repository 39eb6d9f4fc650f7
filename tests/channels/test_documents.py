"""JSON documents one after another, however they are laid out."""

import io
import itertools
import json
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mulligan.channels.documents import LONGEST_DOCUMENT, Document, documents
from mulligan.errors import BadInput


def read(raw: bytes | str) -> list[tuple[int, Document | str]]:
    """All documents in some bytes, a fault as people see it."""
    whole = raw.encode() if isinstance(raw, str) else raw
    found = documents(io.BytesIO(whole))
    return [(at, str(one) if isinstance(one, BadInput) else one) for at, one in found]


ONE = {"a": [{"b": "}\n{"}], "c": {}}
OTHER = {"d": "é"}


@pytest.mark.parametrize("indent", [None, 1, 4, "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", "\n \n"])
def test_documents_are_read_in_any_layout(indent: t.Any, end: str) -> None:
    texts = [json.dumps(one, indent=indent, ensure_ascii=False) for one in (ONE, OTHER, ONE)]
    raw = "\n".join([*texts, ""]).replace("\n", end)
    assert [one for _, one in read(raw)] == [ONE, OTHER, ONE]
    assert [one for _, one in read(b"\xef\xbb\xbf" + raw.encode())] == [ONE, OTHER, ONE]


def test_a_document_has_the_line_it_begins_on() -> None:
    raw = f"\n{json.dumps(ONE, indent=1)}\n\n{json.dumps(OTHER)}\n{json.dumps(ONE)}"
    assert read(raw) == [(2, ONE), (11, OTHER), (12, ONE)]


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ('{"a": ', "the document is not JSON: Input data was truncated"),
        ('{"a": {"b": 1}', "the document is not JSON: Input data was truncated"),
        ('{"a": 1,\n  "b": [\n  ]\n', "the document is not JSON: Input data was truncated"),
        ('{"a" 1}', "the document is not JSON: JSON is malformed"),
        ("nothing of\nthis\nis JSON", "the document is not JSON: JSON is malformed"),
        ('[\n {"a": 1},\n {"a": 2}\n]', "the document is not a JSON object"),
        ("[" * 5000, "the document is nested too deeply"),
    ],
)
def test_a_broken_document_costs_no_other(bad: str, told: str) -> None:
    after = len(bad.split("\n")) + 2
    found = read(f"{json.dumps(OTHER)}\n{bad}\n{json.dumps(ONE, indent=2)}\n")
    assert found[0] == (1, OTHER)
    assert (found[1][0], str(found[1][1])[: len(told)]) == (2, told)
    assert found[2:] == [(after, ONE)]


def test_bytes_of_another_encoding_are_told_once() -> None:
    told = read(json.dumps(ONE, indent=1).encode("utf-16"))
    assert len(told) == 1
    assert str(told[0][1]).startswith("the document is not JSON")
    assert "is this UTF-16?" in str(told[0][1])


def test_each_document_comes_as_soon_as_it_is_whole() -> None:
    def live() -> t.Iterator[bytes]:
        yield b'{"d": "\xc3\xa9"}\n'
        yield b'{\n "a": 1\n'
        yield b"}\n"
        raise AssertionError("read too far")

    assert list(itertools.islice(documents(live()), 2)) == [(1, OTHER), (2, {"a": 1})]


@pytest.mark.parametrize("lines", [1, 70])
def test_a_document_beyond_64_mib_is_told_and_the_next_is_read(lines: int) -> None:
    chunk = b'"' + b"x" * ((1 << 20) * 70 // lines) + b'",\n'
    raw = b'{"a": [' + chunk * lines + b"0]}\n" + b'{"d": "\xc3\xa9"}\n'
    assert read(raw) == [(1, "the document is longer than 64 MiB"), (lines + 2, OTHER)]
    assert LONGEST_DOCUMENT == 64 << 20


def test_a_document_that_never_ends_is_not_tried_again_for_every_line() -> None:
    raw = b'{"a":[{\n' + b"}\n,{\n" * 200_000
    assert read(raw) == [(1, "the document is not JSON: Input data was truncated")]


@given(st.lists(st.sampled_from(["{", "}", "[", "]", '"', ",", ":", "\n", "a", "\\", " "])))
def test_any_text_gives_rising_lines_and_no_crash(parts: list[str]) -> None:
    numbers = [at for at, _ in read("".join(parts))]
    assert numbers == sorted(set(numbers))
