"""Contact Lens: streams of calls and chats, and the files that it leaves behind."""

import functools
import json
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.reading import fault, faults, messages, read
from channels.writers import fixture
from mulligan.channels import contact_lens
from mulligan.conversation.message import Message
from mulligan.errors import BadInput

lens = functools.partial(read, channel=contact_lens.read)

AGENT = {"Id": "s1", "ParticipantRole": "AGENT", "Content": "hi"}


def record(*segments: t.Any, **fields: t.Any) -> str:
    """A record of a stream with these segments."""
    head = {"Version": "1.0.0", "Channel": "VOICE", "ContactId": "k1", "EventType": "SEGMENTS"}
    return json.dumps({**head, "Segments": list(segments), **fields}) + "\n"


def turn(**fields: t.Any) -> dict[str, t.Any]:
    """A segment that is a turn, an agent's unless it says otherwise."""
    return {"Transcript": {**AGENT, **fields}}


def test_a_voice_stream_gives_its_whole_turns_with_seconds() -> None:
    got = messages(lens(fixture("contact-lens-voice-stream.jsonl")))
    assert got[0] == Message(
        conversation="call-7",
        id="s1",
        speaker="agent",
        text="Good morning, this is the tenants' line.",
        channel="phone",
        start=0.4,
        end=2.75,
        meta={"Sentiment": "NEUTRAL"},
    )
    assert [(m.id, m.speaker) for m in got] == [
        ("s1", "agent"),
        ("s2", "customer"),
        ("s2", "customer"),
    ]


def test_a_chat_stream_gives_its_texts_with_times() -> None:
    got = messages(lens(fixture("contact-lens-chat-stream.json")))
    assert got[0] == Message(
        conversation="chat-3",
        id="t1",
        speaker="customer",
        text="Is the pool open on *Sunday*?",
        channel="chat",
        at=1772442000.25,
        name="Wren",
        meta={"Sentiment": "NEUTRAL"},
    )
    assert [(m.id, m.speaker, m.name) for m in got[1:]] == [("t2", "bot", "")]


def test_a_file_after_a_call_names_roles_among_its_participants() -> None:
    got = messages(lens(fixture("contact-lens-post-call.json")))
    assert [(m.conversation, m.id, m.speaker, m.channel) for m in got] == [
        ("call-8", "a", "system", "phone"),
        ("call-8", "b", "customer", "phone"),
        ("call-8", "c", "agent", "phone"),
        ("call-8", "d", "supervisor", "phone"),
    ]
    assert (got[1].start, got[1].end) == (1.0, 3.1)
    assert got[1].meta["LoudnessScore"] == [80.5, None, 77.0]


def test_a_file_after_a_chat_gives_its_texts_and_no_events_or_attachments() -> None:
    got = messages(lens(fixture("contact-lens-post-chat.json")))
    assert [(m.conversation, m.id, m.speaker, m.name, m.at) for m in got] == [
        ("chat-4", "m1", "customer", "Odd", 1772445605.0),
        ("chat-4", "m2", "agent", "Lena", 1772445631.0),
    ]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_record_may_be_written_over_lines(indent: int | None) -> None:
    raw = json.dumps(json.loads(record(turn(), turn(Id="s2"))), indent=indent)
    assert [m.id for m in messages(lens(f"{raw}\n{raw}"))] == ["s1", "s2"] * 2


@pytest.mark.parametrize(
    "segment",
    [
        {},
        {"Utterance": {"Id": "p", "PartialContent": "hel"}},
        {"Categories": {}},
        {"PostContactSummary": {"Content": "All well.", "Status": "COMPLETED"}},
        {"Event": {"EventType": "application/vnd.amazonaws.connect.event.chat.ended"}},
        {"SomethingNew": 1},
        turn(ContentType="application/vnd.amazonaws.connect.event.typing"),
        turn(ContentType="application/json"),
        turn(ContentType=3),
        turn(Type="EVENT", Content=None),
        turn(Type="ATTACHMENT", Content=None),
    ],
)
def test_what_holds_no_words_is_passed_over(segment: dict[str, t.Any]) -> None:
    assert [m.id for m in messages(lens(record(segment, turn(Id="next"))))] == ["next"]
    assert faults(lens(record(segment))) == []


@pytest.mark.parametrize("event", ["STARTED", "COMPLETED", "FAILED"])
@pytest.mark.parametrize("field", ["EventType", "StreamingEventType"])
def test_a_record_without_segments_holds_nothing(event: str, field: str) -> None:
    assert lens(json.dumps({"ContactId": "k1", "Channel": "CHAT", field: event})) == []


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (3, "the segment is not an object"),
        ({"Transcript": "hi"}, "the segment is not an object"),
        (turn(Content=None), "there is no `text`"),
        (turn(Content=7), "`text` is not a text"),
        (turn(Id=[]), "`id` is not a name"),
        (turn(BeginOffsetMillis="0"), "`BeginOffsetMillis` is not a number of milliseconds"),
        (turn(EndOffsetMillis=10**400), "`EndOffsetMillis` is not a number of milliseconds"),
        (turn(EndOffsetMillis=True), "`EndOffsetMillis` is not a number of milliseconds"),
        (turn(AbsoluteTime="soon"), "`soon` is not a time"),
        (turn(Time={"AbsoluteTime": []}), "a list is not a time"),
        (turn(ParticipantRole="INTERPRETER"), "nobody said who `INTERPRETER` is"),
        (turn(ParticipantRole=None), "nothing says who speaks"),
    ],
)
def test_a_bad_segment_is_told_and_spoils_no_other(bad: t.Any, told: str) -> None:
    items = lens(record(turn(Id="before"), bad, turn(Id="after")))
    assert [one.split(" (")[0][: len(told) + 16] for one in faults(items)] == [
        f"f:1: segment 2: {told}"
    ]
    assert [m.id for m in messages(items)] == ["before", "after"]


def test_an_unknown_role_is_told_once() -> None:
    unknown = turn(ParticipantRole="INTERPRETER")
    raw = record(unknown, unknown) + record(turn(), unknown)
    assert [number for number, _ in lens(raw)] == [1, 2]
    assert len(faults(lens(raw))) == 1


def test_the_caller_may_say_who_somebody_is() -> None:
    raw = record(turn(ParticipantRole="INTERPRETER"))
    got = lens(raw, speakers={"INTERPRETER": "supervisor"})
    assert [m.speaker for m in messages(got)] == ["supervisor"]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ('{"speaker": "agent", "text": "hi"}', "this is nothing that Contact Lens writes (such as"),
        (record(Segments={"Transcript": AGENT}), "`Segments` or `Transcript` is not a list"),
        ("[]", "the document is not a JSON object"),
        ('{"ContactId"', "the document is not JSON"),
    ],
)
def test_what_is_no_record_is_told_with_its_line(raw: str, told: str) -> None:
    assert fault(raw, channel=contact_lens.read).startswith(f"f:1: {told}")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
FIELD = st.sampled_from(
    [*contact_lens._OWN, "Segments", "Transcript", "Participants", "Channel", "CustomerMetadata"]
)


@given(st.dictionaries(FIELD, JSON | st.just([turn()]), max_size=4), st.dictionaries(FIELD, JSON))
def test_any_fields_give_messages_or_faults(
    document: dict[str, t.Any], fields: dict[str, t.Any]
) -> None:
    raw = json.dumps({"EventType": "SEGMENTS", "Segments": [turn(**fields)], **document})
    for _, item in lens(raw):
        assert not isinstance(item, BadInput) or item.place.startswith("f:1")
