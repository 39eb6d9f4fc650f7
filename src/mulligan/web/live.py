"""The stream of changes that every open page listens to."""

import typing as t

from litestar import get
from litestar.response import ServerSentEvent, ServerSentEventMessage

from mulligan.web.asked import Behind
from mulligan.web.gate import roles
from mulligan.web.hub import EVERYTHING, Hub


@get("/live", include_in_schema=False, opt=roles("agent", "supervisor"))
async def live(hub: Behind) -> ServerSentEvent:
    """An event `cNUMBER` for each conversation that changed, and one `changed` for all together.

    `anew` asks to fetch everything again: at the beginning, and where some changes were missed.
    """
    return ServerSentEvent(_events(hub), headers={"X-Accel-Buffering": "no"})


async def _events(hub: Hub) -> t.AsyncIterator[ServerSentEventMessage]:
    with hub.listening() as told:
        yield ServerSentEventMessage(event="anew", data="")
        while True:
            changes = await told.get()
            if changes == EVERYTHING:
                yield ServerSentEventMessage(event="anew", data="")
            else:
                for number in sorted(changes):
                    yield ServerSentEventMessage(event=f"c{number}", data="")
            yield ServerSentEventMessage(event="changed", data="")
