"""Who is asking, and whether they may: every address is closed that does not say who it is for."""

import time
import typing as t

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.types import ASGIApp

from mulligan.people.accounts import DAY, SESSION_DAYS
from mulligan.people.person import Machine, Person, Role, Scope
from mulligan.people.register import Register

COOKIE: t.Final = "mulligan"
KEY: t.Final = "may"
ANYONE: t.Final[dict[str, t.Any]] = {KEY: None}
"""For addresses that are open to everybody."""

GUEST: t.Final = Person(
    id=0, login="you", name="You", roles=frozenset(("agent", "supervisor", "manager"))
)
"""Whoever sits before a desk that has no accounts, on their own machine."""

Connection = ASGIConnection[t.Any, t.Any, t.Any, t.Any]


def roles(*these: Role) -> dict[str, t.Any]:
    """For addresses that are open to people with one of these roles."""
    return {KEY: frozenset(these)}


def scope(this: Scope) -> dict[str, t.Any]:
    """For addresses that are open to machines whose key has this scope."""
    return {KEY: this}


class Gate(AbstractAuthenticationMiddleware):
    """Finds out who is asking: by a session's cookie, or by a machine's key."""

    def __init__(self, app: ASGIApp, register: Register | None) -> None:
        super().__init__(app)
        self._register = register

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        """The person or the machine; nobody, where neither is known."""
        if self._register is None:
            return AuthenticationResult(user=GUEST, auth=None)
        kind, _, key = connection.headers.get("authorization", "").partition(" ")
        if kind.casefold() == "bearer" and key:
            return AuthenticationResult(user=self._register.machine(key.strip()), auth=None)
        token = connection.cookies.get(COOKIE)
        person = self._register.session(token, time.time()) if token else None
        return AuthenticationResult(user=person, auth=token)


def guard(connection: Connection, handler: BaseRouteHandler) -> None:
    """Refuse whoever may not: 401 where nobody knows who asks, 403 where they may not do it."""
    allowed = handler.opt.get(KEY, frozenset())
    if allowed is None:
        return
    match connection.scope.get("user"):
        case Person() as person if isinstance(allowed, frozenset):
            if not person.roles.isdisjoint(allowed):
                return
        case Machine() as machine if isinstance(allowed, str):
            if allowed in machine.scopes:
                return
        case None:
            raise NotAuthorizedException("log in first")
    raise PermissionDeniedException("that is not yours to see or to do")


def kept(token: str, *, secure: bool) -> Cookie:
    """The cookie that keeps somebody logged in."""
    return Cookie(
        key=COOKIE,
        value=token,
        httponly=True,
        secure=secure,
        samesite="lax",
        max_age=int(SESSION_DAYS * DAY),
    )
