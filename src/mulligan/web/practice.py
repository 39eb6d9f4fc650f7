"""Practice: play the customer in one half of the page, and answer as the agent in the other."""

import secrets
import time
import typing as t

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Response, Template

from mulligan.conversation.message import Message
from mulligan.web.asked import Asked, Behind, Known
from mulligan.web.doing import LONGEST, Typed, Words
from mulligan.web.gate import roles
from mulligan.web.seeing import opened

NAME: t.Final = "Sam Rivers"


class Practice(Controller):
    """One conversation of one's own, as often as one likes."""

    path = "/practice"
    include_in_schema = False
    opt = roles("agent", "supervisor")

    @get("/")
    async def begin(self) -> Template:
        """Nothing was said yet."""
        return Template("practice.html", context={"here": "/practice", "thread": None})

    @get("/{number:int}")
    async def go_on(
        self, hub: Behind, known: Known, request: Asked, number: FromPath[int]
    ) -> Template:
        """Both halves of a conversation that began."""
        thread = await opened(hub, known.settings, request.user, number)
        context = {"here": "/practice", "thread": thread}
        return Template("practice.html", context=context)

    @post("/")
    async def first(self, hub: Behind, data: Typed) -> Response[None]:
        """The customer's first words begin a conversation."""
        name = f"practice-{secrets.token_hex(3)}"
        await hub.submit(_said(name, data))
        number = await hub.number(name)
        return Response(None, status_code=204, headers={"HX-Redirect": f"/practice/{number}"})

    @post("/{number:int}", status_code=204)
    async def more(
        self, hub: Behind, known: Known, request: Asked, number: FromPath[int], data: Typed
    ) -> None:
        """The customer goes on."""
        thread = await opened(hub, known.settings, request.user, number)
        if data.text.strip():
            await hub.submit(_said(thread.name, data))


def _said(conversation: str, data: Words) -> Message:
    return Message(
        conversation=conversation,
        id=secrets.token_hex(8),
        speaker="customer",
        name=NAME,
        text=data.text[:LONGEST],
        channel="chat",
        at=time.time(),
    )
