"""The cues of a WebVTT file: which lines belong to each, its id and its times."""

import itertools
import re
import typing as t

from mulligan.channels.record import LONGEST_TEXT
from mulligan.errors import BadInput

Line = tuple[int, str]
_Lines = t.Iterator[Line]
_BOM: t.Final = b"\xef\xbb\xbf"
_ARROW: t.Final = "-->"
_FIRST: t.Final = re.compile(r"WEBVTT(?:[ \t].*)?", re.DOTALL)
_ASIDE: t.Final = re.compile(r"NOTE(?:[ \t]|$)|(?:STYLE|REGION)\s*$")
_TIME: t.Final = r"(?:(\d{1,6}):)?([0-5]\d):([0-5]\d\.\d{3})"
_TIMES: t.Final = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s|$)", re.ASCII)
_UTF_8: t.Final = "convert the file to UTF-8"


class Cue(t.NamedTuple):
    """A cue: its id (or nothing), start and end in seconds, and its text, line by line."""

    id: str
    start: float
    end: float
    lines: list[Line]


def cues(lines: t.Iterable[bytes]) -> t.Iterator[tuple[int, Cue | BadInput]]:
    """Each cue with the line it begins on, as soon as it is whole; or why it is none.

    Notes, styles and regions are passed over. Memory: one cue of at most 1 MiB.
    """
    text = _text(lines)
    number, first = next(text, (0, ""))
    if not number:
        return
    if not _FIRST.fullmatch(first):
        told = "the first line is not `WEBVTT`, so nothing of this file can be read"
        yield number, BadInput(told, hint=f"is this UTF-16? {_UTF_8}" if "\0" in first else "")
        return
    for block in _blocks(_after_the_header(text)):
        cue = _cue(block)
        if cue is not None:
            yield block[0][0], cue


def _text(lines: t.Iterable[bytes]) -> _Lines:
    """Numbered lines; bytes that are not UTF-8 become lone surrogates, and a fault later."""
    number = 0
    for raw in lines:
        whole = raw.removeprefix(_BOM) if number == 0 else raw
        text = whole.decode(errors="surrogateescape").removesuffix("\n").removesuffix("\r")
        for line in text.split("\r"):
            number += 1
            yield number, line


def _after_the_header(lines: _Lines) -> _Lines:
    for number, line in lines:
        if not line or _ARROW in line:
            return itertools.chain(((number, line),), lines)
    return lines


def _blocks(lines: _Lines) -> t.Iterator[list[Line]]:
    """Lines that stand together; of too many of them, just more than a cue may have."""
    block: list[Line] = []
    size = 0
    for number, line in lines:
        begins = _ARROW in line and (len(block) > 1 or (block and _ARROW in block[0][1]))
        if block and (begins or not line):
            yield block
            block, size = [], 0
        if line and size <= LONGEST_TEXT:
            block.append((number, line))
            size += len(line)
    if block:
        yield block


def _cue(block: list[Line]) -> Cue | BadInput | None:
    """What a block is; None for an aside."""
    (_, first), (_, second) = block[0], block[min(1, len(block) - 1)]
    if _ARROW not in first and _ARROW not in second:
        if _ASIDE.match(first):
            return None
        return BadInput("these lines have no times, so they are passed over")
    if sum(len(line) for _, line in block) > LONGEST_TEXT:
        return BadInput(f"the cue is longer than {LONGEST_TEXT:,} characters")
    try:
        "".join(line for _, line in block).encode()
    except UnicodeEncodeError:
        return BadInput("the cue is not UTF-8", hint=_UTF_8)
    if _ARROW in first:
        return _timed("", first, block[1:])
    return _timed(first, second, block[2:])


def _timed(identity: str, times: str, lines: list[Line]) -> Cue | BadInput:
    found = _TIMES.match(times)
    if found is None:
        hint = "such as 00:01.500 --> 01:02:03.000"
        return BadInput("the cue's times cannot be read", hint=hint)
    start, end = _seconds(*found.groups()[:3]), _seconds(*found.groups()[3:])
    if end < start:
        return BadInput("the cue ends before it starts")
    return Cue(identity, start, end, lines)


def _seconds(hours: str | None, minutes: str, seconds: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
