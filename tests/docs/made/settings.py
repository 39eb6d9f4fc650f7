"""The page of settings: the environment variables that the commands say they take."""

import json
import typing as t

import msgspec
import typer.main

from mulligan.cli.app import app
from mulligan.settings import Settings

from ..pages import DOCS
from . import parts
from .commands import commands

PAGE: t.Final = DOCS / "reference" / "settings.md"
_HEAD: t.Final = f"""\
# Settings

What can be set once, in the environment, instead of with an option at each command. An option that
is given on the command line wins.

{parts.MARK}
"""


_FILE: t.Final = """
## The file of settings

`mulligan serve --data FOLDER` reads `FOLDER/mulligan.toml`, where there is one. A name that nobody
knows is told, and nothing starts.

"""


class Setting(t.NamedTuple):
    """An environment variable, what it says, and the option that it stands for."""

    variable: str
    meaning: str
    option: str


def settings() -> dict[Setting, list[str]]:
    """Every setting, and the commands that take it."""
    found: dict[Setting, list[str]] = {}
    for words in commands():
        for setting in _of(words):
            found.setdefault(setting, []).append(" ".join(("mulligan", *words)))
    return found


def _of(words: tuple[str, ...]) -> t.Iterator[Setting]:
    command: t.Any = typer.main.get_command(app)
    for word in words:
        command = command.commands[word]
    for option in command.params:
        for variable in _listed(option.envvar):
            yield Setting(variable, option.help, option.opts[0])


def _listed(variables: str | t.Sequence[str] | None) -> t.Sequence[str]:
    return [variables] if isinstance(variables, str) else variables or ()


def text() -> str:
    """The page as it should be now."""
    rows = (
        (f"`{of.variable}`", of.meaning, f"`{of.option}`", parts.codes(takers))
        for of, takers in settings().items()
    )
    variables = parts.table(("Variable", "Meaning", "Instead of", "Taken by"), rows)
    return (
        _HEAD
        + variables
        + _FILE
        + parts.table(("Setting", "Meaning", "Usually"), _fields(Settings))
    )


def _fields(of: t.Any, prefix: str = "") -> t.Iterator[tuple[str, ...]]:
    """Every setting of the file, with what its own note says."""
    for field in msgspec.inspect.type_info(of).fields:  # type: ignore[attr-defined]
        name, within = f"{prefix}{field.encode_name}", getattr(field.type, "type", None)
        if isinstance(within, msgspec.inspect.StructType):
            yield from _fields(within.cls, f"{name}.")
            continue
        schema = field.type.extra_json_schema or {}
        plain = isinstance(field.default, str | int) and field.default != ""
        yield f"`{name}`", schema["description"], f"`{json.dumps(field.default)}`" if plain else ""
