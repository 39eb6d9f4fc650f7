"""The text of one part of a mail, whatever it says of its own encoding."""

import codecs
import re
import typing as t
from email.message import Message

from mulligan.channels.mail.head import BROKEN
from mulligan.channels.record import LONGEST_TEXT

_MOST_BYTES: t.Final = 4 * LONGEST_TEXT
_ONE_BYTE: t.Final = re.compile(r"|utf-?8|(us-)?ascii|(iso-?8859|windows-125|cp-?125|latin).*")
_NO_CHARSETS: t.Final = ("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape")


def text_of(fields: Message, content: bytes) -> str:
    """The text of a part, with line feeds at the ends of lines.

    What is UTF-8 is taken for UTF-8, even where it is said to be a charset of one byte a letter.
    """
    raw = _unpacked(fields, content)[:_MOST_BYTES]
    said = _charset(fields)
    tried = ("utf-8", said, "cp1252") if _ONE_BYTE.fullmatch(said) else (said, "utf-8", "cp1252")
    text = next((text for text in (_strictly(raw, one) for one in tried) if text is not None), None)
    whole = raw.decode(errors="replace") if text is None else text
    sound = whole.encode(errors="replace").decode()  # UTF-7 can hold half characters
    return sound.replace("\r\n", "\n").replace("\r", "\n")


def _unpacked(fields: Message, content: bytes) -> bytes:
    part = Message()
    part["Content-Transfer-Encoding"] = str(fields.get("content-transfer-encoding", ""))
    part.set_payload(content.decode("ascii", "surrogateescape"))
    return t.cast(bytes, part.get_payload(decode=True))


def _charset(fields: Message) -> str:
    try:
        return str(fields.get_content_charset() or "")
    except BROKEN:
        return ""


def _strictly(raw: bytes, charset: str) -> str | None:
    try:
        known = codecs.lookup(charset).name
        return None if known.replace("-", "_") in _NO_CHARSETS else raw.decode(known)
    except BROKEN:
        return None
