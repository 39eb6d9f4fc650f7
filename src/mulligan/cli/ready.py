"""`mulligan ready`: is everything there that must be there before anybody relies on it?"""

import pathlib
import typing as t

import typer

from mulligan.cli.help import examples
from mulligan.cli.serve import Data

EXAMPLES: t.Final = examples("mulligan ready", "mulligan ready --data /var/lib/mulligan")


def ready(data: Data = pathlib.Path("mulligan-data")) -> None:
    """Say what is missing before a team can go live; the exit code is 1 while something is."""
    import contextlib

    from mulligan import settings
    from mulligan.cli.console import tell
    from mulligan.cli.options import opened
    from mulligan.people.register import Register
    from mulligan.protocol.file.load import load
    from mulligan.web.readiness import missing

    given = settings.read(data / settings.FILE)
    book = opened(data / "journal.db")
    with contextlib.closing(Register(data / "people.db")) as register:
        left = list(missing(given, register, load(given.protocol), load("default"), book))
    for what in left:
        typer.echo(f"✗ {what}")
    if left:
        raise typer.Exit(1)
    tell("Ready. Let one queue go live first.")
