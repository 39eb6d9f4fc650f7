"""What people do at the desk: replies and acts go in at the head, like any other message."""

import dataclasses
import time
import typing as t
import uuid

from litestar import Controller, post
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Template

from mulligan.conversation.act import Act
from mulligan.conversation.message import Message
from mulligan.conversation.signal import Reading, Signal
from mulligan.conversation.words import FAULTS, ActName
from mulligan.web.asked import Asked, Behind, Known
from mulligan.web.gate import roles
from mulligan.web.readiness import TEST_ALARM
from mulligan.web.seeing import opened

LONGEST: t.Final = 20_000


@dataclasses.dataclass
class Words:
    """A reply, as it is typed."""

    text: str = ""


@dataclasses.dataclass
class Deed:
    """An act; `message` is the one that it is about."""

    act: ActName
    message: str = ""
    reason: str = ""


Typed = URLEncodedBody[Words]
Chosen = URLEncodedBody[Deed]


@post("/board/test-alarm", status_code=204, opt=roles("supervisor"), include_in_schema=False)
async def test_alarm(hub: Behind) -> None:
    """Let an alarm ring that is none, so that somebody can practise taking it."""
    name = f"{TEST_ALARM}{uuid.uuid4().hex[:6]}"
    await hub.submit(
        Message(
            conversation=name,
            id="1",
            speaker="customer",
            name="Test alarm",
            text="(This is a test. Nobody was threatened.)",
            channel="phone",
            at=time.time(),
            given=Reading((Signal("threat_harm", "agent"),), 3),
        )
    )


class Doing(Controller):
    """What people do in one conversation."""

    path = "/desk/{number:int}"
    include_in_schema = False
    opt = roles("agent", "supervisor")

    @post("/acts", status_code=204)
    async def act(
        self, hub: Behind, known: Known, request: Asked, number: FromPath[int], data: Chosen
    ) -> None:
        """Take in an act."""
        thread = await opened(hub, known.settings, request.user, number)
        await hub.submit(
            Act(
                conversation=thread.name,
                act=data.act,
                by=request.user.name,
                at=time.time(),
                message=data.message,
                reason=data.reason,
                id=uuid.uuid4().hex,
            )
        )

    @post("/replies", status_code=204)
    async def reply(
        self, hub: Behind, known: Known, request: Asked, number: FromPath[int], data: Typed
    ) -> None:
        """Take in the agent's reply."""
        thread = await opened(hub, known.settings, request.user, number)
        if data.text.strip():
            await hub.submit(
                Message(
                    conversation=thread.name,
                    id=uuid.uuid4().hex,
                    speaker="agent",
                    name=request.user.name,
                    text=data.text[:LONGEST],
                    channel=thread.state.channel,
                    at=time.time(),
                )
            )

    @post("/review", status_code=200)
    async def review(
        self, hub: Behind, known: Known, request: Asked, number: FromPath[int], data: Typed
    ) -> Template:
        """What a reply that is being typed does well or badly."""
        thread = await opened(hub, known.settings, request.user, number)
        findings = await hub.review(thread, data.text[:LONGEST]) if data.text.strip() else ()
        context = {"findings": findings, "text": data.text, "faults": FAULTS}
        return Template("findings.html", context=context)
