"""What a mail's head says: from whom, to whom, when, and what it answers."""

import datetime as dt
import email.errors
import email.header
import email.message
import email.parser
import email.policy
import email.utils
import re
import typing as t

from mulligan.channels.record import LONGEST_ID

LONGEST_HEAD: t.Final = 1 << 20
_LONGEST_FIELD: t.Final = 4096
_LONGEST_NAME: t.Final = 200
_MOST_RECIPIENTS: t.Final = 50
_ID: t.Final = re.compile(r"<([^<>\s]+)>")
_ADDRESS: t.Final = re.compile(r"[^\s@<>()\"]{1,64}@[^\s@<>()\"]{1,255}")
_READ: t.Final = (
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "received",
    "message-id",
    "references",
    "in-reply-to",
    "auto-submitted",
    "precedence",
    "return-path",
    "content-type",
    "content-disposition",
    "content-transfer-encoding",
)
BROKEN: t.Final = (LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What the standard library's parsers raise for headers that are made to break them."""


class Address(t.NamedTuple):
    """Whom a mail names: an address in lower case and a name, either of which may be empty."""

    address: str
    name: str


class Head(t.NamedTuple):
    """The fields of a mail's head; where one stands there twice, the first."""

    fields: email.message.Message

    @property
    def sender(self) -> Address:
        """Who sent it, as the mail has it."""
        return next(iter(self._addresses("From")), Address("", ""))

    @property
    def recipients(self) -> list[Address]:
        """Whom it went to, and who got a copy."""
        return [*self._addresses("To"), *self._addresses("Cc")]

    @property
    def id(self) -> str:
        """Its own id, or nothing."""
        return next(iter(self._ids("Message-ID")), "")

    @property
    def parent(self) -> str:
        """The id of the mail that its thread began with, or of the one that it answers."""
        return next(iter(self._ids("References") or self._ids("In-Reply-To")), "")

    @property
    def subject(self) -> str:
        """Its subject, on one line."""
        return _plain(_decoded(self._field("Subject")))

    @property
    def at(self) -> float | None:
        """When it was sent, in seconds since 1970 (UTC); None where no date can be read.

        A sender may write any date, but none that is later than when we received the mail.
        """
        sent = _moment(self._field("Date"))
        received = _moment(self._field("Received").rpartition(";")[2])
        return sent if sent is None or received is None else min(sent, received)

    @property
    def automatic(self) -> bool:
        """Whether a machine sent it: an automatic reply, or word that a mail did not arrive."""
        submitted = self._field("Auto-Submitted").partition(";")[0].strip().lower()
        return (
            submitted not in ("", "no")
            or self._field("Precedence").strip().lower() == "auto_reply"
            or self._field("Return-Path").strip() == "<>"
        )

    def _field(self, name: str) -> str:
        return next((text for key, text in self.fields.raw_items() if key == name.lower()), "")

    def _ids(self, name: str) -> list[str]:
        return [found for found in _ID.findall(self._field(name)) if len(found) <= LONGEST_ID]

    def _addresses(self, name: str) -> list[Address]:
        try:
            pairs = email.utils.getaddresses([self._field(name)])
        except BROKEN:
            return []
        return [
            Address(address.lower() if _ADDRESS.fullmatch(address) else "", _plain(_decoded(name)))
            for name, address in pairs[:_MOST_RECIPIENTS]
        ]


def _moment(date: str) -> float | None:
    try:
        moment = email.utils.parsedate_to_datetime(date)
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()
    except (*BROKEN, OverflowError):
        return None


def parsed(raw: bytes) -> email.message.Message:
    """A head's fields, their names in lower case; what follows them in `raw` is the payload.

    The older policy is used, since the newer one raises `IndexError` or `RecursionError`, or takes
    time with the square of the length, for heads that are made for it.
    """
    parser = email.parser.BytesHeaderParser(policy=email.policy.compat32)
    whole = parser.parsebytes(raw[:LONGEST_HEAD])
    wanted: dict[str, t.Any] = {}
    fields = email.message.Message()
    for name, text in whole.raw_items():
        wanted.setdefault(name.lower(), text)
    for name in _READ:
        if name in wanted:
            fields.set_raw(name, _sound(str(wanted[name])[:_LONGEST_FIELD]))
    fields.set_payload(whole.get_payload())
    return fields


def _sound(text: str) -> str:
    """A field without folds; bytes beyond ASCII are UTF-8, or else Western European."""
    raw = text.encode("ascii", "surrogateescape")
    try:
        plain = raw.decode()
    except UnicodeDecodeError:
        plain = raw.decode("latin-1")
    return plain.replace("\r", " ").replace("\n", " ")


def _decoded(text: str) -> str:
    """A field's words, where they are encoded to travel as ASCII."""
    try:
        return "".join(
            piece
            if isinstance(piece, str)
            else piece.decode(known or "raw-unicode-escape", "replace")
            for piece, known in email.header.decode_header(text)
        )
    except (*BROKEN, email.errors.HeaderParseError):
        return text


def _plain(text: str) -> str:
    """On one line, without characters that cannot be seen, and not too long."""
    seen = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(seen.split())[:_LONGEST_NAME]
