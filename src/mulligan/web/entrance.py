"""Logging in and out, and the first visit of somebody who was invited."""

import asyncio
import dataclasses
import time
import typing as t

from litestar import Controller, Request, get, post
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template

from mulligan.errors import BadInput
from mulligan.people.person import Person
from mulligan.people.secrets import SHORTEST
from mulligan.web.asked import Known
from mulligan.web.gate import ANYONE, COOKIE, kept

TRIES_A_MINUTE: t.Final = 30
HOME: t.Final = "/desk"


@dataclasses.dataclass
class Login:
    """What somebody typed to log in; `onward` is where they wanted to go."""

    login: str = ""
    password: str = ""
    onward: str = HOME


@dataclasses.dataclass
class Welcome:
    """What somebody typed who was invited."""

    name: str = ""
    password: str = ""


def inside(path: str) -> str:
    """The path, if it is one of ours; the desk otherwise.

    >>> inside("//elsewhere.example/x"), inside("/desk/3")
    ('/desk', '/desk/3')
    """
    here = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if here and path.isprintable() else HOME


async def _typed(request: Request[t.Any, t.Any, t.Any]) -> bool:
    return request.method == "POST"


_SLOWLY: t.Final = RateLimitConfig(("minute", TRIES_A_MINUTE), check_throttle_handler=_typed)


class Entrance(Controller):
    """The way in."""

    include_in_schema = False
    opt = ANYONE
    middleware = (_SLOWLY.middleware,)

    @get("/login")
    async def ask(self, onward: FromQuery[str] = HOME) -> Template:
        """Ask who it is."""
        return _asked(onward=inside(onward))

    @post("/login", status_code=200)
    async def login(self, known: Known, data: URLEncodedBody[Login]) -> Template | Redirect:
        """Let somebody in."""
        try:
            token = await asyncio.to_thread(
                known.register.login, data.login, data.password, time.time()
            )
        except BadInput as error:
            return _asked(onward=inside(data.onward), login=data.login, wrong=error)
        return Redirect(
            inside(data.onward), status_code=303, cookies=[kept(token, secure=known.secure)]
        )

    @post("/logout", status_code=200)
    async def logout(self, known: Known, request: Request[t.Any, t.Any, t.Any]) -> Redirect:
        """Let somebody out."""
        if token := request.cookies.get(COOKIE):
            await asyncio.to_thread(known.register.logout, token)
        left = Redirect("/login", status_code=303)
        left.delete_cookie(COOKIE)
        return left

    @get("/welcome/{token:str}")
    async def invited(self, known: Known, token: FromPath[str]) -> Template:
        """Ask somebody who was invited for a password."""
        person = known.register.invited(token, time.time())
        context = {
            "here": "",
            "token": token,
            "person": person,
            "shortest": SHORTEST,
            "wrong": None,
        }
        return Template("welcome.html", context=context)

    @post("/welcome/{token:str}", status_code=200)
    async def accept(
        self, known: Known, token: FromPath[str], data: URLEncodedBody[Welcome]
    ) -> Template | Redirect:
        """Let somebody in who was invited."""
        now = time.time()
        try:
            session = await asyncio.to_thread(
                known.register.accept, token, data.name, data.password, now
            )
        except BadInput as error:
            return _welcomed(token, known.register.invited(token, now), error)
        return Redirect(HOME, status_code=303, cookies=[kept(session, secure=known.secure)])


def _asked(onward: str, login: str = "", wrong: BadInput | None = None) -> Template:
    context = {"here": "", "onward": onward, "login": login, "wrong": wrong}
    return Template("login.html", context=context, status_code=422 if wrong else 200)


def _welcomed(token: str, person: Person | None, wrong: BadInput | None = None) -> Template:
    context = {"here": "", "token": token, "person": person, "wrong": wrong, "shortest": SHORTEST}
    return Template("welcome.html", context=context, status_code=422 if wrong else 200)
