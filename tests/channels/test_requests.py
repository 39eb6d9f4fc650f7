"""Single messages to be read, with the turns before them."""

import io
import json
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mulligan.channels import requests
from mulligan.channels.requests import Request
from mulligan.conversation.message import Turn
from mulligan.errors import BadInput


def read(raw: bytes | str) -> list[Request | BadInput]:
    """All requests in some bytes."""
    return list(requests.read(io.BytesIO(raw.encode() if isinstance(raw, str) else raw), "-"))


def request(**fields: t.Any) -> Request:
    """One request, as it is read."""
    [got] = read(json.dumps(fields))
    assert isinstance(got, Request), got
    return got


def test_a_request_is_a_message_and_the_turns_before_it() -> None:
    context = [{"speaker": "agent", "text": "Hello"}, {"speaker": "customer", "text": "Well?"}]
    got = request(id="m1", speaker="customer", text="hi", context=context)
    assert (got.message.id, got.message.speaker, got.message.text) == ("m1", "customer", "hi")
    assert got.context == (Turn("agent", "Hello"), Turn("customer", "Well?"))


def test_a_text_is_enough() -> None:
    got = request(text="hi")
    assert (got.message.speaker, got.message.id, got.context) == ("customer", "1", ())


def test_missing_ids_are_numbered_and_bad_lines_take_no_number() -> None:
    got = read("\xef\xbb\xbf".encode("latin-1") + b'{"text":"a"}\r\n\n{"text":4}\n{"text":"b"}')
    ids = [one.message.id if isinstance(one, Request) else str(one) for one in got]
    assert ids == ["1", "-:3: `text` is not a text", "2"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "-:1: there is no `text`"),
        ({"text": "x", "context": "agent: hello"}, "-:1: `context` is not a list of turns"),
        ({"text": "x", "context": ["hello"]}, "-:1: a turn of `context` has no `speaker` and"),
        ({"text": "x", "context": [{"speaker": "x", "text": ""}]}, "-:1: a turn of `context`"),
        ({"text": "x", "context": [{"speaker": "agent", "text": 1}]}, "-:1: a turn of `context`"),
        ({"text": "x", "context": [{"speaker": [], "text": ""}]}, "-:1: a turn of `context`"),
        ({"text": "x", "speaker": "clerk"}, "-:1: nobody said who `clerk` is"),
    ],
)
def test_a_faulty_request_is_told(fields: dict[str, t.Any], told: str) -> None:
    [got] = read(json.dumps(fields))
    assert isinstance(got, BadInput)
    assert str(got).startswith(told)


@given(st.binary(max_size=200))
def test_any_bytes_give_one_answer_a_line(raw: bytes) -> None:
    plain = [entry.removeprefix(b"\xef\xbb\xbf") for entry in io.BytesIO(raw)]
    assert len(read(raw)) == sum(bool(entry.strip()) for entry in plain)
