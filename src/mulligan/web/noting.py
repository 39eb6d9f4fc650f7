"""The log of requests: which address, in what time, with what answer; never what was in it."""

import traceback
import typing as t

import structlog
from litestar.exceptions import HTTPException
from litestar.types import Message, Scope

from mulligan.errors import MulliganError

_LOG: t.Final = structlog.get_logger("mulligan.web")
_QUIET: t.Final = frozenset(("/health", "/ready", "/metrics"))


async def failed(error: Exception, scope: Scope) -> None:
    """Write down what nobody foresaw: its kind and its place, and none of its words."""
    if isinstance(error, HTTPException | MulliganError):
        return
    place = traceback.extract_tb(error.__traceback__)[-1]
    asked = t.cast("dict[str, t.Any]", scope)
    _LOG.error(
        "failed",
        kind=type(error).__name__,
        place=f"{place.filename}:{place.lineno}",
        path=asked.get("path_template", ""),
    )


async def noted(message: Message, scope: Scope) -> None:
    """Write one line for each answer; addresses by their pattern, since they may hold a token."""
    if message["type"] != "http.response.start":
        return
    asked = t.cast("dict[str, t.Any]", scope)
    path = asked.get("path_template", "")
    if path in _QUIET or path.startswith("/static"):
        return
    _LOG.info("request", method=asked["method"], path=path, status=message["status"])
