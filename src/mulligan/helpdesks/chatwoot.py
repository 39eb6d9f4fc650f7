"""Chatwoot: conversations by its webhooks and its application interface (v1).

Newer versions sign their webhooks (HMAC-SHA256 over `TIME.BODY`); older ones sign nothing, so the
address has a secret in it all the same, and what is believed is what the interface gives.
"""

import hashlib
import hmac
import re
import time
import typing as t

import httpx2 as httpx
import msgspec

from mulligan.actions.http import ask, client
from mulligan.conversation.errand import Errand
from mulligan.conversation.message import Message
from mulligan.conversation.words import Channel, Speaker
from mulligan.errors import BadInput, Refused
from mulligan.helpdesks.port import Call

WHOM: t.Final = "Chatwoot"
OLDEST_SECONDS: t.Final = 300.0
PAGE: t.Final = 20
MOST_PAGES: t.Final = 10
_CHANNELS: t.Final[dict[str, Channel]] = {
    "Channel::Email": "email",
    "Channel::TwitterProfile": "social",
    "Channel::FacebookPage": "social",
    "Channel::Instagram": "social",
}
_SPEAKERS: t.Final[dict[int, Speaker]] = {0: "customer", 1: "agent", 3: "bot"}
_SLUG: t.Final = re.compile(r"[^a-z0-9_.-]+")


class Settings(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="chatwoot",
):
    """How it is reached: `url` is where it is, `token` an access token of a user for us.

    `secret` is the last part of the webhook's address, `signing` what its webhooks are signed with
    (empty for versions that sign nothing). `assign_to` is the user who gets conversations that
    somebody must take over, `label` what these are labelled with.
    """

    url: str
    account: int
    token: str
    secret: str
    signing: str = ""
    assign_to: int | None = None
    label: str = "mulligan"


class _Inbox(msgspec.Struct, frozen=True):
    name: str = ""


class _Conversation(msgspec.Struct, frozen=True):
    id: int
    channel: str = ""


class _Told(msgspec.Struct, frozen=True):
    event: str
    private: bool = False
    conversation: _Conversation | None = None
    inbox: _Inbox = _Inbox()


class _Sender(msgspec.Struct, frozen=True):
    name: str | None = ""
    type: str | None = ""


class _Message(msgspec.Struct, frozen=True):
    id: int
    message_type: int
    created_at: float
    content: str | None = ""
    private: bool = False
    sender: _Sender | None = None


class _Messages(msgspec.Struct, frozen=True):
    payload: tuple[_Message, ...]


class _Labels(msgspec.Struct, frozen=True):
    payload: tuple[str, ...]


T = t.TypeVar("T")


class Chatwoot:
    """One account of a Chatwoot; its conversations are `NAME-NUMBER`."""

    def __init__(self, name: str, settings: Settings) -> None:
        self.name = name
        self._settings = settings
        self._mine = re.compile(rf"{re.escape(name)}-(\d+)")

    def has(self, conversation: str) -> bool:
        """Whether a conversation is one of this account."""
        return self._mine.fullmatch(conversation) is not None

    def told(self, call: Call) -> str:
        """The conversation's number, its channel and its inbox; nothing, for what is no message."""
        if self._settings.signing:
            self._check(call)
        try:
            told = msgspec.json.decode(call.body, type=_Told)
        except msgspec.DecodeError as error:
            raise BadInput(f"this is no call of Chatwoot: {error}") from None
        if told.event != "message_created" or told.private or told.conversation is None:
            return ""
        channel = _CHANNELS.get(told.conversation.channel, "chat")
        slug = _SLUG.sub("-", told.inbox.name.lower()).strip("-._")[:64]
        return f"{told.conversation.id} {channel} {slug}".strip()

    async def look(self, ticket: str) -> list[Message]:
        """What customers, agents and bots said, oldest first; private notes are not read."""
        number, channel, queue = (*ticket.split(" "), "")[:3]
        async with self._client() as web:
            found = await self._all(web, number)
        made = {
            "conversation": f"{self.name}-{number}",
            "channel": msgspec.convert(channel, Channel),
            "queue": queue,
        }
        return [
            Message(
                id=str(one.id),
                speaker=_speaker(one),
                name=(one.sender.name or "") if one.sender else "",
                text=one.content or "",
                at=min(one.created_at, time.time()),
                **made,
            )
            for one in found
            if one.content and not one.private and one.message_type in _SPEAKERS
        ]

    async def carry(self, errand: Errand) -> None:
        """Leave a private note, a label, and give it to whoever takes over."""
        match = self._mine.fullmatch(errand.conversation)
        assert match is not None
        place, mark = f"conversations/{match[1]}", f"[{errand.key}]"
        async with self._client() as web:
            found = await self._all(web, match[1])
            if not any(mark in (one.content or "") for one in found):
                text = f"{errand.because}\n{errand.link}\n{mark}"
                note = {"content": text, "message_type": "outgoing", "private": True}
                await ask(web, "POST", f"{place}/messages", WHOM, json=note)
            answer = await ask(web, "GET", f"{place}/labels", WHOM)
            labels = _decoded(answer.content, _Labels).payload
            if self._settings.label not in labels:
                more = {"labels": [*labels, self._settings.label]}
                await ask(web, "POST", f"{place}/labels", WHOM, json=more)
            if errand.urgent:
                urgent = {"priority": "urgent"}
                await ask(web, "POST", f"{place}/toggle_priority", WHOM, json=urgent)
            if self._settings.assign_to is not None:
                whom = {"assignee_id": self._settings.assign_to}
                await ask(web, "POST", f"{place}/assignments", WHOM, json=whom)

    def _client(self) -> httpx.AsyncClient:
        root = f"{self._settings.url.rstrip('/')}/api/v1/accounts/{self._settings.account}/"
        return client(base_url=root, headers={"api_access_token": self._settings.token})

    def _check(self, call: Call) -> None:
        """Raises `Refused` where a call is not signed with our secret, or is an old one."""
        stamp = call.headers.get("x-chatwoot-timestamp", "")
        said = call.headers.get("x-chatwoot-signature", "")
        signed = stamp.encode() + b"." + call.body
        key = self._settings.signing.encode()
        true = "sha256=" + hmac.new(key, signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(true.encode(), said.encode()):
            raise Refused("the signature is not Chatwoot's")
        if not stamp.isdecimal() or abs(time.time() - int(stamp)) > OLDEST_SECONDS:
            raise Refused("the call is too old")

    async def _all(self, web: httpx.AsyncClient, number: str) -> list[_Message]:
        """All messages of a conversation, oldest first: pages of the newest, then those before."""
        found: dict[int, _Message] = {}
        before: dict[str, int] = {}
        for _ in range(MOST_PAGES):
            place = f"conversations/{number}/messages"
            answer = await ask(web, "GET", place, WHOM, params=before)
            page = _decoded(answer.content, _Messages).payload
            found |= {one.id: one for one in page}
            if len(page) < PAGE:
                break
            before = {"before": min(one.id for one in page)}
        return [found[key] for key in sorted(found)]


def _speaker(one: _Message) -> Speaker:
    bot = one.sender is not None and one.sender.type == "agent_bot"
    return "bot" if bot else _SPEAKERS[one.message_type]


def _decoded(raw: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.DecodeError as error:
        raise BadInput(f"{WHOM} answers what cannot be read: {error}") from None
