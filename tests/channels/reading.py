"""Ways the channel tests share of reading, and of looking at what was read."""

import io
import json
import types
import typing as t

from mulligan.channels import jsonl
from mulligan.channels.port import Channel, Incoming, Speakers
from mulligan.conversation.act import Act
from mulligan.conversation.message import Message
from mulligan.errors import BadInput

NOBODY: t.Final[Speakers] = types.MappingProxyType({})


def read(
    raw: bytes | str,
    channel: Channel = jsonl.read,
    name: str = "f",
    speakers: Speakers = NOBODY,
) -> list[Incoming]:
    """All that a channel makes of some bytes."""
    whole = raw.encode() if isinstance(raw, str) else raw
    return list(channel(io.BytesIO(whole), name, speakers))


def line(**fields: t.Any) -> str:
    """One line of a conversation file, a customer's unless it says otherwise."""
    return json.dumps({"speaker": "customer", "text": "hi", **fields}, ensure_ascii=False) + "\n"


def messages(items: t.Iterable[Incoming]) -> list[Message]:
    """The messages among what was read."""
    return [item for _, item in items if isinstance(item, Message)]


def faults(items: t.Iterable[Incoming]) -> list[str]:
    """The faults among what was read, as people see them."""
    return [str(item) for _, item in items if isinstance(item, BadInput)]


def message(raw: bytes | str, **options: t.Any) -> Message:
    """The one message that some bytes hold."""
    [(_, item)] = read(raw, **options)
    assert isinstance(item, Message), item
    return item


def act(raw: bytes | str, **options: t.Any) -> Act:
    """The one act that some bytes hold."""
    [(_, item)] = read(raw, **options)
    assert isinstance(item, Act), item
    return item


def fault(raw: bytes | str, **options: t.Any) -> str:
    """The one fault that some bytes hold."""
    [(_, item)] = read(raw, **options)
    assert isinstance(item, BadInput), item
    return str(item)
