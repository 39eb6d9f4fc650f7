"""Which format a file is in: by its ending, else by its first JSON object."""

import itertools
import pathlib
import re
import typing as t

from mulligan.channels.numbers import Numbers
from mulligan.channels.port import Channel, Formats, Incoming, Speakers
from mulligan.channels.sources import STANDARD_INPUT

USUAL: t.Final = "jsonl"
_FARTHEST: t.Final = 1 << 20
_BOM: t.Final = b"\xef\xbb\xbf"
_TOKEN: t.Final = re.compile(rb'"([^"\\]*+(?:\\.[^"\\]*+)*+)(?:"\s*+(:)?)?|[{}\[\]]')


def guessing(formats: Formats) -> Channel:
    """A channel that reads a source in whichever of these formats it is."""

    def read(
        lines: t.Iterable[bytes], name: str, speakers: Speakers, numbers: Numbers | None = None
    ) -> t.Iterator[Incoming]:
        format, lines = chosen(lines, name, formats)
        yield from formats[format].load()(lines, name, speakers, numbers)

    return read


def chosen(lines: t.Iterable[bytes], name: str, formats: Formats) -> tuple[str, t.Iterable[bytes]]:
    """The name of the format that a source is in, and all its lines; the usual one at a loss.

    Looks no further than the first object, and no further than 1 MiB; never into standard input.
    """
    if name == STANDARD_INPUT:
        return USUAL, lines
    ending = pathlib.PurePath(name).suffix.lower()
    for format, known in formats.items():
        if ending in known.endings:
            return format, lines
    lines = iter(lines)
    seen: list[bytes] = []
    fields: set[str] = set()
    for field in _fields(_kept(lines, seen)):
        fields.add(field)
        for format, known in formats.items():
            if any(mark <= fields for mark in known.marks):
                return format, itertools.chain(seen, lines)
    return USUAL, itertools.chain(seen, lines)


def _kept(lines: t.Iterator[bytes], seen: list[bytes]) -> t.Iterator[bytes]:
    """The lines up to the limit, each kept as it is taken."""
    left = _FARTHEST
    while left > 0 and (line := next(lines, b"")):
        seen.append(line)
        yield line[:left]
        left -= len(line)


def _fields(lines: t.Iterable[bytes]) -> t.Iterator[str]:
    """The names of the first object's fields, as far as the lines go; none if it is no object."""
    depth = 0
    for line in lines:
        plain = line.removeprefix(_BOM).strip()
        if not depth and plain and not plain.startswith(b"{"):
            return
        for token in _TOKEN.finditer(plain):
            if token[0] in b"{[":
                depth += 1
            elif token[0] in b"}]":
                depth -= 1
                if not depth:
                    return
            elif depth == 1 and token[2]:
                yield token[1].decode(errors="replace")
