"""Accounts and keys, for whoever looks after them; and who looked at what."""

import asyncio
import dataclasses
import time
import typing as t

from litestar import Controller, get, post
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from mulligan.errors import BadInput
from mulligan.people.person import ROLES, SCOPES, Role, Scope
from mulligan.web.asked import Known, Running
from mulligan.web.gate import roles


@dataclasses.dataclass
class Rights:
    """What somebody may, as it was ticked; teams are names of queues with spaces between."""

    agent: bool = False
    supervisor: bool = False
    manager: bool = False
    records: bool = False
    admin: bool = False
    teams: str = ""
    active: bool = False

    @property
    def roles(self) -> list[Role]:
        """The roles that were ticked."""
        return [role for role in ROLES if getattr(self, role)]


@dataclasses.dataclass
class Account(Rights):
    """A new account."""

    login: str = ""
    name: str = ""


@dataclasses.dataclass
class Given:
    """What was given up, by its key."""

    key: str = ""


@dataclasses.dataclass
class Key:
    """A machine's key, and what was ticked that it is for."""

    name: str = ""
    messages: bool = False
    acts: bool = False
    reviews: bool = False
    metrics: bool = False

    @property
    def scopes(self) -> list[Scope]:
        """What was ticked."""
        return [scope for scope in SCOPES if getattr(self, scope)]


class Accounts(Controller):
    """What an admin looks after."""

    include_in_schema = False
    opt = roles("admin")

    @get("/people")
    async def people(self, known: Known) -> Template:
        """Everybody with an account."""
        return _people(known)

    @post("/people", status_code=200)
    async def invite(self, known: Known, data: URLEncodedBody[Account]) -> Template:
        """Make an account, and show the link for its owner once."""
        try:
            token = await asyncio.to_thread(
                known.register.invite,
                data.login,
                data.name,
                data.roles,
                data.teams.split(),
                time.time(),
            )
        except BadInput as error:
            return _people(known, wrong=error, typed=data)
        return _people(known, link=_link(known, token), whose=data.name or data.login)

    @post("/people/{number:int}", status_code=200)
    async def change(
        self, known: Known, number: FromPath[int], data: URLEncodedBody[Rights]
    ) -> Template:
        """Change what somebody may."""
        try:
            await asyncio.to_thread(
                known.register.change,
                number,
                data.roles,
                data.teams.split(),
                active=data.active,
            )
        except BadInput as error:
            return _people(known, wrong=error)
        return _people(known, done="Changed.")

    @post("/people/{number:int}/again", status_code=200)
    async def again(self, known: Known, number: FromPath[int]) -> Template:
        """A new link for somebody who lost the password."""
        token = await asyncio.to_thread(known.register.invite_again, number, time.time())
        whose = next(one.name for one in known.register.people() if one.id == number)
        return _people(known, link=_link(known, token), whose=whose)

    @get("/keys")
    async def keys(self, known: Known) -> Template:
        """The keys that machines have."""
        return _keys(known)

    @post("/keys", status_code=200)
    async def make_key(self, known: Known, data: URLEncodedBody[Key]) -> Template:
        """Make a key, and show it once."""
        try:
            key = await asyncio.to_thread(
                known.register.make_key, data.name, data.scopes, time.time()
            )
        except BadInput as error:
            return _keys(known, wrong=error)
        return _keys(known, key=key)

    @post("/keys/{number:int}/drop", status_code=200)
    async def drop_key(self, known: Known, number: FromPath[int]) -> Template:
        """Take a key away."""
        await asyncio.to_thread(known.register.drop_key, number)
        return _keys(known, done="The key counts no more.")

    @get("/errands")
    async def errands(self, known: Known) -> Template:
        """What was given up, for a person to look at."""
        context = {
            "here": "/errands",
            "dead": known.ledger.dead(),
            "waiting": known.ledger.waiting(),
        }
        return Template("errands.html", context=context)

    @post("/errands/again", status_code=200)
    async def again_errand(self, errands: Running, data: URLEncodedBody[Given]) -> Redirect:
        """Try it once more."""
        await asyncio.to_thread(errands.again, data.key)
        return Redirect("/errands", status_code=303)

    @get("/looks", opt=roles("admin", "records"))
    async def looks(self, known: Known) -> Template:
        """Who looked at which conversation."""
        return Template("looks.html", context={"here": "/looks", "looks": known.register.looks()})


def _link(known: Known, token: str) -> str:
    return f"{known.settings.seen_at}/welcome/{token}"


def _people(known: Known, **told: t.Any) -> Template:
    blank = {"wrong": None, "link": "", "whose": "", "done": "", "typed": Account()}
    context = {"here": "/people", "people": known.register.people(), "roles": ROLES}
    status = 422 if told.get("wrong") else 200
    return Template("people.html", context={**context, **blank, **told}, status_code=status)


def _keys(known: Known, **told: t.Any) -> Template:
    blank = {"wrong": None, "key": "", "done": ""}
    context = {"here": "/keys", "machines": known.register.machines(), "scopes": SCOPES}
    status = 422 if told.get("wrong") else 200
    return Template("keys.html", context={**context, **blank, **told}, status_code=status)
