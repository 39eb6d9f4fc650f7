"""The conversation file: every field, every act, and everything that can be wrong with a line."""

import json
import typing as t

import pytest

from channels.reading import act, fault, faults, line, message, messages, read
from mulligan.channels import jsonl
from mulligan.channels.numbers import Numbers
from mulligan.conversation.act import Act
from mulligan.conversation.message import Message
from mulligan.conversation.signal import Reading, Signal
from mulligan.conversation.words import ACTS, CHANNELS, FAULTS, KINDS, MERITS, SPEAKERS

HOSTILE = "you worthless pig, I hope you choke on it and your whole office with you"


def test_a_line_with_every_field_is_read_whole() -> None:
    got = message(
        line(
            conversation="c1",
            id="m1",
            at="2026-03-02T09:00:00Z",
            name="Ann Lee",
            contact="k7",
            channel="phone",
            start=1.5,
            end=3,
            signals=[{"kind": "attack", "target": "agent", "about": ["competence"]}],
            severity=2,
            queue="billing",
            meta={"seat": 4},
        )
    )
    assert got == Message(
        conversation="c1",
        id="m1",
        speaker="customer",
        text="hi",
        channel="phone",
        at=1772442000.0,
        name="Ann Lee",
        contact="k7",
        start=1.5,
        end=3.0,
        given=Reading((Signal("attack", "agent", ("competence",), 1.0, 0, 2),), 2),
        meta={"seat": 4, "queue": "billing"},
    )


def test_a_line_needs_no_more_than_a_speaker_and_a_text() -> None:
    got = message('{"speaker":"agent","text":""}', name="talks.jsonl")
    assert got == Message(conversation="talks.jsonl", id="1", speaker="agent", text="")


@pytest.mark.parametrize("speaker", SPEAKERS)
def test_every_speaker_is_known(speaker: str) -> None:
    assert message(line(speaker=speaker)).speaker == speaker


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_is_known(channel: str) -> None:
    assert message(line(channel=channel)).channel == channel


def test_every_merit_and_fault_is_known() -> None:
    got = message(line(speaker="agent", merits=list(MERITS), faults=list(FAULTS)))
    assert (got.merits, got.faults) == (MERITS, FAULTS)


def test_every_kind_is_known() -> None:
    got = message(line(signals=[{"kind": kind} for kind in KINDS]))
    assert got.given is not None
    assert tuple(signal.kind for signal in got.given.signals) == KINDS


@pytest.mark.parametrize(
    ("signals", "severity"),
    [([], 0), ([{"kind": "complaint"}], 0), ([{"kind": "threat_harm", "target": "agent"}], 3)],
)
def test_a_missing_severity_is_the_least_that_the_signals_allow(
    signals: list[t.Any], severity: int
) -> None:
    assert message(line(signals=signals)).given == Reading(
        tuple(Signal(s["kind"], s.get("target", "none"), end=2) for s in signals), severity
    )


def test_a_severity_alone_is_a_reading_and_neither_is_none() -> None:
    assert message(line(severity=1)).given == Reading((), 1)
    assert message(line()).given is None


@pytest.mark.parametrize("name", [name for name in ACTS if name != "disagree"])
def test_every_act_is_known(name: str) -> None:
    got = act(json.dumps({"conversation": "c1", "act": name, "by": "supervisor", "at": 5}))
    assert got == Act(conversation="c1", act=t.cast(t.Any, name), by="supervisor", at=5.0)


def test_a_disagreement_names_its_message_and_may_set_it_right() -> None:
    got = act('{"act":"disagree","id":7,"signals":[{"kind":"complaint"}],"severity":0}')
    assert got.message == "7"
    assert got.reading == Reading((Signal("complaint"),), 0)


def test_a_taker_may_set_the_stage_and_anyone_a_reason() -> None:
    got = act('{"act":"take","by":"supervisor","stage":"second_chance","reason":"calm now"}')
    assert (got.stage, got.reason) == ("second_chance", "calm now")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ('{"act":"disagree"}', 'f:1: `disagree` names no message (give the message\'s "id")'),
        (
            '{"act":"close_crisis"}',
            'f:1: a crisis is closed by a named person (say who: "by": "…")',
        ),
        ('{"act":"hand over"}', "f:1: a longer text is not an act (did you mean `hand_over`?)"),
        ('{"act":"explode"}', f"f:1: `explode` is not an act (one of {', '.join(ACTS)})"),
        (
            '{"act":"take","stage":"warmed"}',
            "f:1: `warmed` is not a stage (did you mean",
        ),
        ('{"act":"take","by":5}', "f:1: `by` is not a text"),
        ('{"act":"end","at":"soon"}', "f:1: `soon` is not a time"),
    ],
)
def test_a_faulty_act_is_told(raw: str, told: str) -> None:
    assert fault(raw).startswith(told)


def test_missing_ids_are_numbered_in_each_conversation() -> None:
    items = read(line(conversation="a") + line(conversation="b") + line(conversation="a"))
    assert [(m.conversation, m.id) for m in messages(items)] == [("a", "1"), ("b", "1"), ("a", "2")]


def test_a_number_never_meets_an_id_that_stood_before_it() -> None:
    items = read(line(id="2") + line() + line(id=9) + line() + line(id="x") + line())
    assert [m.id for m in messages(items)] == ["2", "3", "9", "10", "x", "12"]


def test_an_id_that_was_given_away_before_is_told_and_not_lost_in_silence() -> None:
    assert faults(read(line() + line(id="1"))) == [
        "f:2: this `id` was given to a message that had none "
        "(give ids to all messages of a conversation, or to none)"
    ]


def test_numbers_go_on_from_one_file_to_the_next() -> None:
    numbers = Numbers()
    raw = [line(conversation="c").encode()]
    first, second = (next(jsonl.read(raw, name, {}, numbers)) for name in ("a", "b"))
    assert [m.id for m in messages([first, second])] == ["1", "2"]


def test_a_second_delivery_keeps_its_id() -> None:
    assert [m.id for m in messages(read(line(id="m1") * 2))] == ["m1", "m1"]


def test_a_bad_line_takes_no_number() -> None:
    items = read(line() + line(speaker="nobody in particular") + line())
    assert [m.id for m in messages(items)] == ["1", "2"]


def test_names_stand_for_speakers_and_stay_names() -> None:
    got = message(line(speaker="Ann Lee"), speakers={"Ann Lee": "agent"})
    assert (got.speaker, got.name) == ("agent", "Ann Lee")


def test_a_speaker_nobody_introduced_is_told_by_name() -> None:
    assert fault(line(speaker="Ann Lee")) == (
        "f:1: nobody said who `Ann Lee` is (say who is who: `--speakers NAME=agent,NAME=customer`)"
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"\xef\xbb\xbf" + line().encode(),
        line().encode().replace(b"\n", b"\r\n"),
        line().strip().encode(),
        b"\n  \t\r\n\n" + line().encode() + b"\n\n",
        line(text="x").encode().replace(b"{", b"  { \t"),
    ],
    ids=["byte order mark", "CRLF", "no final newline", "blank lines", "spaces"],
)
def test_how_lines_end_and_begin_does_not_matter(raw: bytes) -> None:
    assert message(raw).speaker == "customer"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x07\x1b[2J\x7f",
        "שלום \u202eevil\u202c",
        "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "z\u0335" * 500,
        "a" * (1 << 20),
        "😡" * (1 << 20),
    ],
    ids=["empty", "control", "right to left", "emoji", "zalgo", "1 MiB", "4 MiB of emoji"],
)
def test_any_text_is_read_as_it_is(text: str) -> None:
    assert message(line(text=text)).text == text


def test_a_half_character_becomes_a_replacement_mark() -> None:
    assert message('{"speaker":"customer","text":"a\\ud800b"}').text == "a�b"


HUGE = "9" * 400
BAD = {
    '{"speaker":"customer"': "the line is not JSON: Input data was truncated",
    "hello": "the line is not JSON: JSON is malformed: invalid character (byte 0)",
    '{"text":NaN}': "the line is not JSON: JSON is malformed: invalid character (byte 8)",
    '{"text":1e999}': "the line is not JSON: Number out of range",
    "[1]": "the line is not a JSON object",
    '"text"': "the line is not a JSON object",
    "null": "the line is not a JSON object",
    "[" * 100_000: "the line is nested too deeply",
    "{}": "there is no `text`",
    '{"text":7}': "`text` is not a text",
    '{"text":"x"}': "there is no `speaker` (one of customer, agent, supervisor, bot, system)",
    '{"text":"x","speaker":3}': "`3` is not a speaker",
    '{"text":"x","speaker":[1]}': "a list is not a speaker",
    '{"text":"x","speaker":"custmer"}': "nobody said who `custmer` is (did you mean `customer`? or",
    line(channel="fax"): "`fax` is not a channel (one of chat, email, phone, social)",
    line(channel="Phone"): "`Phone` is not a channel (did you mean `phone`?)",
    line(id=True): "`id` is not a name of at most 512 characters",
    line(id="x" * 513): "`id` is not a name of at most 512 characters",
    line(conversation=[]): "`conversation` is not a name of at most 512 characters",
    line(contact={}): "`contact` is not a name of at most 512 characters",
    line(name=1): "`name` is not a text",
    line(at="yesterday"): "`yesterday` is not a time (such as 2026-03-02T09:00:00Z, or seconds",
    line(at=True): "`true` is not a time",
    line(at=1e300): "a number out of range is not a time",
    line(at=[1]): "a list is not a time",
    line(start=True): "`start` is not a number of seconds",
    line(end="1"): "`end` is not a number of seconds",
    line(end=0).replace("0", HUGE): "`end` is not a number of seconds",
    line(at=0).replace("0", HUGE): "a number out of range is not a time",
    line(merits="name"): "`merits` is not a list",
    line(merits=["nice"]): "`nice` is not a merit",
    line(faults=["retorts"]): "`retorts` is not a fault (did you mean `retort`?)",
    line(faults=[None]): "there is no `faults`",
    line(signals={}): "`signals` is not a list",
    line(signals=["attack"]): "a signal is not an object",
    line(signals=[{}]): "there is no `kind`",
    line(signals=[{"kind": "atack"}]): "`atack` is not a kind (did you mean `attack`?)",
    line(signals=[{"kind": "attack", "target": "us"}]): "`us` is not a target",
    line(signals=[{"kind": "attack", "about": "age"}]): "`about` is not a list",
    line(signals=[{"kind": "attack", "about": ["hat"]}]): "`hat` is not something that can be",
    line(severity=4): "`4` is not a severity (0, 1, 2 or 3)",
    line(severity=True): "`true` is not a severity",
    line(severity="2"): "`2` is not a severity",
    line(severity=-0.5): "`-0.5` is not a severity",
    line(text="x" * ((1 << 20) + 1)): "`text` is longer than 1,048,576 characters",
    line(text="x" * (16 << 20)): "the line is longer than 16 MiB",
}


@pytest.mark.parametrize(("raw", "told"), BAD.items(), ids=range(len(BAD)))
def test_a_bad_line_is_told_with_its_place_and_stops_nothing(raw: str, told: str) -> None:
    items = read(line() + raw.strip() + "\n" + line(text="after"))
    assert [number for number, _ in items] == [1, 2, 3]
    assert faults(items)[0].startswith(f"f:2: {told}")
    assert [m.text for m in messages(items)] == ["hi", "after"]


def test_bytes_that_are_not_utf_8_are_told() -> None:
    told = "f:2: the line is not UTF-8 (convert the file to UTF-8)"
    assert faults(read(line().encode() + b'{"text":"\xff"}\n')) == [told]
    assert "is this UTF-16? convert the file to UTF-8" in fault(line().strip().encode("utf-16"))
    told_each = faults(read((line() * 2).encode("utf-16-le")))
    assert len(told_each) == 3
    assert all("is this UTF-16?" in told for told in told_each[:2])


@pytest.mark.parametrize("field", ["speaker", "channel", "act", "at", "id", "severity", "signals"])
def test_a_fault_never_repeats_what_somebody_said(field: str) -> None:
    told = fault(line(**{field: HOSTILE * (10 if field == "id" else 1)}))
    assert not {"pig", "choke", "worthless"} & set(told.replace(",", " ").split())
    assert len(told) < 300


def test_an_empty_file_holds_nothing() -> None:
    assert read(b"") == []
