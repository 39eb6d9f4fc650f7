"""`mulligan serve`: the desk for a whole team, with accounts and a journal that stays."""

import pathlib
import typing as t

import typer

from mulligan.cli.help import examples

if t.TYPE_CHECKING:
    from mulligan.people.register import Register
    from mulligan.settings import Settings

EXAMPLES: t.Final = examples("mulligan serve", "mulligan serve --data /var/lib/mulligan")

Data = t.Annotated[
    pathlib.Path,
    typer.Option(
        "--data",
        metavar="FOLDER",
        envvar="MULLIGAN_DATA",
        show_envvar=True,
        help="Where everything is kept; made where there is none. Settings: its mulligan.toml.",
    ),
]


def serve(data: Data = pathlib.Path("mulligan-data")) -> None:
    """Serve the desk, the board and the interface for programs, until Ctrl-C."""
    import contextlib

    import uvicorn

    from mulligan import plugins, settings
    from mulligan.actions.ledger import Ledger
    from mulligan.cli.console import tell
    from mulligan.cli.door import listening
    from mulligan.errors import BadInput
    from mulligan.people.register import Register
    from mulligan.protocol.file.load import load
    from mulligan.web import app as web
    from mulligan.web.asked import House
    from mulligan.web.hub import Hub

    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"cannot be made: {error.strerror}", place=str(data)) from None
    given = settings.read(data / settings.FILE)
    hub = Hub(data / "journal.db", load(given.protocol), plugins.reader(given.reader))
    register = Register(data / "people.db")
    hint = f"another `listen` in {data / settings.FILE}, or stop what listens there"
    ledger = Ledger(data / "errands.db")
    with (
        listening(given.address, given.listen, hint) as door,
        contextlib.closing(register),
        contextlib.closing(ledger),
    ):
        given = given.listening(door.getsockname()[1])
        hosts = [given.host, given.listen, *_near(door)]
        app = web.make(hub, House(register, given, ledger), hosts)
        tell(f"Mulligan is at {given.seen_at} – stop it with Ctrl-C.")
        _welcome(register, given)
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(web.settings(app)).run([door])


def _near(door: t.Any) -> list[str]:
    """How this machine itself asks for it."""
    port = door.getsockname()[1]
    return [f"{host}:{port}" for host in ("127.0.0.1", "localhost", "[::1]")]


def _welcome(register: "Register", given: "Settings") -> None:
    """While nobody can log in, print the link with which somebody can."""
    import time

    from mulligan.cli.console import tell

    token = register.first(time.time())
    if token is not None:
        tell("Nobody has an account yet. Open this link to make the first one; it works once:")
        tell(f"  {given.seen_at}/welcome/{token}")
