"""vCon: texts and transcripts of both versions, who is who, signed and encrypted."""

import base64
import functools
import json
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.reading import fault, faults, messages, read
from channels.writers import fixture
from mulligan.channels import vcon
from mulligan.conversation.message import Message
from mulligan.errors import BadInput

vcons = functools.partial(read, channel=vcon.read)

PARTIES = [
    {"name": "Ann", "tel": "+1", "mailto": "ann@example.org", "role": "customer"},
    {"name": "Priya", "meta": {"role": "agent"}},
    {"name": "Bo", "tel": "tel:+3"},
]


def whole(*dialogs: t.Any, **fields: t.Any) -> str:
    """A vCon with these dialogs."""
    return json.dumps({"uuid": "v1", "parties": PARTIES, "dialog": list(dialogs), **fields})


def text(**fields: t.Any) -> dict[str, t.Any]:
    """A dialog of type text."""
    return {"type": "text", "start": "2026-03-02T09:00:00Z", "parties": 0, "body": "hi", **fields}


def call(body: t.Any, parties: t.Any = (0, 1), **fields: t.Any) -> str:
    """A vCon with one recording and its transcript."""
    recording = {"type": "recording", "start": "2026-03-02T09:00:00Z", "parties": parties}
    analysis = {"type": "transcript", "dialog": 0, "body": body, "encoding": "json", **fields}
    return whole(recording, analysis=[analysis])


def said(raw: bytes | str, **options: t.Any) -> list[tuple[str, str]]:
    """Who said what."""
    return [(m.speaker, m.text) for m in messages(vcons(raw, **options))]


def coded(raw: str | bytes) -> str:
    """In base64url, without padding."""
    whole = raw.encode() if isinstance(raw, str) else raw
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")


def test_the_texts_of_a_chat_are_read_in_every_encoding() -> None:
    items = vcons(fixture("vcon-0.4-chat.vcon"))
    assert messages(items)[0] == Message(
        conversation="019a0000-0000-8000-8000-00000000c4a7",
        id="dialog-1",
        speaker="customer",
        text="The parcel is soaked.",
        channel="chat",
        at=1772442000.0,
        name="Mira",
        contact="+4930000001",
    )
    assert [(m.id, m.speaker, m.text) for m in messages(items)[1:]] == [
        ("dialog-2", "agent", "I'm sorry to see that, Mira.\nA new one is on its way & free."),
        ("dialog-3", "customer", "Das wäre schön."),
        ("dialog-4", "agent", "Two days at most."),
    ]
    assert faults(items) == [
        "f:1: dialog 5: the words are kept at an address, which is never fetched"
    ]


def test_a_call_of_0_0_1_is_cut_into_turns_at_speakers_and_pauses() -> None:
    items = vcons(
        fixture("vcon-0.0.1-call.json"), speakers={"speaker 0": "agent", "speaker 1": "customer"}
    )
    assert [(m.id, m.speaker, m.text, m.start, m.end) for m in messages(items)] == [
        ("dialog-1.1", "agent", "Hello.", 0.5, 0.9),
        ("dialog-1.2", "customer", "Hello, is that the garage?", 1.5, 2.9),
        ("dialog-1.3", "customer", "Anyone?", 6.0, 6.5),
    ]
    assert [m.at for m in messages(items)] == [1767610800.5, 1767610801.5, 1767610806.0]


def test_a_speaker_that_is_only_a_number_is_never_guessed() -> None:
    assert [one.split(",")[0] for one in faults(vcons(fixture("vcon-0.0.1-call.json")))] == [
        "f:1: dialog 1: turn 1: nobody said who `speaker 0` is",
        "f:1: dialog 1: turn 2: nobody said who `speaker 1` is",
    ]


def test_who_is_on_which_channel_tells_who_speaks_in_a_stereo_recording() -> None:
    items = vcons(fixture("vcon-stereo-call.json"))
    assert [(m.speaker, m.name, m.text, m.start, m.end) for m in messages(items)] == [
        ("agent", "Pia", "Ferry office. How can I help?", 0.5, 2.0),
        ("customer", "Ole", "When does the last boat go?", 3.0, 5.5),
        ("agent", "Pia", "It sails at six.", 7.0, 8.25),
    ]


def test_a_list_of_turns_has_times_of_day_or_seconds() -> None:
    items = vcons(fixture("vcon-turns-call.json"), speakers={"Kai": "customer", "Uma": "agent"})
    assert [(m.speaker, m.text, m.at, m.start, m.end) for m in messages(items)] == [
        ("customer", "Hello.", 1772442001.2, 1.2, 1.76),
        ("agent", "You again.", 1772442002.5, 2.5, 4.0),
        ("customer", "Me again, yes.", 1772442006.0, 6.0, None),
    ]
    assert faults(items) == ["f:1: dialog 1: turn 3: it names a party that there is not"]


def test_a_mail_gives_its_new_words() -> None:
    items = vcons(
        fixture("vcon-mail.vcon"), speakers={"sol@example.org": "customer", "The desk": "agent"}
    )
    assert [(m.speaker, m.channel, m.text) for m in messages(items)] == [
        ("customer", "email", "The tap leaks since Friday. Grüße, Sol"),
        ("agent", "email", "A plumber comes at two, Sol."),
        ("customer", "email", "Nobody came."),
    ]


def test_a_signed_vcon_is_read_and_its_messages_say_that_nothing_was_checked() -> None:
    [got] = messages(vcons(fixture("vcon-signed.vcon")))
    assert (got.text, got.meta) == ("Sealed and sent.", {"signed": "not checked"})


def test_an_encrypted_vcon_is_told() -> None:
    assert fault(fixture("vcon-encrypted.vcon"), channel=vcon.read) == (
        "f:1: this vCon is encrypted, so it cannot be read (decrypt it first)"
    )


def test_a_broken_vcon_among_others_is_told_with_its_line() -> None:
    items = vcons(fixture("vcons.jsonl"))
    assert [(n, m.text) for n, m in items if isinstance(m, Message)] == [
        (1, "The parcel is soaked."),
        (3, "Sealed and sent."),
    ]
    assert faults(items) == ["f:2: the document is not JSON: Input data was truncated"]


@pytest.mark.parametrize("key", ["Bo", "+3"])
def test_a_party_is_known_by_its_name_or_number(key: str) -> None:
    raw = whole(text(parties=[2, 0]))
    assert said(raw, speakers={key: "supervisor"}) == [("supervisor", "hi")]


def test_what_the_caller_says_goes_before_a_role() -> None:
    assert said(whole(text()), speakers={"ann@example.org": "bot"}) == [("bot", "hi")]


def test_somebody_unknown_is_told_once_in_each_vcon() -> None:
    raw = whole(text(parties=2), text(parties=0), text(parties=2))
    assert [one.split(",")[0] for one in faults(vcons(f"{raw}\n{raw}"))] == [
        "f:1: dialog 1: nobody said who `Bo` is",
        "f:2: dialog 1: nobody said who `Bo` is",
    ]


@pytest.mark.parametrize(
    "document",
    [
        whole(),
        whole({"type": "recording", "parties": [0, 1], "url": "https://example.invalid/x"}),
        whole({"type": "transfer"}, {"type": "incomplete"}, {"type": "recording-set"}),
        whole(text(parties=0, type="new")),
        call([]),
        call({"words": []}),
    ],
)
def test_what_holds_no_words_is_passed_over(document: str) -> None:
    assert vcons(document) == []


@pytest.mark.parametrize(
    ("dialog", "told"),
    [
        (3, "the dialog is not an object"),
        (text(parties=9), "it names a party that there is not"),
        (text(parties=-1), "it names a party that there is not"),
        (text(parties=True), "it names a party that there is not"),
        (text(parties=[[0, 1]]), "it names a party that there is not"),
        (text(parties=None), "nothing says who speaks, so the words are passed over"),
        (text(body=None), "there is no `body`"),
        (text(body=3), "the body is not text"),
        (text(body={"a": 1}, encoding="json"), "the body is not text"),
        (text(encoding="base64"), "`base64` is not an encoding (none, json or base64url)"),
        (text(encoding=["none"]), "a list is not an encoding"),
        (text(encoding="base64url", body="ü"), "the body is not base64url"),
        (text(encoding="base64url", body="a b c"), "the body is not base64url"),
        (text(encoding="base64url", body=[1]), "the body is not base64url"),
        (text(mediatype="image/png"), "`image/png` is not text"),
        (text(mediatype='multipart/mixed; boundary="b"', body="--b\n\n--b--"), "the mail has no"),
        (text(start="noon"), "`noon` is not a time"),
    ],
)
def test_a_bad_dialog_is_told_and_spoils_no_other(dialog: t.Any, told: str) -> None:
    items = vcons(whole(text(body="before"), dialog, text(body="after")))
    assert [m.text for m in messages(items)] == ["before", "after"]
    [one] = faults(items)
    assert one.startswith(f"f:1: dialog 2: {told}")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ('{"uuid": "v1"}', "this is no vCon: there is no list of `parties`"),
        ('{"parties": [], "dialog": {}}', "this is no vCon: there is no list of `dialog`"),
        ('{"payload": "%", "signatures": []}', "the body is not base64url"),
        ('{"payload": "e30", "signatures": []}', "this is no vCon"),
        (json.dumps({"payload": coded("[]")}), "the payload is not a JSON object"),
        (json.dumps({"payload": coded("{")}), "the payload is not JSON"),
        (json.dumps({"payload": 3}), "the body is not base64url"),
        ("[]", "the document is not a JSON object"),
    ],
)
def test_what_is_no_vcon_is_told(raw: str, told: str) -> None:
    assert fault(raw, channel=vcon.read).startswith(f"f:1: {told}")


def test_a_party_may_be_no_object_where_nobody_needs_it() -> None:
    raw = whole(text(), text(parties=1), parties=[PARTIES[0], "Priya"])
    assert said(raw) == [("customer", "hi")]
    assert faults(vcons(raw)) == ["f:1: dialog 2: its party is not an object"]


WORDS = [{"word": "yes", "start": 1.0, "end": 1.5}]
PARAGRAPHS = {"paragraphs": [{"sentences": [{"text": "Yes."}], "speaker": "agent"}]}


@pytest.mark.parametrize(
    ("body", "options"),
    [
        ([{"text": "Yes.", "parties": [1]}], {}),
        ([{"text": "Yes.", "speaker": "agent", "start": 1}], {}),
        ([{"text": "Yes.", "speaker": "Priya", "start": 1}], {"speakers": {"Priya": "agent"}}),
        ({"paragraphs": PARAGRAPHS}, {}),
        ({"words": WORDS, "paragraphs": PARAGRAPHS}, {}),
        ({"words": [{"word": "Yes.", "speaker": "agent"}], "paragraphs": None}, {}),
        ({"results": {"channels": [{"alternatives": [{"paragraphs": PARAGRAPHS}]}]}}, {}),
        (json.dumps([{"text": "Yes.", "parties": 1}]), {}),
    ],
)
def test_a_transcript_is_read_in_every_shape(body: t.Any, options: dict[str, t.Any]) -> None:
    assert said(call(body), **options) == [("agent", "Yes.")]


def test_a_transcript_may_be_in_base64url() -> None:
    raw = call(coded(json.dumps([{"text": "Yes.", "parties": 1}])), encoding="base64url")
    assert said(raw) == [("agent", "Yes.")]


def test_a_single_party_says_what_nobody_else_can_have_said() -> None:
    assert said(call({"words": WORDS}, parties=[1])) == [("agent", "yes")]


@pytest.mark.parametrize("parties", [[0, None], [0, [0, 1]], [0], None])
def test_a_channel_of_nobody_or_of_several_is_not_guessed(parties: t.Any) -> None:
    channel = {"alternatives": [{"words": WORDS}]}
    items = vcons(call({"results": {"channels": [channel, channel]}}, parties=parties))
    assert faults(items)[-1].endswith("nothing says who speaks, so the words are passed over")


def test_speakers_in_the_words_count_where_the_paragraphs_name_none() -> None:
    words = [{"word": "no", "speaker": "customer"}, {"word": "yes", "speaker": "agent"}]
    bare = {"paragraphs": [{"sentences": [{"text": "No yes."}]}]}
    got = said(call({"words": words, "paragraphs": bare}))
    assert got == [("customer", "no"), ("agent", "yes")]


@pytest.mark.parametrize(
    "body",
    [
        "just words",
        3,
        {},
        {"segments": []},
        {"results": 3},
        {"results": {"channels": [{"alternatives": [{"words": [{"word": 3}]}]}]}},
        {"words": "yes"},
        "[" * 5000,
    ],
)
def test_a_transcript_of_unknown_shape_is_told(body: t.Any) -> None:
    assert fault(call(body), channel=vcon.read) == (
        "f:1: dialog 1: the transcript has no shape that is known here"
    )


def test_a_turn_of_unknown_shape_spoils_no_other() -> None:
    items = vcons(call([{"text": "a", "parties": 0}, 7, {"text": 7}, {"text": "b", "parties": 1}]))
    assert [m.text for m in messages(items)] == ["a", "b"]
    assert faults(items) == [
        f"f:1: dialog 1: turn {n}: the turn has no shape that is known here" for n in (2, 3)
    ]


def test_the_first_transcript_of_a_dialog_counts() -> None:
    recording = {"type": "recording", "parties": [1]}
    analysis = [
        "nothing",
        {"type": "summary", "dialog": 0, "body": "x"},
        {"type": "transcript-redacted", "dialog": [0], "body": [{"text": "a", "parties": 1}]},
        {"type": "transcript", "dialog": 0, "body": [{"text": "b", "parties": 1}]},
        {"type": "transcript", "dialog": "0", "body": []},
    ]
    assert said(whole(recording, analysis=analysis)) == [("agent", "a")]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 3)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
FIELDS = st.sampled_from(
    ["type", "start", "parties", "originator", "mediatype", "mimetype", "encoding", "body", "url"]
)
LIKELY = JSON | st.sampled_from(
    ["multipart/mixed; boundary=b", "message/rfc822", "text/html; charset=x", "base64url", "json"]
)
SPOKEN = st.dictionaries(
    st.sampled_from(["text", "parties", "speaker", "start", "duration", "end", "words", "results"]),
    JSON | st.just(WORDS),
)


@given(st.dictionaries(FIELDS, LIKELY), JSON | SPOKEN | st.lists(SPOKEN, max_size=3), JSON)
def test_any_fields_give_messages_or_faults(
    fields: dict[str, t.Any], body: t.Any, party: t.Any
) -> None:
    recording = {"type": "recording", "parties": [0, 1]}
    analysis = [{"type": "transcript", "dialog": 1, "body": body}]
    raw = whole(text(**fields), recording, analysis=analysis, parties=[*PARTIES[:2], party])
    for _, item in vcons(raw):
        assert not isinstance(item, BadInput) or item.place.startswith("f:1: dialog ")
