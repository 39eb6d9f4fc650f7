"""WebVTT with voice tags: who says what, when, and everything that can be wrong with a cue."""

import functools
import pathlib
import typing as t

import pytest

from channels.reading import fault, faults, messages, read
from mulligan.channels import webvtt
from mulligan.channels.port import Speakers
from mulligan.conversation.message import Message
from mulligan.conversation.words import SPEAKERS

CALL = pathlib.Path(__file__).parent.parent / "fixtures" / "channels" / "call.vtt"
WHO: Speakers = {"Ayo": "agent", "Sam Hill": "customer"}
TIMES = "00:01.000 --> 00:02.000"

cues = functools.partial(read, channel=webvtt.read, speakers=WHO)


def vtt(*blocks: str) -> str:
    """A file with these blocks."""
    return "\n\n".join(("WEBVTT", *blocks)) + "\n"


def said(payload: str) -> list[tuple[str, str]]:
    """Who says what in one cue."""
    return [(m.speaker, m.text) for m in messages(cues(vtt(f"{TIMES}\n{payload}")))]


def test_a_call_is_read_whole() -> None:
    items = cues(CALL.read_bytes())
    spoken = [(m.id, m.speaker, m.name, m.text, m.start, m.end) for m in messages(items)]
    assert spoken == [
        ("greeting", "agent", "Ayo", "Boiler service, this is Ayo.", 0.5, 3.0),
        (
            "2",
            "customer",
            "Sam Hill",
            "Nobody came & nobody rang. That is the third time!",
            3.1,
            9.0,
        ),
        ("3", "agent", "Ayo", "Three times. I am –", 9.0, 12.25),
        ("3.2", "customer", "Sam Hill", "You are an idiot.", 9.0, 12.25),
        ("5", "system", "", "The call was ended.", 3723.004, 3725.0),
    ]
    assert faults(items) == ["f:29: nothing says who speaks, so the words are passed over"]
    assert [number for number, _ in items] == [17, 20, 25, 25, 29, 33]


def test_a_file_is_one_conversation_by_phone() -> None:
    assert messages(cues(vtt(f"{TIMES}\n<v Ayo>Hello")))[0] == Message(
        conversation="f",
        id="1",
        speaker="agent",
        text="Hello",
        channel="phone",
        name="Ayo",
        start=1.0,
        end=2.0,
    )


@pytest.mark.parametrize("speaker", SPEAKERS)
@pytest.mark.parametrize("change", [str.lower, str.upper, str.title])
def test_our_own_words_are_voices_in_any_case(speaker: str, change: t.Callable[[str], str]) -> None:
    voice = change(speaker)
    [got] = messages(cues(vtt(f"{TIMES}\n<v {voice}>x")))
    assert (got.speaker, got.name) == (speaker, "")


def test_what_the_caller_says_of_a_voice_goes_before_the_word() -> None:
    got = read(vtt(f"{TIMES}\n<v Agent>x"), webvtt.read, speakers={"Agent": "bot"})
    assert [(m.speaker, m.name) for m in messages(got)] == [("bot", "Agent")]


@pytest.mark.parametrize(
    ("payload", "spoken"),
    [
        ("<v Ayo>a</v>", [("agent", "a")]),
        ("<v.loud.first Ayo>a", [("agent", "a")]),
        ("<v\tSam  Hill >a", [("customer", "a")]),
        ("<v Sam&nbsp;Hill>a", [("customer", "a")]),
        ("<v Ayo>a<v Sam Hill>b", [("agent", "a"), ("customer", "b")]),
        ("<v Ayo>a</v>\n<v Ayo>b</v>", [("agent", "a"), ("agent", "b")]),
        ("<v Ayo>a\nb\n  c", [("agent", "a b c")]),
        ("<v Ayo></v><v Sam Hill>  </v>", []),
        (
            "<v Ayo><b>a</b><u>b</u> <lang en>c</lang><ruby>d<rt>e</rt></ruby>",
            [("agent", "ab cde")],
        ),
        ("<v Ayo>a <00:00:01.500>b", [("agent", "a b")]),
        ("<v Ayo>&lt;v Sam Hill&gt; &amp;amp; &#x1F64F;", [("agent", "<v Sam Hill> &amp; 🙏")]),
        ("<v Ayo>I <3 you, 2 < 3 <", [("agent", "I <3 you, 2 < 3 <")]),
        ("<v Ayo>a <i unclosed", [("agent", "a <i unclosed")]),
        ("<video>a</video><v Ayo>b", [("agent", "b")]),
    ],
)
def test_the_words_of_each_voice(payload: str, spoken: list[tuple[str, str]]) -> None:
    assert said(payload) == spoken


def test_an_unknown_voice_is_told_once_and_passed_over() -> None:
    raw = vtt(*(f"{TIMES}\n<v {name}>x" for name in ("Bo", "Ayo", "Bo", "Cy", "Bo")))
    items = cues(raw)
    assert [m.name for m in messages(items)] == ["Ayo"]
    assert faults(items) == [
        f"f:{line}: nobody said who `{name}` is, so their words are passed over"
        " (say who is who: `--speakers NAME=agent,NAME=customer`)"
        for line, name in ((4, "Bo"), (13, "Cy"))
    ]


def test_words_without_a_voice_are_told_once_and_passed_over() -> None:
    items = cues(vtt(*(f"{TIMES}\n{text}" for text in ("a", "<v Ayo>b</v> c", "<v>d", "e"))))
    assert [m.text for m in messages(items)] == ["b"]
    assert faults(items) == ["f:4: nothing says who speaks, so the words are passed over"]


def test_a_voice_that_is_a_speech_is_not_repeated() -> None:
    hostile = "you worthless pig of a clerk, I hope you choke on it"
    [told] = faults(cues(vtt(f"{TIMES}\n<v {hostile}>x")))
    assert "pig" not in told


@pytest.mark.parametrize(
    ("ids", "named"),
    [
        (["", "", ""], ["1", "2", "3"]),
        (["a", "b", "c"], ["a", "b", "c"]),
        (["a", "a", "b"], ["a", "2", "b"]),
        (["1", "1", "2"], ["1", "2", "3"]),
        (["", "1", "7"], ["1", "2", "7"]),
        (["x" * 513, "y" * 512], ["1", "y" * 512]),
        (["NOTE", "STYLE", "REGION"], ["NOTE", "STYLE", "REGION"]),
    ],
)
def test_an_id_that_is_missing_taken_or_too_long_is_a_number(
    ids: list[str], named: list[str]
) -> None:
    blocks = [f"{own}\n{TIMES}\n<v Ayo>x".lstrip("\n") for own in ids]
    assert [m.id for m in messages(cues(vtt(*blocks)))] == named


def test_the_same_file_gives_the_same_ids() -> None:
    raw = CALL.read_bytes()
    assert messages(cues(raw)) == messages(cues(raw))


@pytest.mark.parametrize(
    ("times", "seconds"),
    [
        ("00:01.000 --> 00:02.000", (1.0, 2.0)),
        ("59:59.999-->1:00:00.000", (3599.999, 3600.0)),
        ("\t123:00:00.000\t-->\t123:00:00.000 line:0", (442800.0, 442800.0)),
    ],
)
def test_times_may_have_hours_or_not(times: str, seconds: tuple[float, float]) -> None:
    [got] = messages(cues(vtt(f"{times}\n<v Ayo>x")))
    assert (got.start, got.end) == seconds


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ("00:01,000 --> 00:02,000\n<v Ayo>x", "the cue's times cannot be read (such as"),
        ("00:60.000 --> 01:00.000\n<v Ayo>x", "the cue's times cannot be read"),
        ("1000000000:00:00.000 --> 01:00.000\n<v Ayo>x", "the cue's times cannot be read"),
        ("٠٠:٠١.٠٠٠ --> ٠٠:٠٢.٠٠٠\n<v Ayo>x", "the cue's times cannot be read"),
        ("-->", "the cue's times cannot be read"),
        ("00:02.000 --> 00:01.000\n<v Ayo>x", "the cue ends before it starts"),
        ("<v Ayo>words after a blank line", "these lines have no times, so they are passed over"),
        ("NOTED\nwell", "these lines have no times"),
        (f"{TIMES}\n<v Ayo>" + "x" * (1 << 20), "the cue is longer than 1,048,576 characters"),
        (f"{TIMES}\n<v Ayo>" + "x\n" * (1 << 20), "the cue is longer than 1,048,576 characters"),
    ],
)
def test_a_bad_cue_is_told_and_spoils_no_other(block: str, told: str) -> None:
    items = cues(vtt(f"{TIMES}\n<v Ayo>before", block, f"{TIMES}\n<v Ayo>after"))
    assert [m.text for m in messages(items)] == ["before", "after"]
    [got] = faults(items)
    assert got.startswith(f"f:6: {told}")


def test_bytes_that_are_not_utf_8_spoil_their_cue_only() -> None:
    raw = vtt(f"{TIMES}\n<v Ayo>a\xff", "NOTE \xff", f"{TIMES}\n<v Ayo>b").encode("latin-1")
    items = cues(raw)
    assert faults(items) == ["f:3: the cue is not UTF-8 (convert the file to UTF-8)"]
    assert [m.text for m in messages(items)] == ["b"]


def test_a_new_times_line_begins_a_new_cue_without_a_blank_line() -> None:
    raw = f"WEBVTT\n{TIMES}\n<v Ayo>a\n{TIMES}\n{TIMES}\n<v Ayo>b"
    assert [(n, m.text) for n, m in cues(raw) if isinstance(m, Message)] == [(3, "a"), (6, "b")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("begin", ["", "\ufeff"])
def test_how_lines_end_and_the_file_begins_does_not_matter(begin: str, end: str) -> None:
    raw = (begin + CALL.read_text("utf-8")).replace("\n", end)
    assert cues(raw)[:3] == cues(CALL.read_bytes())[:3]


@pytest.mark.parametrize(
    "raw",
    ["hello\n", "\nWEBVTT\n", "WEBVTTX\n", "webvtt\n", "1\n00:01,000 --> 00:02,000\nx\n"],
)
def test_a_file_that_is_not_webvtt_is_told_once(raw: str) -> None:
    told = "f:1: the first line is not `WEBVTT`, so nothing of this file can be read"
    assert fault(raw, channel=webvtt.read) == told


def test_a_utf_16_file_is_recognised() -> None:
    assert "is this UTF-16?" in fault(vtt().encode("utf-16"), channel=webvtt.read)


def test_a_file_with_nothing_in_it_holds_nothing() -> None:
    assert cues("") == cues("WEBVTT") == cues("WEBVTT\n\n\n") == cues("WEBVTT\nKind: x\n") == []
