"""Writers of every format, and what each channel is checked with."""

import csv
import html
import io
import json
import pathlib
import typing as t

from mulligan.channels.checks import Sample
from mulligan.channels.port import Speakers

FIXTURES: t.Final = pathlib.Path(__file__).parent.parent / "fixtures" / "channels"

Texts = t.Sequence[str]


def lines(objects: t.Iterable[t.Any]) -> bytes:
    """JSON, one object a line."""
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects).encode()


def jsonl(texts: Texts) -> bytes:
    """A conversation file."""
    return lines({"conversation": "c", "speaker": "customer", "text": text} for text in texts)


def table(texts: Texts) -> bytes:
    """A CSV file."""
    out = io.StringIO(newline="")
    written = csv.writer(out, lineterminator="\n")
    written.writerows([("conversation", "speaker", "text"), *(("c", "agent", x) for x in texts)])
    return out.getvalue().encode()


def convokit(texts: Texts) -> bytes:
    """A ConvoKit corpus's utterances."""
    return lines(
        {
            "id": f"u{number}",
            "conversation_id": "u0",
            "reply-to": f"u{number - 1}" if number else None,
            "speaker": "Ann Lee",
            "timestamp": str(1772442000 + number),
            "text": text,
            "meta": {},
        }
        for number, text in enumerate(texts)
    )


def contact_lens(texts: Texts) -> bytes:
    """A stream of Contact Lens: one record a text."""
    return lines(
        {
            "Version": "1.0.0",
            "Channel": "VOICE",
            "AccountId": "000011112222",
            "ContactId": "call-1",
            "EventType": "SEGMENTS",
            "Segments": [
                {
                    "Transcript": {
                        "Id": f"s{number}",
                        "ParticipantId": "CUSTOMER",
                        "ParticipantRole": "CUSTOMER",
                        "Content": text,
                        "BeginOffsetMillis": 1000 * number,
                        "EndOffsetMillis": 1000 * number + 900,
                    }
                }
            ],
        }
        for number, text in enumerate(texts)
    )


def vcon(texts: Texts) -> bytes:
    """A vCon, written over many lines."""
    dialogs = [
        {"type": "text", "start": "2026-03-02T09:00:00Z", "parties": 0, "body": text}
        for text in texts
    ]
    parties = [{"name": "Ann Lee", "tel": "+4930000001"}]
    whole = {"vcon": "0.4.0", "uuid": "v1", "parties": parties, "dialog": dialogs}
    return json.dumps(whole, indent=2, ensure_ascii=False).encode()


def webvtt(texts: Texts) -> bytes:
    """Captions with a voice tag in each cue."""
    cues = (
        f"00:{number:02}:00.000 --> 00:{number:02}:59.000\n<v Ann Lee>{html.escape(text)}\n"
        for number, text in enumerate(texts)
    )
    return "\n".join(["WEBVTT\n", *cues]).encode()


def mail(texts: Texts) -> bytes:
    """Mails in an mbox file."""
    head = "From ann Mon Mar  2 09:00:00 2026\nFrom: Ann Lee <ann@example.org>\n"
    kind = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
    return "".join(
        f"{head}Message-ID: <{number}@example.org>\nReferences: <0@example.org>\n{kind}\n{text}\n\n"
        for number, text in enumerate(texts)
    ).encode()


def fixture(name: str) -> bytes:
    """The bytes of a fixture."""
    return (FIXTURES / name).read_bytes()


ANN: t.Final[Speakers] = {
    "Ann Lee": "customer",
    "ann@example.org": "customer",
    "Priya Nair": "agent",
}

SAMPLES: t.Final[dict[str, list[Sample]]] = {
    "jsonl": [Sample(fixture("windows-notepad.jsonl"), jsonl, ANN)],
    "csv": [Sample(fixture(name), table, ANN) for name in ("excel-german.csv", "broken.csv")],
    "convokit": [
        Sample(fixture("convokit-utterances.jsonl"), convokit, ANN),
        Sample(fixture("convokit-older.jsonl"), convokit, {**ANN, "Rosa": "customer"}),
    ],
    "contact-lens": [
        Sample(fixture(f"contact-lens-{name}"), contact_lens, {})
        for name in (
            "voice-stream.jsonl",
            "chat-stream.json",
            "post-call.json",
            "post-chat.json",
        )
    ],
    "vcon": [
        Sample(
            fixture(name),
            vcon,
            {**ANN, "Kai": "customer", "Sol": "customer", "speaker 1": "customer"},
        )
        for name in (
            "vcon-0.4-chat.vcon",
            "vcon-0.0.1-call.json",
            "vcon-stereo-call.json",
            "vcon-turns-call.json",
            "vcon-mail.vcon",
            "vcon-signed.vcon",
            "vcons.jsonl",
        )
    ],
    "webvtt": [Sample(webvtt(["Hello there."]), webvtt, ANN)],
    "mail": [Sample(mail(["Hello there."]), mail, ANN)],
}
