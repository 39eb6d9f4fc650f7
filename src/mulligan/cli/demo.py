"""`mulligan demo`: the desk in a browser, with conversations that unfold by themselves."""

import contextlib
import typing as t

import typer

from mulligan.cli.help import examples
from mulligan.cli.options import Reader

EXAMPLES: t.Final = examples("mulligan demo", "mulligan demo --port 9000 --pace 0.5")
LOOPBACK: t.Final = "127.0.0.1"


def demo(
    port: t.Annotated[int, typer.Option(min=0, max=65_535, help="Where to listen.")] = 8642,
    pace: t.Annotated[
        float, typer.Option(min=0.05, max=60, help="Seconds between messages, about.")
    ] = 6.0,
    reader: Reader = "trained",
) -> None:
    """Show the desk with sample conversations, on this machine only; nothing is kept."""
    import pathlib
    import tempfile

    import uvicorn

    from mulligan import plugins
    from mulligan.actions.ledger import Ledger
    from mulligan.cli.console import tell
    from mulligan.cli.door import listening
    from mulligan.people.register import Register
    from mulligan.protocol.file.load import load
    from mulligan.settings import Settings
    from mulligan.web.app import make, settings
    from mulligan.web.asked import House
    from mulligan.web.hub import Hub
    from mulligan.web.samples import playing

    door = listening((LOOPBACK, port), f"port {port}", "`--port 0` takes a free one")
    host = f"{LOOPBACK}:{door.getsockname()[1]}"
    with tempfile.TemporaryDirectory(prefix="mulligan-demo-") as folder, door:
        home = pathlib.Path(folder)
        hub = Hub(home / "journal.db", load("default"), plugins.reader(reader))
        hosts = [host, host.replace(LOOPBACK, "localhost")]
        house = House(
            Register(home / "people.db"), Settings(listen=host), Ledger(home / "errands.db")
        )
        app = make(hub, house, hosts, guests=True, beside=playing(hub, pace))
        tell(f"The desk is at http://{host}/desk – stop it with Ctrl-C.")
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(settings(app)).run([door])
