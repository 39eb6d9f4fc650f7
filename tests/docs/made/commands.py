"""The page of the commands, from their own help."""

import typing as t

import typer.main
from typer.testing import CliRunner

from mulligan.cli.app import app

from ..pages import DOCS
from .parts import MARK

PAGE: t.Final = DOCS / "reference" / "commands.md"
_HEAD: t.Final = f"""\
# The commands

Every command, as its own help tells it. What goes in and what comes out, line by line, is in
[formats.md](formats.md).

Results go to standard output; messages, faults and progress go to standard error. The exit code
is 0 when all went well, 1 when something in the input was wrong or a check failed, and 2 when the
command was used wrongly.

{MARK}"""


def commands() -> t.Iterator[tuple[str, ...]]:
    """The words of every command, the group before its members."""
    yield from _below(typer.main.get_command(app), ())


def _below(command: t.Any, words: tuple[str, ...]) -> t.Iterator[tuple[str, ...]]:
    yield words
    for name, below in getattr(command, "commands", {}).items():
        yield from _below(below, (*words, name))


def text() -> str:
    """The page as it should be now."""
    parts = [_HEAD]
    for words in commands():
        told = CliRunner().invoke(
            app,
            [*words, "--help"],
            prog_name="mulligan",
            env={"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"},
        )
        assert told.exit_code == 0, told.output
        help_text = "\n".join(line.rstrip() for line in told.output.strip().split("\n"))
        parts.append(f"## {' '.join(('mulligan', *words))}\n\n```text\n{help_text}\n```\n")
    return "\n".join(parts)
