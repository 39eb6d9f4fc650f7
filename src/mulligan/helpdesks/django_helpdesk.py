"""django-helpdesk (2.x): tickets by its webhooks and its REST interface.

Its webhooks are not signed, so they go to an address with a secret, and nothing in them is believed
but the ticket's number and queue: the ticket is then asked for. It needs the setting
HELPDESK_ACTIVATE_API_ENDPOINT, and a user of ours with `is_staff`.
"""

import datetime as dt
import re
import time
import typing as t

import msgspec

from mulligan.actions.http import ask, client
from mulligan.conversation.errand import Errand
from mulligan.conversation.message import Message
from mulligan.errors import BadInput
from mulligan.helpdesks.port import Call

WHOM: t.Final = "the helpdesk"
TITLE: t.Final = "Mulligan"
URGENT: t.Final = 1
_OPENED: t.Final = "Ticket Opened"
_QUEUE: t.Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")


class Settings(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="django-helpdesk",
):
    """How it is reached: `url` is where its pages begin, `user` and `password` are ours.

    `secret` is the last part of the webhooks' address. `agents` gives names to its users, by
    number; `assign_to` is the user who gets tickets that somebody must take over.
    """

    url: str
    user: str
    password: str
    secret: str
    agents: dict[str, str] = {}
    assign_to: int | None = None


class _Followup(msgspec.Struct, frozen=True):
    id: int
    date: dt.datetime
    comment: str | None = ""
    title: str | None = ""
    public: bool = False
    user: int | None = None


class _Ticket(msgspec.Struct, frozen=True):
    id: int
    description: str | None = ""
    submitter_email: str | None = ""
    followup_set: tuple[_Followup, ...] = ()


class _Named(msgspec.Struct, frozen=True):
    id: int


class _Told(msgspec.Struct, frozen=True):
    ticket: _Named
    queue_slug: str = ""


class DjangoHelpdesk:
    """One django-helpdesk; its tickets are the conversations `NAME-NUMBER`."""

    def __init__(self, name: str, settings: Settings) -> None:
        self.name = name
        self._settings = settings
        self._mine = re.compile(rf"{re.escape(name)}-(\d+)")

    def has(self, conversation: str) -> bool:
        """Whether a conversation is a ticket of this helpdesk."""
        return self._mine.fullmatch(conversation) is not None

    def told(self, call: Call) -> str:
        """The ticket's number, and its queue."""
        try:
            told = msgspec.json.decode(call.body, type=_Told)
        except msgspec.DecodeError as error:
            raise BadInput(f"this is no call of django-helpdesk: {error}") from None
        known = _QUEUE.fullmatch(told.queue_slug)
        return f"{told.ticket.id} {told.queue_slug}" if known else f"{told.ticket.id}"

    async def look(self, ticket: str) -> list[Message]:
        """What the customer and the agents said: the description, and what is public after it."""
        number, _, queue = ticket.partition(" ")
        return list(self._messages(await self._fetched(number), queue))

    async def carry(self, errand: Errand) -> None:
        """Leave a note that customers do not see; urgent ones raise the ticket and reassign it."""
        match = self._mine.fullmatch(errand.conversation)
        assert match is not None
        ticket, mark = await self._fetched(match[1]), f"[{errand.key}]"
        if not any(mark in (one.comment or "") for one in ticket.followup_set):
            comment = f"{errand.because}\n{errand.link}\n{mark}"
            note = {"ticket": ticket.id, "title": TITLE, "comment": comment, "public": False}
            await self._ask("POST", "followups/", json=note)
        change: dict[str, int] = {"priority": URGENT} if errand.urgent else {}
        if self._settings.assign_to is not None:
            change["assigned_to"] = self._settings.assign_to
        if change:
            await self._ask("PATCH", f"tickets/{ticket.id}/", json=change)

    def _messages(self, ticket: _Ticket, queue: str) -> t.Iterator[Message]:
        customer = ticket.submitter_email or ""
        dates = [one.date.timestamp() for one in ticket.followup_set]
        made = {
            "conversation": f"{self.name}-{ticket.id}",
            "channel": "email",
            "contact": customer,
            "queue": queue,
        }
        if ticket.description:
            yield Message(
                id="ticket",
                speaker="customer",
                name=customer,
                text=ticket.description,
                at=min([*dates, time.time()]),
                **t.cast("dict[str, t.Any]", made),
            )
        for one in sorted(ticket.followup_set, key=lambda one: one.id):
            again = one.title == _OPENED or one.comment == ticket.description
            if not one.public or not one.comment or again:
                continue
            ours = one.user is not None
            yield Message(
                id=f"followup-{one.id}",
                speaker="agent" if ours else "customer",
                name=self._settings.agents.get(str(one.user), f"{one.user}") if ours else customer,
                text=one.comment,
                at=min(one.date.timestamp(), time.time()),
                **t.cast("dict[str, t.Any]", made),
            )

    async def _fetched(self, number: str) -> _Ticket:
        answer = await self._ask("GET", f"tickets/{number}/")
        try:
            return msgspec.json.decode(answer, type=_Ticket)
        except msgspec.DecodeError as error:
            raise BadInput(f"{WHOM} gives a ticket that cannot be read: {error}") from None

    async def _ask(self, method: str, path: str, **more: t.Any) -> bytes:
        login = (self._settings.user, self._settings.password)
        async with client(auth=login) as web:
            url = f"{self._settings.url.rstrip('/')}/api/{path}"
            return (await ask(web, method, url, WHOM, **more)).content
