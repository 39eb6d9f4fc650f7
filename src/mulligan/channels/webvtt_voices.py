"""Who says what in a WebVTT cue: its text, parted at the voice tags and freed of all others."""

import html
import re
import typing as t

from mulligan.channels.webvtt_cues import Line

_PIECE: t.Final = re.compile(
    r"(?P<opened><v(?:\.[^\s<>]*)?(?:\s(?P<voice>[^<>]*))?>)"
    r"|(?P<closed></v>)"
    r"|</?[A-Za-z][^<>]*>|<[\d:.]*>"
    r"|(?P<words><|[^<]+)"
)


class Voice(t.NamedTuple):
    """The words of one voice (or of none: ``), and the line where they begin."""

    number: int
    name: str
    text: str


def voices(lines: t.Iterable[Line]) -> t.Iterator[Voice]:
    """What each voice says, in order; where a `<` begins no tag, it is a word like any other.

    The lines of a cue are broken for the screen, so they are joined with spaces.
    """
    begun, name, words = 0, "", list[str]()
    for number, line in lines:
        begun = begun or number
        for piece in _PIECE.finditer(line):
            if piece.lastgroup == "words":
                words.append(html.unescape(piece["words"]))
            elif piece.lastgroup:
                yield from _said(begun, name, words)
                begun, name, words = number, _plain(html.unescape(piece["voice"] or "")), []
        words.append(" ")
    yield from _said(begun, name, words)


def _said(begun: int, name: str, words: list[str]) -> t.Iterator[Voice]:
    text = _plain("".join(words))
    if text:
        yield Voice(begun, name, text)


def _plain(text: str) -> str:
    return " ".join(text.split())
