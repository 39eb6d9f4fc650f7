"""Tap mode, for the phone, the counter and meetings: who cannot write taps what they hear."""

import dataclasses
import secrets
import time
import typing as t

from litestar import Controller, get, post
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Response, Template

from mulligan.conversation.message import Message
from mulligan.conversation.signal import Reading, Signal
from mulligan.web.asked import Asked, Behind, Known
from mulligan.web.gate import roles
from mulligan.web.seeing import opened

Heard = t.Literal["calm", "insult", "threat", "sexual", "shouting", "refusal", "crisis"]

READINGS: t.Final[dict[Heard, Reading]] = {
    "insult": Reading((Signal("attack", "agent"),), 2),
    "threat": Reading((Signal("threat_harm", "agent"),), 3),
    "sexual": Reading((Signal("sexual", "agent"),), 3),
    "shouting": Reading((Signal("shouting", "agent"),), 1),
    "refusal": Reading((Signal("refusal", "agent"),), 0),
    "crisis": Reading((Signal("crisis", "self"),), 0),
    "calm": Reading((Signal("apology", "none"),), 0),
}
BUTTONS: t.Final[tuple[tuple[Heard, str], ...]] = (
    ("insult", "Insult"),
    ("threat", "Threat"),
    ("sexual", "Sexual"),
    ("shouting", "Shouting"),
    ("refusal", "Won’t let me speak"),
    ("crisis", "In danger"),
    ("calm", "Has calmed down"),
)


@dataclasses.dataclass
class Tapped:
    """What somebody heard."""

    heard: Heard


class Tap(Controller):
    """One call or one visit at a time."""

    path = "/tap"
    include_in_schema = False
    opt = roles("agent", "supervisor")

    @get("/")
    async def begin(self) -> Template:
        """Nothing was heard yet."""
        return _page(None)

    @get("/{number:int}")
    async def go_on(
        self, hub: Behind, known: Known, request: Asked, number: FromPath[int]
    ) -> Template:
        """A call that goes on."""
        return _page(await opened(hub, known.settings, request.user, number))

    @post("/")
    async def first(self, hub: Behind, data: URLEncodedBody[Tapped]) -> Response[None]:
        """The first thing that was heard begins a call."""
        name = f"call-{secrets.token_hex(3)}"
        await hub.submit(_heard(name, data))
        number = await hub.number(name)
        return Response(None, status_code=204, headers={"HX-Redirect": f"/tap/{number}"})

    @post("/{number:int}", status_code=204)
    async def more(
        self,
        hub: Behind,
        known: Known,
        request: Asked,
        number: FromPath[int],
        data: URLEncodedBody[Tapped],
    ) -> None:
        """The call goes on."""
        thread = await opened(hub, known.settings, request.user, number)
        await hub.submit(_heard(thread.name, data))


def _page(thread: t.Any) -> Template:
    return Template("tap.html", context={"here": "/tap", "thread": thread, "buttons": BUTTONS})


def _heard(conversation: str, data: Tapped) -> Message:
    said = dict(BUTTONS)[data.heard].lower()
    return Message(
        conversation=conversation,
        id=secrets.token_hex(8),
        speaker="customer",
        text=f"({said})",
        channel="phone",
        at=time.time(),
        given=READINGS[data.heard],
    )
