"""A source by its name, and its lines."""

import sys
import typing as t

from mulligan.channels.documents import LONGEST_DOCUMENT
from mulligan.channels.numbers import Numbers
from mulligan.channels.port import Channel, Incoming, Speakers
from mulligan.errors import BadInput

STANDARD_INPUT: t.Final = "-"


def incoming(
    name: str, speakers: Speakers, numbers: Numbers, channel: Channel
) -> t.Iterator[Incoming]:
    """All that a file, or standard input (`-`), holds; live, as it comes in."""
    told = name.encode(errors="replace").decode()
    try:
        if name == STANDARD_INPUT:
            yield from channel(standard_input(), name, speakers, numbers)
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
    most = LONGEST_DOCUMENT + 1
    while line := file.readline(most):
        yield line
        while len(line) == most and not line.endswith(b"\n"):
            line = file.readline(most)
