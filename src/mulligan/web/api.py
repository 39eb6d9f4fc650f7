"""The interface for programs: what they send is on the disk before it is acknowledged."""

import asyncio
import datetime as dt
import time
import typing as t

import msgspec
from litestar import Controller, post
from litestar.params import JSONBody

from mulligan.conversation.act import Act
from mulligan.conversation.message import Message, Turn, shortened
from mulligan.conversation.signal import Finding, Reading, Signal
from mulligan.conversation.words import (
    About,
    ActName,
    Channel,
    Fault,
    Kind,
    Merit,
    Speaker,
    Stage,
    Target,
)
from mulligan.errors import BadInput
from mulligan.web.asked import Behind
from mulligan.web.gate import scope

AHEAD_SECONDS: t.Final = 300.0
"""How far a sender's clock may run ahead of ours."""

Id = t.Annotated[str, msgspec.Meta(min_length=1, max_length=512)]
Name = t.Annotated[str, msgspec.Meta(max_length=200)]
QueueName = t.Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]
Words = t.Annotated[str, msgspec.Meta(max_length=1 << 20)]
Moment = t.Annotated[dt.datetime, msgspec.Meta(tz=True)]


class _In(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Sent(_In, frozen=True):
    """A message, as a helpdesk or a phone system sends it.

    `id` names it in its conversation: the same id again is a second delivery, and changes nothing.
    `at` is when it was written; now, where nobody says. `contact` is the customer's id, if known.
    """

    conversation: Id
    id: Id
    speaker: Speaker
    text: Words
    channel: Channel | None = None
    at: Moment | None = None
    name: Name = ""
    contact: t.Annotated[str, msgspec.Meta(max_length=512)] = ""
    queue: QueueName | None = None


class Given(_In, frozen=True):
    """One thing that a message does, and to whom."""

    kind: Kind
    target: Target = "none"
    about: tuple[About, ...] = ()


class Done(_In, frozen=True):
    """What a person did.

    `id` names the delivery. `message` is the id of the one that `disagree` is about; `signals` and
    `severity` are then the right reading.
    """

    conversation: Id
    id: Id
    act: ActName
    by: t.Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    at: Moment | None = None
    message: t.Annotated[str, msgspec.Meta(max_length=512)] = ""
    reason: t.Annotated[str, msgspec.Meta(max_length=4000)] = ""
    stage: Stage | None = None
    signals: tuple[Given, ...] = ()
    severity: t.Annotated[int, msgspec.Meta(ge=0, le=3)] = 0


class Earlier(_In, frozen=True):
    """A turn that came before."""

    speaker: Speaker
    text: Words


class Draft(_In, frozen=True):
    """A reply that is not sent yet, with the turns before it."""

    reply: Words
    customer_name: Name = ""
    context: t.Annotated[tuple[Earlier, ...], msgspec.Meta(max_length=50)] = ()


class Receipt(msgspec.Struct, frozen=True):
    """It is on the disk; `new` is false for a second delivery."""

    new: bool


class Reviewed(msgspec.Struct, frozen=True):
    """What a reply does well and badly, and in which words; `suggestion` is not there yet."""

    merits: tuple[Merit, ...]
    faults: tuple[Fault, ...]
    findings: tuple[Finding, ...]
    suggestion: str | None = None


class Api(Controller):
    """Version 1."""

    path = "/api/v1"
    tags = ("Mulligan",)

    @post("/messages", status_code=202, opt=scope("messages"))
    async def message(self, hub: Behind, data: JSONBody[Sent]) -> Receipt:
        """Take a message in."""
        new = await hub.accept(
            Message(
                conversation=data.conversation,
                id=data.id,
                speaker=data.speaker,
                text=data.text,
                channel=data.channel,
                at=_when(data.at),
                name=data.name,
                contact=data.contact,
                queue=data.queue or "",
            )
        )
        return Receipt(new)

    @post("/acts", status_code=202, opt=scope("acts"))
    async def act(self, hub: Behind, data: JSONBody[Done]) -> Receipt:
        """Take in what a person did."""
        if data.act == "disagree" and not data.message:
            raise BadInput("`disagree` names no message", place="message")
        signals = tuple(Signal(one.kind, one.target, one.about) for one in data.signals)
        new = await hub.accept(
            Act(
                conversation=data.conversation,
                id=data.id,
                act=data.act,
                by=data.by,
                at=_when(data.at),
                message=data.message,
                reason=data.reason,
                stage=data.stage,
                reading=Reading(signals, data.severity),
            )
        )
        return Receipt(new)

    @post("/reviews", status_code=200, opt=scope("reviews"))
    async def review(self, hub: Behind, data: JSONBody[Draft]) -> Reviewed:
        """Say what a reply does well and badly; nothing of it is kept."""
        turns = shortened([Turn(one.speaker, one.text) for one in data.context])
        reply = Message(conversation="-", id="-", speaker="agent", text=data.reply)
        told = await asyncio.to_thread(hub.reader.review, reply, turns, data.customer_name)
        return Reviewed(told.merits, told.faults, told.findings)


def _when(at: dt.datetime | None) -> float:
    now = time.time()
    if at is None:
        return now
    if at.timestamp() > now + AHEAD_SECONDS:
        hint = "does the sender's clock run ahead?"
        raise BadInput("`at` lies in the future", place="at", hint=hint)
    return min(at.timestamp(), now)
