"""The web application around a hub."""

import asyncio
import contextlib
import importlib.resources
import pathlib
import secrets
import typing as t
import urllib.parse

import uvicorn
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Litestar, Request, Router
from litestar.config.allowed_hosts import AllowedHostsConfig
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import CacheControlHeader
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.middleware import DefineMiddleware
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Redirect, Response, Template
from litestar.static_files import create_static_files_router
from litestar.status_codes import HTTP_401_UNAUTHORIZED
from litestar.template import TemplateConfig

from mulligan import __version__
from mulligan.errors import BadInput, Busy, MulliganError
from mulligan.people.person import Machine
from mulligan.web.accounts import Accounts
from mulligan.web.api import Api
from mulligan.web.asked import House
from mulligan.web.carriers import alerts, helpdesks
from mulligan.web.doing import Doing, test_alarm
from mulligan.web.entrance import Entrance
from mulligan.web.errands import Errands
from mulligan.web.gate import ANYONE, Gate, guard
from mulligan.web.health import health, metrics, ready
from mulligan.web.hooks import hook
from mulligan.web.hub import Hub
from mulligan.web.live import live
from mulligan.web.noting import failed, noted
from mulligan.web.pages import Pages
from mulligan.web.practice import Practice
from mulligan.web.saying import WORDS
from mulligan.web.tap import Tap

HERE: t.Final = pathlib.Path(str(importlib.resources.files("mulligan.web")))
LARGEST: t.Final = 8 << 20
"""How large a request may be, in bytes: a message of 1 MiB characters, however they are written."""

_A_YEAR: t.Final = 31_536_000
_HEADERS: t.Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def make(
    hub: Hub,
    house: House,
    hosts: t.Sequence[str],
    *,
    guests: bool = False,
    beside: t.Coroutine[t.Any, t.Any, None] | None = None,
) -> Litestar:
    """The application; it answers only to requests for these hosts.

    With `guests`, whoever comes is let in and may do everything. `beside` runs along with it.
    """

    errands = Errands(
        hub, house.ledger, house.settings, helpdesks(house.settings), alerts(house.settings)
    )

    @contextlib.asynccontextmanager
    async def lifespan(_: Litestar) -> t.AsyncIterator[None]:
        async with hub.running(), errands.running():
            along = asyncio.create_task(beside) if beside else None
            yield
            if along is not None:
                along.cancel()

    return Litestar(
        route_handlers=[
            *(Pages, Doing, test_alarm, Practice, Tap, Entrance, Accounts, live),
            *(Api, hook, health, ready, metrics, _static()),
        ],
        lifespan=[lifespan],
        dependencies={
            "hub": Provide(lambda: hub, sync_to_thread=False),
            "errands": Provide(lambda: errands, sync_to_thread=False),
            "known": Provide(lambda: house, sync_to_thread=False),
        },
        middleware=[DefineMiddleware(Gate, register=None if guests else house.register)],
        guards=[guard],
        template_config=TemplateConfig(instance=JinjaTemplateEngine.from_environment(_jinja())),
        csrf_config=CSRFConfig(
            secret=secrets.token_urlsafe(32),
            cookie_samesite="lax",
            cookie_secure=house.secure,
            exclude=["^/api/", "^/hooks/"],
        ),
        allowed_hosts=AllowedHostsConfig(list(hosts)),
        exception_handlers={MulliganError: _refused, HTTPException: _wrong, Exception: _failed},
        response_headers=_HEADERS,
        openapi_config=_schema(),
        request_max_body_size=LARGEST,
        before_send=[noted],
        after_exception=[failed],
        logging_config=None,
    )


def settings(app: Litestar, **more: t.Any) -> uvicorn.Config:
    """How to serve it: open streams of changes do not hold up the end."""
    return uvicorn.Config(
        app, log_level="warning", lifespan="on", timeout_graceful_shutdown=1, **more
    )


def asset(name: str) -> str:
    """Where a page finds a file that comes along; a new version is another address."""
    return f"/static/{__version__}/{name}"


def _schema() -> OpenAPIConfig:
    """What programs may ask, as OpenAPI 3.1; as a file only, since viewers want foreign scripts."""
    return OpenAPIConfig(
        title="Mulligan",
        version=__version__,
        description="Send messages, acts and drafts. Show a key: `Authorization: Bearer mul_…`.",
        components=Components(
            security_schemes={"key": SecurityScheme(type="http", scheme="bearer")}
        ),
        security=[{"key": []}],
        openapi_router=Router("/api/docs", route_handlers=[], opt=ANYONE, include_in_schema=False),
        render_plugins=[JsonRenderPlugin()],
    )


def _static() -> t.Any:
    kept = CacheControlHeader(max_age=_A_YEAR, immutable=True, public=True)
    return create_static_files_router(
        f"/static/{__version__}", directories=[HERE / "static"], cache_control=kept, opt=ANYONE
    )


def _jinja() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(WORDS, asset=asset)
    return made


def _refused(request: Request[t.Any, t.Any, t.Any], error: MulliganError) -> Response[t.Any]:
    if isinstance(error, Busy):
        told = _told(request, 503, error.message, error.hint)
        told.headers["Retry-After"] = "1"
        return told
    sent = request.url.path.startswith(("/api/", "/hooks/"))
    status = (400 if sent else 404) if isinstance(error, BadInput) else 500
    return _told(request, status, str(error) if sent else error.message, error.hint)


def _wrong(request: Request[t.Any, t.Any, t.Any], error: HTTPException) -> Response[t.Any]:
    wrong = error.extra if isinstance(error.extra, list) else []
    places = (f"{one.get('key', '')}: {one.get('message', '')}" for one in wrong)
    return _told(request, error.status_code, error.detail, "; ".join(places))


def _failed(request: Request[t.Any, t.Any, t.Any], _: Exception) -> Response[t.Any]:
    return _told(request, 500, "Something is wrong with Mulligan itself", "It was written down.")


def _to_login(request: Request[t.Any, t.Any, t.Any]) -> Response[t.Any]:
    """Where to log in, and to come back from; a part of a page takes the whole page there."""
    if request.headers.get("hx-request"):
        return Response(None, status_code=401, headers={"HX-Redirect": "/login"})
    onward = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    return Redirect(f"/login?{urllib.parse.urlencode({'onward': onward})}", status_code=303)


def _told(
    request: Request[t.Any, t.Any, t.Any], status: int, what: str, hint: str
) -> Response[t.Any]:
    """A page for people, and a problem document (RFC 9457) for programs."""
    machine = request.url.path.startswith(("/api/", "/hooks/")) or isinstance(
        request.scope.get("user"), Machine
    )
    kinds = ["text/html", "application/problem+json"]
    if not machine and request.accept.best_match(kinds) == "text/html":
        if status == HTTP_401_UNAUTHORIZED:
            return _to_login(request)
        context = {"here": "", "status": status, "what": what, "hint": hint}
        return Template("error.html", context=context, status_code=status)
    return Response(
        {"status": status, "title": what, "detail": hint},
        status_code=status,
        media_type="application/problem+json",
    )
