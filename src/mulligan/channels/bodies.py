"""The words in the body of a vCon's dialog, however they are encoded."""

import base64
import typing as t
from email.message import Message

from mulligan.channels.mail.decoding import text_of
from mulligan.channels.mail.parts import parted
from mulligan.channels.mail.words import new_words
from mulligan.channels.markup import plain
from mulligan.channels.record import shown
from mulligan.errors import BadInput

Part = t.Mapping[str, t.Any]


def media_type(dialog: Part) -> Message:
    """The media type of a dialog, as the head of a mail; `text/plain` where it is missing."""
    head = Message()
    said = str(dialog.get("mediatype") or dialog.get("mimetype") or "text/plain")
    head["Content-Type"] = " ".join(said.encode("ascii", "replace").decode().split())
    return head


def words(dialog: Part, mail: bool) -> str:
    """The words of a dialog of type text, of a mail the new ones; raises `BadInput` if none."""
    head, body = media_type(dialog), decoded(dialog)
    if not isinstance(body, str | bytes):
        raise BadInput("the body is not text")
    text = _words(head, body)
    return new_words(text) if mail else text


def _words(head: Message, body: str | bytes) -> str:
    raw = body.encode(errors="replace") if isinstance(body, str) else body
    kind = head.get_content_type()
    if kind == "message/rfc822":
        return _of_mail(raw)
    if kind.startswith("multipart/"):
        return _of_mail(f"Content-Type: {head['Content-Type']}\n\n".encode() + raw)
    if not kind.startswith("text/"):
        raise BadInput(f"{shown(kind)} is not text")
    text = body if isinstance(body, str) else text_of(head, raw)
    return plain(text) if kind == "text/html" else text


def _of_mail(raw: bytes) -> str:
    text = parted(raw)[1].text
    if not text.strip():
        raise BadInput("the mail has no text in it")
    return text


def decoded(part: Part) -> t.Any:
    """A body without its encoding: text, JSON or bytes; raises `BadInput`."""
    body, encoding = part.get("body"), part.get("encoding") or "none"
    if body is None:
        elsewhere = "the words are kept at an address, which is never fetched"
        raise BadInput(elsewhere if part.get("url") else "there is no `body`")
    if encoding == "base64url":
        return unbased(body)
    if encoding in ("none", "json"):
        return body
    raise BadInput(f"{shown(encoding)} is not an encoding", hint="none, json or base64url")


def unbased(body: t.Any) -> bytes:
    """The bytes of a text in base64url, with or without padding; raises `BadInput`."""
    try:
        raw = body.rstrip("=").encode("ascii")
        return base64.b64decode(raw + b"=" * (-len(raw) % 4), b"-_", validate=True)
    except (AttributeError, ValueError):
        raise BadInput("the body is not base64url") from None
