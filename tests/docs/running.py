"""Runs the console blocks of a page, as a reader would who follows it from top to bottom."""

import contextlib
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import typing as t
from unittest import mock

from mulligan.cli.app import main

from .pages import ROOT, Block, blocks

LOOK: t.Final = {"COLUMNS": "88", "NO_COLOR": "1", "TERM": "dumb"}
"""How a terminal looks to the commands here, so that they print the same everywhere."""

NOT_RUN: t.Final = (
    *("make demo", "make test", "make help", "make bench"),
    *("source ", "python -m tests.docs."),
)
"""Commands that install something, take long, or run this very thing."""

_ANY: t.Final = "…"
_SAVED: t.Final = ("yaml", "jsonl", "csv", "python", "toml", "text")


class Step(t.NamedTuple):
    """A command, what the page shows of its output, and the lines (from 1) that this covers."""

    command: str
    shown: str
    first: int
    last: int

    @property
    def skipped(self) -> bool:
        """Whether this command is not run."""
        return self.command.startswith(NOT_RUN)


class Ran(t.NamedTuple):
    """A step, and what its command really printed."""

    step: Step
    printed: str

    @property
    def true(self) -> bool:
        """Whether the page shows what was printed."""
        return matches(self.step.shown, self.printed)


def steps(block: Block) -> list[Step]:
    """The steps of a console block: lines that begin with `$ `, and what follows each."""
    found: list[Step] = []
    lines = block.body.split("\n")
    at = 0
    while at < len(lines):
        assert lines[at].startswith("$ "), f"line {block.line + at}: no command before this"
        command = lines[at][2:]
        while command.endswith("\\"):
            at += 1
            command += "\n" + lines[at]
        start = at = at + 1
        while at < len(lines) and not lines[at].startswith("$ "):
            at += 1
        shown = "\n".join(lines[start:at])
        found.append(Step(command, shown, block.line + start, block.line + at - 1))
    return found


def matches(shown: str, printed: str) -> bool:
    """Whether a page's text is what was printed.

    A line `…` stands for any lines, a `…` inside a line for any text in it.
    """
    parts = []
    for line in _tidy(shown).split("\n"):
        if line.strip() == _ANY:
            parts.append(r"(?:[^\n]*\n)*?")
        else:
            parts.append(".*?".join(map(re.escape, line.split(_ANY))) + r"\n")
    return re.fullmatch("".join(parts), _tidy(printed) + "\n") is not None


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))


def run(page: pathlib.Path, folder: pathlib.Path) -> list[Ran]:
    """Save the files that a page tells to save, and run its commands, in order, in a folder."""
    shutil.copytree(ROOT / "examples", folder / "examples", dirs_exist_ok=True)
    done = []
    for block in blocks(page, "console", *_SAVED):
        if block.language != "console":
            if block.file:
                (folder / block.file).write_text(block.body + "\n", "utf-8")
            continue
        for step in steps(block):
            if not step.skipped:
                done.append(Ran(step, printed(step.command, folder)))
    return done


def printed(command: str, folder: pathlib.Path) -> str:
    """What a command prints; behind a pipe messages come in any order, so here they come last."""
    plain = re.fullmatch(r"mulligan( [\w./=-]+)*", command)
    return _here(command.split(), folder) if plain else _shell(command, folder)


def _environment() -> dict[str, str]:
    """This process's environment, with the command on the path and no look or news of its own."""
    env = {k: v for k, v in os.environ.items() if k not in ("FORCE_COLOR", "LINES", "PYTHONPATH")}
    path = f"{pathlib.Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
    return {**env, **LOOK, "LC_ALL": "C.UTF-8", "PATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def _here(words: list[str], folder: pathlib.Path) -> str:
    """Run the command in this process, which reads its lexica once and not for each command."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
        mock.patch.dict(os.environ, _environment(), clear=True),
        mock.patch.object(sys, "argv", words),
        contextlib.suppress(SystemExit),
    ):
        main()
    out.seek(0)
    return out.read()


def _shell(command: str, folder: pathlib.Path) -> str:
    """Run the command as a shell does."""
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if "|" in command else subprocess.STDOUT,
        timeout=60,
    )
    return (done.stdout + (done.stderr or b"")).decode()
