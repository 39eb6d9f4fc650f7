"""Where helpdesks call: each at an address of its own, with a secret in it."""

import secrets
import typing as t

from litestar import Request, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from mulligan.errors import Refused
from mulligan.helpdesks.port import Call
from mulligan.web.asked import Known, Running
from mulligan.web.gate import ANYONE


@post("/hooks/{name:str}/{secret:str}", status_code=202, opt=ANYONE, include_in_schema=False)
async def hook(
    known: Known,
    errands: Running,
    request: Request[t.Any, t.Any, t.Any],
    name: FromPath[str],
    secret: FromPath[str],
) -> dict[str, bool]:
    """Take a call in; it is on the disk when it is answered, and looked at after that."""
    settings = known.settings.helpdesks.get(name)
    if settings is None or not secrets.compare_digest(settings.secret.encode(), secret.encode()):
        raise NotFoundException("there is nothing here")
    call = Call(
        {key.lower(): value for key, value in request.headers.items()}, await request.body()
    )
    try:
        await errands.called(name, call)
    except Refused as error:
        raise NotFoundException(error.message) from None
    return {"accepted": True}
