"""One record with named fields becomes a message or an act, or a fault that says why not."""

import datetime as dt
import difflib
import typing as t

import msgspec

from mulligan.channels.numbers import Numbers
from mulligan.channels.port import Speakers
from mulligan.conversation.act import Act
from mulligan.conversation.message import Message
from mulligan.conversation.signal import Reading, Signal, floor
from mulligan.conversation.words import (
    ABOUTS,
    ACTS,
    CHANNELS,
    FAULTS,
    KINDS,
    MERITS,
    SPEAKERS,
    STAGES,
    TARGETS,
    Target,
)
from mulligan.errors import BadInput

LONGEST_TEXT: t.Final = 1 << 20
LONGEST_ID: t.Final = 512
WORDS_IN_A_NAME: t.Final = 3
WHO_IS_WHO: t.Final = "say who is who: `--speakers NAME=agent,NAME=customer`"
_SHOWN: t.Final = 40
_FARTHEST: t.Final = 2.0**40
_EARLIEST: t.Final = dt.datetime(1, 1, 2, tzinfo=dt.UTC).timestamp()
_LATEST: t.Final = dt.datetime(9999, 12, 30, tzinfo=dt.UTC).timestamp()

_A: t.Final = {
    "act": "an act",
    "about": "something that can be attacked",
    "merits": "a merit",
    "faults": "a fault",
}

Record = t.Mapping[str, t.Any]

_OWN: t.Final = frozenset(
    (
        "conversation",
        "id",
        "at",
        "speaker",
        "name",
        "text",
        "channel",
        "contact",
        "start",
        "end",
        "merits",
        "faults",
        "signals",
        "severity",
        "meta",
    )
)
FIELDS: t.Final = _OWN | {"act", "by", "stage", "reason"}
"""The fields that mean something here; all others are kept as `meta`."""


def item(record: Record, name: str, speakers: Speakers, numbers: Numbers) -> Message | Act:
    """What a record is: an act where it has the field `act`, a message otherwise."""
    conversation = _identity(record, "conversation") or name
    if record.get("act") is not None:
        return act(record, conversation)
    return message(record, conversation, speakers, numbers)


def act(record: Record, conversation: str) -> Act:
    """A person's act; raises `BadInput` where a field is missing or unknown."""
    name = _word(record, "act", ACTS)
    by = _string(record, "by")
    if name == "close_crisis" and not by:
        raise BadInput("a crisis is closed by a named person", hint='say who: "by": "…"')
    message = _identity(record, "id")
    if name == "disagree" and not message:
        raise BadInput("`disagree` names no message", hint='give the message\'s "id"')
    stage = _word(record, "stage", STAGES) if record.get("stage") is not None else None
    return Act(
        conversation=conversation,
        act=name,
        by=by or "agent",
        at=when(record.get("at")),
        message=message,
        reading=_reading(record, 0) or Reading(),
        stage=stage,
        reason=_string(record, "reason"),
    )


def message(record: Record, conversation: str, speakers: Speakers, numbers: Numbers) -> Message:
    """A message, numbered where it has no id of its own.

    Raises `BadInput` where a field is missing, unknown, or of the wrong kind.
    """
    text = record.get("text")
    if not isinstance(text, str):
        raise BadInput("there is no `text`" if text is None else "`text` is not a text")
    if len(text) > LONGEST_TEXT:
        raise BadInput(f"`text` is longer than {LONGEST_TEXT:,} characters")
    channel = _word(record, "channel", CHANNELS) if record.get("channel") is not None else None
    speaker = _speaker(record, speakers)
    made = Message(
        conversation=conversation,
        id=_identity(record, "id"),
        speaker=speaker,
        text=_whole(text),
        channel=channel,
        at=when(record.get("at")),
        name=_string(record, "name") or _unless(record.get("speaker"), speaker),
        contact=_identity(record, "contact"),
        start=_seconds(record, "start"),
        end=_seconds(record, "end"),
        merits=_words(record, "merits", MERITS),
        faults=_words(record, "faults", FAULTS),
        given=_reading(record, len(text)),
        meta=_meta(record),
    )
    name = numbers.name(conversation, made.id)
    return made if name == made.id else msgspec.structs.replace(made, id=name)


def _unless(said: t.Any, part: str) -> str:
    """The name by which a file calls a speaker, where that is not the part played."""
    return said if isinstance(said, str) and said != part else ""


def _meta(record: Record) -> dict[str, t.Any]:
    meta = record.get("meta")
    own = dict(meta) if isinstance(meta, dict) else {} if meta is None else {"meta": meta}
    rest = {key: value for key, value in record.items() if key not in _OWN}
    return t.cast("dict[str, t.Any]", _whole({**own, **rest}))


def _whole(value: t.Any) -> t.Any:
    """The value with half characters (lone surrogates) replaced, however deep they stand."""
    match value:
        case str():
            return value if value.isascii() else value.encode(errors="replace").decode()
        case dict():
            return {_whole(key): _whole(one) for key, one in value.items()}
        case list() | tuple():
            return [_whole(one) for one in value]
        case _:
            return value


def _speaker(record: Record, speakers: Speakers) -> t.Any:
    said = record.get("speaker")
    if isinstance(said, str) and said in speakers:
        return speakers[said]
    if not isinstance(said, str) or said in SPEAKERS:
        return _word(record, "speaker", SPEAKERS)
    near = _near(said, SPEAKERS, cutoff=0.8)
    meant = f"did you mean `{near}`? or " if near else ""
    raise BadInput(
        f"nobody said who {shown(said, WORDS_IN_A_NAME)} is",
        hint=f"{meant}{WHO_IS_WHO}",
    )


def _identity(record: Record, field: str) -> str:
    value = record.get(field)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST_ID:
        raise BadInput(f"`{field}` is not a name of at most {LONGEST_ID} characters")
    return t.cast("str", _whole(value))


def _string(record: Record, field: str) -> str:
    value = record.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput(f"`{field}` is not a text")
    return t.cast("str", _whole(value))


def _word(record: Record, field: str, known: tuple[t.Any, ...]) -> t.Any:
    value = record.get(field)
    if isinstance(value, str) and value in known:
        return value
    if value is None:
        raise BadInput(f"there is no `{field}`", hint=f"one of {', '.join(known)}")
    near = _near(value, known)
    hint = f"did you mean `{near}`?" if near else f"one of {', '.join(known)}"
    raise BadInput(f"{shown(value)} is not {_A.get(field, f'a {field}')}", hint=hint)


def _near(value: t.Any, known: tuple[str, ...], cutoff: float = 0.6) -> str:
    """The known word that was probably meant, if any."""
    if not isinstance(value, str):
        return ""
    meant = value[:_SHOWN].strip().lower().replace(" ", "_").replace("-", "_")
    return next(iter(difflib.get_close_matches(meant, known, n=1, cutoff=cutoff)), "")


def _words(record: Record, field: str, known: tuple[t.Any, ...]) -> tuple[t.Any, ...]:
    value = record.get(field)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise BadInput(f"`{field}` is not a list")
    return tuple(_word({field: word}, field, known) for word in value)


def _reading(record: Record, length: int) -> Reading | None:
    given = record.get("signals")
    severity = record.get("severity")
    if given is None and severity is None:
        return None
    if given is not None and not isinstance(given, list):
        raise BadInput("`signals` is not a list")
    signals = tuple(_signal(entry, length) for entry in given or ())
    if severity is None:
        severity = floor(signals)
    if isinstance(severity, bool) or severity not in (0, 1, 2, 3):
        raise BadInput(f"{shown(severity)} is not a severity", hint="0, 1, 2 or 3")
    return Reading(signals, int(severity))


def _signal(entry: t.Any, length: int) -> Signal:
    if not isinstance(entry, dict):
        raise BadInput("a signal is not an object", hint='such as {"kind": …, "target": …}')
    kind = _word(entry, "kind", KINDS)
    target: Target = "none" if entry.get("target") is None else _word(entry, "target", TARGETS)
    sure = entry.get("sure", True)
    if not isinstance(sure, bool):
        raise BadInput("`sure` is neither true nor false")
    return Signal(kind, target, _words(entry, "about", ABOUTS), start=0, end=length, sure=sure)


def _seconds(record: Record, field: str) -> float | None:
    value = record.get(field)
    if value is None:
        return None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not -_FARTHEST <= value <= _FARTHEST:
        raise BadInput(f"`{field}` is not a number of seconds")
    return float(value)


def when(value: t.Any) -> float | None:
    """Seconds since 1970 of a date and time, or of such seconds; raises `BadInput`."""
    try:
        if isinstance(value, str):
            read = msgspec.convert(value, dt.datetime)
            return (read if read.tzinfo else read.replace(tzinfo=dt.UTC)).timestamp()
        moment = _seconds({"at": value}, "at")
        if moment is not None and not _EARLIEST <= moment <= _LATEST:
            raise BadInput("no year has this time")
        return moment
    except (msgspec.ValidationError, OverflowError, BadInput):
        hint = "such as 2026-03-02T09:00:00Z, or seconds since 1970"
        raise BadInput(f"{shown(value)} is not a time", hint=hint) from None


def shown(value: t.Any, words: int = 1) -> str:
    """A short form of a wrong value; a long one may be somebody's words, and is not repeated."""
    match value:
        case str():
            plain = "".join(c for c in value[: _SHOWN + 1] if c.isprintable()).strip()
        case bool() | int() | float():
            plain = str(value).lower() if abs(value) <= _FARTHEST else "a number out of range"
        case _:
            return "a list" if isinstance(value, list) else "an object"
    if len(plain) > _SHOWN or len(plain.split()) > words:
        return "a longer text" if isinstance(value, str) else plain
    return f"`{plain}`" if plain else "an empty text"
