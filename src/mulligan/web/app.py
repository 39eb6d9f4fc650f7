"""The web application around a hub."""

import asyncio
import contextlib
import importlib.resources
import pathlib
import secrets
import typing as t

import uvicorn
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Litestar, Request
from litestar.config.allowed_hosts import AllowedHostsConfig
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import CacheControlHeader
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Response, Template
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig

from mulligan import __version__
from mulligan.errors import BadInput, MulliganError
from mulligan.web.doing import Doing
from mulligan.web.hub import Hub
from mulligan.web.live import live
from mulligan.web.pages import Pages
from mulligan.web.practice import Practice
from mulligan.web.saying import WORDS

HERE: t.Final = pathlib.Path(str(importlib.resources.files("mulligan.web")))
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
    hub: Hub, hosts: t.Sequence[str], beside: t.Coroutine[t.Any, t.Any, None] | None = None
) -> Litestar:
    """The application; it answers only to requests for these hosts. `beside` runs along with it."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Litestar) -> t.AsyncIterator[None]:
        async with hub.running():
            along = asyncio.create_task(beside) if beside else None
            yield
            if along is not None:
                along.cancel()

    return Litestar(
        route_handlers=[Pages, Doing, Practice, live, _static()],
        lifespan=[lifespan],
        dependencies={"hub": Provide(lambda: hub, sync_to_thread=False)},
        template_config=TemplateConfig(instance=JinjaTemplateEngine.from_environment(_jinja())),
        csrf_config=CSRFConfig(secret=secrets.token_urlsafe(32), cookie_samesite="strict"),
        allowed_hosts=AllowedHostsConfig(list(hosts)),
        exception_handlers={MulliganError: _refused, HTTPException: _wrong},
        response_headers=_HEADERS,
        openapi_config=None,
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


def _static() -> t.Any:
    kept = CacheControlHeader(max_age=_A_YEAR, immutable=True, public=True)
    return create_static_files_router(
        f"/static/{__version__}", directories=[HERE / "static"], cache_control=kept
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
    status = 404 if isinstance(error, BadInput) else 500
    return _told(request, status, error.message, error.hint)


def _wrong(request: Request[t.Any, t.Any, t.Any], error: HTTPException) -> Response[t.Any]:
    return _told(request, error.status_code, error.detail, "")


def _told(
    request: Request[t.Any, t.Any, t.Any], status: int, what: str, hint: str
) -> Response[t.Any]:
    """A page for people, and a problem document (RFC 9457) for programs."""
    if request.accept.best_match(["text/html", "application/problem+json"]) == "text/html":
        context = {"here": "", "status": status, "what": what, "hint": hint}
        return Template("error.html", context=context, status_code=status)
    return Response(
        {"status": status, "title": what, "detail": hint},
        status_code=status,
        media_type="application/problem+json",
    )
