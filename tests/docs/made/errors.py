"""The page of errors: their meanings from their docstrings, their exit codes from `main`."""

import ast
import inspect
import typing as t

from mulligan import errors
from mulligan.cli.app import main
from mulligan.cli.watch import INTERRUPTED
from mulligan.errors import MulliganError

from ..pages import DOCS
from . import parts

PAGE: t.Final = DOCS / "reference" / "errors.md"
_HEAD: t.Final = f"""\
# Errors

How Mulligan tells what went wrong, and with which exit code a command ends when an error stops it.
A program that uses Mulligan from Python gets the same errors as exceptions, from `mulligan.errors`.

{parts.MARK}
## What they all tell

"""
_KINDS: t.Final = """\

## The kinds

"""
_CODES: t.Final = f"""\

A faulty line stops nothing: it is told, the rest is read, and the exit code at the end is 1. A
command that was called wrongly ends with 2 and says how it wants to be called. One that you stop
with Ctrl-C says how far it came, and ends with {INTERRUPTED}.
"""


def kinds() -> list[type[MulliganError]]:
    """Every kind of error, in the order of the code; the general one is not among them."""
    found = [kind for kind in vars(errors).values() if inspect.isclass(kind)]
    return [kind for kind in found if issubclass(kind, MulliganError) and kind != MulliganError]


def exit_codes() -> dict[str, int]:
    """From the name of an error that `main` catches to the code that it exits with, in order."""
    return {
        ast.unparse(node.type): _exit(node)
        for node in ast.walk(ast.parse(inspect.getsource(main)))
        if isinstance(node, ast.ExceptHandler) and node.type
    }


def exit_code(kind: type[MulliganError]) -> int:
    """The code that a command exits with when this error stops it."""
    known = {base.__name__ for base in kind.__mro__}
    return next(code for name, code in exit_codes().items() if name in known)


def _exit(handler: ast.ExceptHandler) -> int:
    for node in ast.walk(handler):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "sys.exit":
            return int(ast.unparse(node.args[0]))
    raise AssertionError(f"`main` does not exit after `{ast.unparse(handler)}`")


def text() -> str:
    """The page as it should be now."""
    rows = [(f"`{kind.__name__}`", _meaning(kind), str(exit_code(kind))) for kind in kinds()]
    table = parts.table(("Error", "What it means", "Exit code"), rows)
    return _HEAD + parts.told(MulliganError) + _KINDS + table + _CODES


def _meaning(kind: type[MulliganError]) -> str:
    return " ".join(parts.told(kind).split())
