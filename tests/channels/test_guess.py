"""Which format a file is in: by its ending, by its first object, and how far it is looked at."""

import io
import itertools
import json
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.reading import line
from channels.writers import FIXTURES
from mulligan.channels.guess import chosen, guessing
from mulligan.conversation.message import Message
from mulligan.plugins import CHANNELS


def guess(raw: bytes | str, name: str = "file.json") -> str:
    """The format that some bytes are taken for; all of them are handed on."""
    whole = raw.encode() if isinstance(raw, str) else raw
    format, lines = chosen(iter(io.BytesIO(whole).readline, b""), name, CHANNELS)
    assert b"".join(lines) == whole
    return format


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.csv", "csv"),
        ("b.TSV", "csv"),
        ("c.vcon", "vcon"),
        ("d.vtt", "webvtt"),
        ("e.mbox", "mail"),
        ("f.eml", "mail"),
        ("g.jsonl", "jsonl"),
        ("-", "jsonl"),
    ],
)
def test_the_ending_tells_the_format(name: str, format: str) -> None:
    assert guess("anything", name) == format


@pytest.mark.parametrize("ending", [".json", ".jsonl", ".txt", ".log", ""])
@pytest.mark.parametrize(
    ("fixture", "format"),
    [
        ("windows-notepad.jsonl", "jsonl"),
        ("convokit-utterances.jsonl", "convokit"),
        ("convokit-older.jsonl", "convokit"),
        ("contact-lens-voice-stream.jsonl", "contact-lens"),
        ("contact-lens-chat-stream.json", "contact-lens"),
        ("contact-lens-post-call.json", "contact-lens"),
        ("contact-lens-post-chat.json", "contact-lens"),
        ("vcon-0.4-chat.vcon", "vcon"),
        ("vcon-0.0.1-call.json", "vcon"),
        ("vcon-signed.vcon", "vcon"),
        ("vcon-encrypted.vcon", "vcon"),
        ("vcons.jsonl", "vcon"),
    ],
)
def test_the_first_object_tells_the_format(fixture: str, format: str, ending: str) -> None:
    raw = (FIXTURES / fixture).read_bytes()
    assert guess(raw, f"file{ending}") == format
    assert guess(b"\xef\xbb\xbf\n" + raw, f"file{ending}") == format


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "\n\n",
        "words",
        "[]",
        '[{"parties": [], "dialog": []}]',
        "{}",
        "{",
        line(meta={"parties": [], "dialog": []}),
        line(text='"parties": [], "dialog": [], \\"Segments\\": 1'),
        line(text="AccountId", channel="Channel"),
        line() + '{"parties": [], "dialog": []}',
        line(conversation_id="c7"),
        b"\xff\xfe{\0",
    ],
)
def test_anything_else_is_taken_for_a_conversation_file(raw: bytes | str) -> None:
    assert guess(raw) == "jsonl"


def test_no_more_than_the_first_object_is_waited_for() -> None:
    def live() -> t.Iterator[bytes]:
        yield line().encode()
        yield line(text="second").encode()
        raise AssertionError("read too far")

    items = guessing(CHANNELS)(live(), "chat.jsonl", {})
    assert [m.text for _, m in itertools.islice(items, 2) if isinstance(m, Message)] == [
        "hi",
        "second",
    ]


@pytest.mark.parametrize("cut", [True, False])
def test_no_more_than_1_mib_is_looked_at(cut: bool) -> None:
    long = 'never closed "parties": \\' if cut else ""
    raw = '{"text": "' + long + "x" * (2 << 20) + '",\n"parties": [],\n"dialog": []}'
    assert guess(raw) == "jsonl"
    assert guess('{"parties": [],\n"dialog": [' + raw) == "vcon"


@given(st.lists(st.sampled_from(["{", "}", "[", "]", '"', ":", ",", "\n", "\\", "Segments", " "])))
def test_any_text_is_in_some_format_and_handed_on_whole(parts: list[str]) -> None:
    assert guess("".join(parts)) in CHANNELS


@given(st.dictionaries(st.sampled_from(["Segments", "a", '"', "\\", "{"]), st.text(max_size=5)))
def test_an_object_is_known_by_its_own_fields_alone(fields: dict[str, str]) -> None:
    raw = json.dumps({**fields, "inner": {"Segments": []}}, indent=1)
    assert guess(raw) == ("contact-lens" if "Segments" in fields else "jsonl")
