"""Requests to others, and what their answers mean for whoever waits."""

import typing as t

import httpx2 as httpx

from mulligan.errors import MulliganError, NotNow, Refused

TIMEOUT_SECONDS: t.Final = 15.0
_SLOW_DOWN: t.Final = 429
_FAULT: t.Final = 500
_LATER: t.Final = frozenset((408, 425, _SLOW_DOWN))


async def ask(
    client: httpx.AsyncClient, method: str, url: str, whom: str, **more: t.Any
) -> httpx.Response:
    """Send a request; raises `NotNow` where trying again helps, and `Refused` where it does not."""
    try:
        answer = await client.request(method, url, **more)
    except httpx.HTTPError as error:
        raise NotNow(f"{whom} cannot be reached: {type(error).__name__}") from None
    if answer.is_success:
        return answer
    raise _wrong(answer, whom)


def _wrong(answer: httpx.Response, whom: str) -> MulliganError:
    told = f"{whom} answers {answer.status_code}"
    if answer.status_code >= _FAULT or answer.status_code in _LATER:
        after = answer.headers.get("retry-after", "")
        return NotNow(told, after=float(after) if after.isdecimal() else 0.0)
    return Refused(told)


def client(**more: t.Any) -> httpx.AsyncClient:
    """A client that waits for nobody for long, and follows nobody elsewhere."""
    return httpx.AsyncClient(timeout=TIMEOUT_SECONDS, follow_redirects=False, **more)
