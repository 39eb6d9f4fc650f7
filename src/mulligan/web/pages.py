"""The pages, and the parts of them that are fetched anew when something changed."""

import typing as t

from litestar import Controller, get
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from mulligan.web.asked import Behind
from mulligan.web.overview import Row

MOST_LISTED: t.Final = 200
MOST_ALARMS: t.Final = 5


def listed(rows: list[Row]) -> dict[str, t.Any]:
    """What a list of conversations shows: the first few hundred, and how many more there are."""
    return {"rows": rows[:MOST_LISTED], "more": max(0, len(rows) - MOST_LISTED)}


class Pages(Controller):
    """What people look at."""

    include_in_schema = False

    @get("/")
    async def home(self) -> Redirect:
        """The desk is where one begins."""
        return Redirect("/desk")

    @get("/desk")
    async def desk(self, hub: Behind) -> Template:
        """The list of conversations, and none open."""
        rows = listed(await hub.rows())
        return Template("desk.html", context={"here": "/desk", "thread": None, "open": 0, **rows})

    @get("/desk/talks")
    async def talks(self, hub: Behind, open: FromQuery[int] = 0) -> Template:
        """The list alone; `open` is the number of the conversation that one looks at."""
        return Template("talks.html", context={"open": open, **listed(await hub.rows())})

    @get("/desk/{number:int}")
    async def conversation(self, hub: Behind, number: FromPath[int]) -> Template:
        """One conversation open beside the list."""
        rows, thread = listed(await hub.rows()), await hub.thread(number)
        context = {"here": "/desk", "thread": thread, "open": number, **rows}
        return Template("desk.html", context=context)

    @get("/desk/{number:int}/thread")
    async def thread(self, hub: Behind, number: FromPath[int]) -> Template:
        """What was said, alone."""
        return Template("thread.html", context={"thread": await hub.thread(number)})

    @get("/desk/{number:int}/card")
    async def card(self, hub: Behind, number: FromPath[int]) -> Template:
        """The card, alone."""
        return Template("card.html", context={"thread": await hub.thread(number)})

    @get("/alarms")
    async def alarms(self, hub: Behind) -> Template:
        """What cannot wait and nobody has taken yet; it stands above every page."""
        rows = [row for row in await hub.rows() if row.state.alert == "urgent"]
        return Template("alarms.html", context={"rows": rows[:MOST_ALARMS]})

    @get("/board")
    async def board(self, hub: Behind) -> Template:
        """Every conversation, by need."""
        return Template("board.html", context={"here": "/board", **_needs(await hub.rows())})

    @get("/board/rows")
    async def board_rows(self, hub: Behind) -> Template:
        """The board's table, alone."""
        return Template("board_rows.html", context=_needs(await hub.rows()))


def _needs(rows: list[Row]) -> dict[str, t.Any]:
    return {"needs": sum(bool(row.state.alert) for row in rows), **listed(rows)}
