"""The pages, and the parts of them that are fetched anew when something changed."""

import asyncio
import time
import typing as t

from litestar import Controller, get
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from mulligan.people.person import ROLES
from mulligan.web.asked import Asked, Behind, Known
from mulligan.web.gate import roles
from mulligan.web.overview import Row
from mulligan.web.saying import pages
from mulligan.web.seeing import opened, seen
from mulligan.web.tally import Count

MOST_LISTED: t.Final = 200
MOST_ALARMS: t.Final = 5


def listed(rows: list[Row]) -> dict[str, t.Any]:
    """What a list of conversations shows: the first few hundred, and how many more there are."""
    return {"rows": rows[:MOST_LISTED], "more": max(0, len(rows) - MOST_LISTED)}


class Pages(Controller):
    """What people look at."""

    include_in_schema = False
    opt = roles("agent", "supervisor")

    @get("/", opt=roles(*ROLES))
    async def home(self, request: Asked) -> Redirect:
        """Where one begins."""
        return Redirect(pages(request.user)[0][0])

    @get("/desk")
    async def desk(self, hub: Behind, known: Known, request: Asked) -> Template:
        """The list of conversations, and none open."""
        rows = listed(await seen(hub, known.settings, request.user))
        return Template("desk.html", context={"here": "/desk", "thread": None, "open": 0, **rows})

    @get("/desk/talks")
    async def talks(
        self, hub: Behind, known: Known, request: Asked, open: FromQuery[int] = 0
    ) -> Template:
        """The list alone; `open` is the number of the conversation that one looks at."""
        rows = listed(await seen(hub, known.settings, request.user))
        return Template("talks.html", context={"open": open, **rows})

    @get("/desk/{number:int}")
    async def conversation(
        self, hub: Behind, known: Known, request: Asked, number: FromPath[int]
    ) -> Template:
        """One conversation open beside the list; that somebody opened it is written down."""
        thread = await opened(hub, known.settings, request.user, number)
        rows = listed(await seen(hub, known.settings, request.user))
        look = (request.user.login, f"conversation {number}", time.time())
        await asyncio.to_thread(known.register.looked, *look)
        context = {"here": "/desk", "thread": thread, "open": number, **rows}
        return Template("desk.html", context=context)

    @get("/desk/{number:int}/thread")
    async def thread(
        self, hub: Behind, known: Known, request: Asked, number: FromPath[int]
    ) -> Template:
        """What was said, alone."""
        thread = await opened(hub, known.settings, request.user, number)
        return Template("thread.html", context={"thread": thread})

    @get("/desk/{number:int}/card")
    async def card(
        self, hub: Behind, known: Known, request: Asked, number: FromPath[int]
    ) -> Template:
        """The card, alone."""
        thread = await opened(hub, known.settings, request.user, number)
        return Template("card.html", context={"thread": thread})

    @get("/alarms")
    async def alarms(self, hub: Behind, known: Known, request: Asked) -> Template:
        """What cannot wait and nobody has taken yet; it stands above every page."""
        rows = await seen(hub, known.settings, request.user)
        rows = [row for row in rows if row.state.alert == "urgent"]
        return Template("alarms.html", context={"rows": rows[:MOST_ALARMS]})

    @get("/board", opt=roles("supervisor"))
    async def board(self, hub: Behind, known: Known, request: Asked) -> Template:
        """Every conversation, by need."""
        rows = await seen(hub, known.settings, request.user)
        return Template("board.html", context={"here": "/board", **_needs(rows)})

    @get("/board/rows", opt=roles("supervisor"))
    async def board_rows(self, hub: Behind, known: Known, request: Asked) -> Template:
        """The board's table, alone."""
        rows = await seen(hub, known.settings, request.user)
        return Template("board_rows.html", context=_needs(rows))

    @get("/queues", opt=roles("supervisor", "manager", "admin"))
    async def queues(self, hub: Behind, known: Known) -> Template:
        """What came in by each queue, and how far Mulligan goes in it."""
        counts = {**{name: Count() for name in known.settings.queues}, **await hub.counts()}
        context = {"here": "/queues", "counts": counts, "goes": known.settings.goes}
        return Template("queues.html", context=context)


def _needs(rows: list[Row]) -> dict[str, t.Any]:
    return {"needs": sum(bool(row.state.alert) for row in rows), **listed(rows)}
