"""A mail taken apart: its head, its text, and the names of what is attached."""

import itertools
import re
import typing as t
from email.message import Message

from mulligan.channels.mail.decoding import text_of
from mulligan.channels.mail.head import BROKEN, LONGEST_HEAD, Head, parsed
from mulligan.channels.mail.markup import marked

_DEEPEST: t.Final = 6
_MOST_PARTS: t.Final = 100
_LONGEST_NAME: t.Final = 100
_BLANK: t.Final = re.compile(rb"^\r?\n|\r?\n\r?\n")


class Body(t.NamedTuple):
    """A mail's text, quotes and all, and the names of its attachments."""

    text: str
    attachments: tuple[str, ...]


class _Part(t.NamedTuple):
    text: str
    attachments: tuple[str, ...]
    html: bool = False


def parted(raw: bytes) -> tuple[Head, Body]:
    """A mail's head and body; whatever is wrong with it, as much as can be read.

    Attachments are not looked into, nor are mails inside a mail. Cost: grows with the size, since
    no more than 100 parts, six deep, are looked at.
    """
    fields, content = _split(raw)
    part = _part(fields, content, _DEEPEST, iter(range(_MOST_PARTS)))
    return Head(fields), Body(part.text, part.attachments)


def _split(raw: bytes) -> tuple[Message, bytes]:
    blank = _BLANK.search(raw, 0, LONGEST_HEAD)
    end = blank.end() if blank else min(len(raw), LONGEST_HEAD)
    fields = parsed(raw[:end])
    beyond = str(fields.get_payload() or "").encode(errors="surrogateescape")
    return fields, beyond + raw[end:]


def _part(fields: Message, content: bytes, depth: int, budget: t.Iterator[int]) -> _Part:
    kind = fields.get_content_type()
    if fields.get_content_maintype() == "multipart" and depth:
        pieces = _pieces(content, _tolerantly(fields.get_boundary))
        if pieces:
            split = [_split(piece) for piece, _ in zip(pieces, budget, strict=False)]
            parts = [_part(*one, depth - 1, budget) for one in split]
            return _joined(parts, choose=kind == "multipart/alternative")
    attached = _tolerantly(fields.get_content_disposition) == "attachment"
    name = " ".join(_tolerantly(fields.get_filename).split())[:_LONGEST_NAME]
    words = kind.partition("/")[0] in ("", "text", "multipart")
    if attached or name or not words:
        return _Part("", (name or kind[:_LONGEST_NAME],))
    text = text_of(fields, content)
    return _Part(marked(text), (), True) if kind == "text/html" else _Part(text, ())


def _pieces(content: bytes, boundary: str) -> list[bytes]:
    """What stands between the boundaries; nothing where there are none."""
    if not boundary:
        return []
    line = re.escape(boundary.encode(errors="replace"))
    between = re.compile(rb"^--" + line + rb"(--)?[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
    pieces = between.split(content, _MOST_PARTS + 1)
    pairs = zip(pieces[1::2], pieces[2::2], strict=True)
    opened = itertools.takewhile(lambda pair: not pair[0], pairs)
    return [piece for _, piece in opened][:_MOST_PARTS]


def _joined(parts: list[_Part], choose: bool) -> _Part:
    attachments = tuple(name for part in parts for name in part.attachments)
    texts = [part for part in parts if part.text.strip()]
    if choose:
        texts = sorted(texts, key=lambda part: part.html)[:1]
    return _Part(
        "\n".join(part.text for part in texts), attachments, any(part.html for part in texts)
    )


def _tolerantly(get: t.Callable[[], t.Any]) -> str:
    try:
        return str(get() or "")
    except BROKEN:
        return ""
