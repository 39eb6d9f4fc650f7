"""ConvoKit: the utterances of a corpus (`utterances.jsonl`), one a line."""

import typing as t

from mulligan.channels import record as records
from mulligan.channels.jsonl import parse, written
from mulligan.channels.numbers import Numbers
from mulligan.channels.port import Incoming, Speakers, placed
from mulligan.channels.who import Who
from mulligan.errors import BadInput

_OWN: t.Final = frozenset(
    ("id", "speaker", "user", "conversation_id", "root", "timestamp", "text", "meta")
)


def read(
    lines: t.Iterable[bytes], name: str, speakers: Speakers, numbers: Numbers | None = None
) -> t.Iterator[Incoming]:
    """Each utterance, as a message; those of unknown speakers are passed over, told once."""
    numbers = numbers or Numbers()
    who = Who(speakers)
    for number, line in written(lines):
        try:
            record = _record(parse(line), who)
            if record is not None:
                yield number, records.item(record, name, {}, numbers)
        except BadInput as error:
            yield number, placed(error, f"{name}:{number}")


def _record(utterance: dict[str, t.Any], who: Who) -> records.Record | None:
    speaker = utterance.get("speaker", utterance.get("user"))
    if speaker is None or not isinstance(speaker, str | int):
        raise BadInput("there is no `speaker`" if speaker is None else "`speaker` is not a name")
    own = utterance.get("meta")
    meta = own if isinstance(own, dict) else {"meta": own} if own is not None else {}
    role = meta.get("role", meta.get("speaker_role"))
    part = who.part(str(speaker), role=role)
    if part is None:
        return None
    conversation = utterance.get("conversation_id")
    return {
        "conversation": utterance.get("root") if conversation is None else conversation,
        "id": utterance.get("id"),
        "at": _seconds(utterance.get("timestamp")),
        "speaker": part,
        "name": "" if speaker == part else str(speaker),
        "text": utterance.get("text"),
        "meta": {**meta, **{key: utterance[key] for key in utterance if key not in _OWN}},
    }


def _seconds(timestamp: t.Any) -> t.Any:
    """The seconds that a timestamp holds as a text; any other timestamp as it is."""
    if isinstance(timestamp, str) and timestamp.replace(".", "", 1).isdecimal():
        return float(timestamp)
    return timestamp
