"""Amazon Connect Contact Lens: its streams of segments, and its files after a call or a chat."""

import typing as t

from mulligan.channels import record as records
from mulligan.channels.documents import Document, documents
from mulligan.channels.numbers import Numbers
from mulligan.channels.port import Incoming, Speakers, placed
from mulligan.channels.who import Who
from mulligan.conversation.words import Channel, Speaker
from mulligan.errors import BadInput

_ROLES: t.Final[dict[str, Speaker]] = {
    "AGENT": "agent",
    "CUSTOMER": "customer",
    "SUPERVISOR": "supervisor",
    "SYSTEM": "system",
    "CUSTOM_BOT": "bot",
}
_CHANNELS: t.Final[dict[str, Channel]] = {"VOICE": "phone", "CHAT": "chat", "EMAIL": "email"}
_FARTHEST: t.Final = 2**40
_ANY: t.Final = ("EventType", "StreamingEventType", "Segments", "Transcript")
_OWN: t.Final = frozenset(
    (
        "Id",
        "ParticipantId",
        "ParticipantRole",
        "DisplayName",
        "Content",
        "ContentType",
        "Type",
        "BeginOffsetMillis",
        "EndOffsetMillis",
        "AbsoluteTime",
        "Time",
    )
)


class _Contact:
    """What holds for all turns of a document."""

    def __init__(self, document: Document) -> None:
        customer = document.get("CustomerMetadata")
        own = customer.get("ContactId") if isinstance(customer, dict) else None
        self.id = document.get("ContactId", own)
        self.channel = _CHANNELS.get(str(document.get("Channel")))
        listed = document.get("Participants")
        found = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        self.participants = {str(one.get("ParticipantId")): one for one in found}


def read(
    lines: t.Iterable[bytes], name: str, speakers: Speakers, numbers: Numbers | None = None
) -> t.Iterator[Incoming]:
    """Each turn of the contacts, as a message; partial utterances and events are passed over."""
    numbers, who = numbers or Numbers(), Who(speakers)
    for number, document in documents(lines):
        place = f"{name}:{number}"
        try:
            contact, turns = _opened(document)
        except BadInput as error:
            yield number, placed(error, place)
            continue
        for at, turn in enumerate(turns, 1):
            try:
                record = _record(turn, contact, who)
                if record is not None:
                    yield number, records.item(record, name, {}, numbers)
            except BadInput as error:
                yield number, placed(error, f"{place}: segment {at}")


def _opened(document: Document | BadInput) -> tuple[_Contact, list[t.Any]]:
    """A document's contact and segments: the turns of a whole contact count as such, too."""
    if isinstance(document, BadInput):
        raise document
    if not any(field in document for field in _ANY):
        hint = 'such as {"ContactId": …, "Segments": […]}'
        raise BadInput("this is nothing that Contact Lens writes", hint=hint)
    segments = document.get("Segments") or []
    turns = document.get("Transcript") or []
    if not isinstance(segments, list) or not isinstance(turns, list):
        raise BadInput("`Segments` or `Transcript` is not a list")
    return _Contact(document), [*segments, *({"Transcript": turn} for turn in turns)]


def _record(segment: t.Any, contact: _Contact, who: Who) -> records.Record | None:
    turn = segment.get("Transcript", {}) if isinstance(segment, dict) else None
    if not isinstance(turn, dict):
        raise BadInput("the segment is not an object")
    if not _is_text(turn):
        return None
    participant = contact.participants.get(str(turn.get("ParticipantId")), {})
    role = turn.get("ParticipantRole") or participant.get("ParticipantRole")
    role = str(role or turn.get("ParticipantId") or "")
    part = who.part(role, role=_ROLES.get(role))
    if part is None:
        return None
    time = turn.get("Time")
    return {
        "conversation": contact.id,
        "id": turn.get("Id"),
        "at": time.get("AbsoluteTime") if isinstance(time, dict) else turn.get("AbsoluteTime"),
        "speaker": part,
        "name": _name(turn.get("DisplayName") or participant.get("DisplayName")),
        "text": turn.get("Content"),
        "channel": contact.channel,
        "start": _seconds(turn, "BeginOffsetMillis"),
        "end": _seconds(turn, "EndOffsetMillis"),
        "meta": {key: turn[key] for key in turn if key not in _OWN},
    }


def _is_text(turn: Document) -> bool:
    """Whether a turn holds words, and is no event, attachment or form."""
    kind = turn.get("ContentType")
    words = kind is None or (isinstance(kind, str) and kind.startswith("text/"))
    return bool(turn) and words and turn.get("Type") in (None, "MESSAGE")


def _name(name: t.Any) -> t.Any:
    """A name, unless a mark such as `[PII]` stands where it was."""
    return None if isinstance(name, str) and name.startswith("[") else name


def _seconds(turn: Document, field: str) -> float | None:
    milliseconds = turn.get(field)
    if milliseconds is None:
        return None
    number = isinstance(milliseconds, int | float) and not isinstance(milliseconds, bool)
    if not number or abs(milliseconds) > _FARTHEST:
        raise BadInput(f"`{field}` is not a number of milliseconds")
    return float(milliseconds) / 1000
