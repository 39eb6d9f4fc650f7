"""Help texts for people: examples that keep their lines, and no Python types."""

import re
import typing as t

import typer
from typer.core import TyperCommand

_TYPE: t.Final = re.compile(r" <(?:\w+)(?:\[\w+\])?>")
_USAGE: t.Final = re.compile(r"\{([A-Z][A-Z|…]*)\}(?:\.\.\.)?")


class Plain(TyperCommand):
    """A command whose help names arguments as they are written."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """The help, without the types that Python gives to arguments."""
        text = _USAGE.sub(r"\1", super().get_help(ctx))
        return _TYPE.sub(lambda found: " " * len(found.group()), text)


def examples(*commands: str) -> str:
    """The end of a help text: commands to try, each on its line."""
    head = "Examples:" if len(commands) > 1 else "Example:"
    return "\n".join((head, "", "\b", *(f"  {command}" for command in commands)))
