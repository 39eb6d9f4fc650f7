"""Which channel reads a file, and its lines."""

import pathlib
import sys
import typing as t

from mulligan.channels import csv, jsonl
from mulligan.channels.numbers import Numbers
from mulligan.channels.port import Channel, Incoming, Speakers
from mulligan.errors import BadInput

STANDARD_INPUT: t.Final = "-"
_BY_ENDING: t.Final[dict[str, Channel]] = {".csv": csv.read, ".tsv": csv.read}


def incoming(name: str, speakers: Speakers, numbers: Numbers) -> t.Iterator[Incoming]:
    """All that a file, or standard input (`-`), holds; live, as it comes in."""
    told = name.encode(errors="replace").decode()
    channel = _BY_ENDING.get(pathlib.Path(name).suffix.lower(), jsonl.read)
    try:
        if name == STANDARD_INPUT:
            yield from jsonl.read(standard_input(), name, speakers, numbers)
            return
        with open(name, "rb") as file:
            yield from channel(lines(file), told, speakers, numbers)
    except OSError as error:
        yield 0, BadInput(f"cannot be read: {error.strerror}", place=told)


def standard_input() -> t.Iterator[bytes]:
    """The lines of standard input, each as soon as it is there."""
    return lines(sys.stdin.buffer) if sys.stdin else iter(())


def lines(file: t.BinaryIO) -> t.Iterator[bytes]:
    """A file's lines; one that is too long is cut, and so stays bounded in memory."""
    most = jsonl.LONGEST_LINE + 1
    while line := file.readline(most):
        yield line
        while len(line) == most and not line.endswith(b"\n"):
            line = file.readline(most)
