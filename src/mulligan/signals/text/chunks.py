"""What stands between two spaces, taken apart: words, the marks around them, quotation marks.

A chunk means the same wherever it stands, so each distinct short one is taken apart once.
"""

import functools
import re
import typing as t

from mulligan.signals.text.contractions import opened
from mulligan.signals.text.disguise import squeeze, unmask

SHOUTED: t.Final = 1
MASKED: t.Final = 2
ELONGATED: t.Final = 4
SPACED: t.Final = 8
QUOTED: t.Final = 16
EMOJI: t.Final = 32

KEPT: t.Final = 40

_INSIDE: t.Final = re.compile(
    r"[^\W_]+(?:'[^\W_]+)*|[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
)
_OPENING: t.Final = "\"'([{<*_~-.,!?;:/\\|"
_CLOSING: t.Final = "\"')]}>_~-.,!?;:/\\|"
_GRAWLIX: t.Final = frozenset("*@#$%&!^")
_LONGEST: t.Final = 60
_LONGEST_DISGUISE: t.Final = 24
_OPENERS: t.Final = ("'cause", "'em", "'til", "'bout", "'tis", "'twas", "'n")
_ORDER: t.Final = " ,.;\n!?"


class Piece(t.NamedTuple):
    """One written word: normal form, offsets into its chunk, flags (bits), the mark after it."""

    form: str
    start: int
    end: int
    flags: int
    stop: str


class Marks(t.NamedTuple):
    """What stands around a chunk's words.

    `before` is for the word before the chunk, `after` for its last word or, when it has none, the
    word before; `quotes` are quotation marks, before (`False`) or after its words (`True`).
    """

    before: str
    after: str
    quotes: tuple[tuple[bool, str], ...]


class Chunk(t.NamedTuple):
    """A chunk's words, as written and with short spellings opened, and the marks around them.

    `letters` counts the words of a single letter.
    """

    written: tuple[Piece, ...]
    pieces: tuple[Piece, ...]
    marks: Marks | None
    letters: int


def harder(one: str, other: str) -> str:
    """The mark of the two that separates more."""
    return one if _ORDER.find(one or " ") >= _ORDER.find(other or " ") else other


def unknown(chunk: str) -> Chunk:
    """The words and marks of a chunk; linear in its length.

    >>> [piece.form for piece in unknown("f***ing!").pieces]
    ['fucking']
    """
    if chunk.isalpha():
        return _chunk((_piece(chunk, 0),))
    if len(chunk) > 2 and _GRAWLIX.issuperset(chunk) and len(set(chunk) - {"!"}) > 0:
        masked = len(set(chunk)) > 1 or (chunk[0] == "*" and len(chunk) < 9)
        return _chunk((Piece("****", 0, len(chunk), MASKED, ""),) if masked else ())
    lead, core, tail = _parted(chunk)
    quotes: list[tuple[bool, str]] = []
    if '"' in lead:
        quotes.append((False, '"'))
    if "'" in lead and not ("'" + (core + tail).lower()).startswith(_OPENERS):
        quotes.append((False, "'open"))
    quotes.extend((True, sign) for sign in ('"', "'") if sign in tail)
    pieces = _core(core, len(lead)) if core else []
    before, after = (_hardest(lead) if lead else ""), (_hardest(tail) if tail else "")
    if len(pieces) and after and not quotes and not before:
        pieces[-1] = pieces[-1]._replace(stop=harder(pieces[-1].stop, after))
        return _chunk(tuple(pieces))
    marks = Marks(before, after, tuple(quotes))
    return _chunk(tuple(pieces), marks if any(marks) else None)


known: t.Final = functools.lru_cache(maxsize=32768)(unknown)
"""The same for chunks of at most `KEPT` characters, remembered."""


def _chunk(written: tuple[Piece, ...], marks: Marks | None = None) -> Chunk:
    letters = sum(len(piece.form) == 1 for piece in written)
    return Chunk(written, open_up(written), marks, letters)


def open_up(written: t.Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces with short spellings opened, each word at the place of the whole."""
    found: list[Piece] = []
    for piece in written:
        words = opened(piece.form)
        if words is None:
            found.append(piece)
            continue
        found.extend(piece._replace(form=word, stop="") for word in words[:-1])
        found.append(piece._replace(form=words[-1]))
    return tuple(found)


def _parted(chunk: str) -> tuple[str, str, str]:
    """Marks before, core, marks after."""
    bare = chunk.lstrip(_OPENING)
    lead = chunk[: len(chunk) - len(bare)]
    core = bare.rstrip(_CLOSING)
    if core.endswith("*") and "*" in lead:
        core = core.rstrip("*" + _CLOSING)
    if len(core) == 1 and bare[1:3] in ("--", "__"):
        core = bare.rstrip("!?.,\"'")
    return lead, core, bare[len(core) :]


def _core(core: str, start: int) -> list[Piece]:
    initials = core.split(".")
    if core.isalpha() or (len(initials) > 1 and max(map(len, initials)) == 1):
        bare = None if core.isalpha() else unmask(core.lower())
        piece = _piece(core if core.isalpha() else "".join(initials), start)
        return [piece._replace(end=start + len(core), form=bare or piece.form)]
    plain = core.isdigit() or core.replace("'", "").isalpha()
    if len(core) <= _LONGEST_DISGUISE and not plain and (bare := unmask(core.lower())):
        flags = MASKED | (SHOUTED if core.isupper() else 0)
        return [Piece(bare, start, start + len(core), flags, "")]
    return _inside(core, start)


def _inside(core: str, start: int) -> list[Piece]:
    """The words inside a core that has other signs between them."""
    pieces: list[Piece] = []
    last, word = 0, ""
    for match in _INSIDE.finditer(core):
        if word:
            mark = _hardest(core[last : match.start()], inner=True)
            pieces.append(_piece(word, start + last - len(word), mark))
        last, word = match.end(), match.group()
    if word:
        pieces.append(_piece(word, start + last - len(word)))
    return pieces


def _piece(word: str, start: int, stop: str = "") -> Piece:
    form, flags = _shape(word) if len(word) <= _LONGEST else (word.lower(), 0)
    return Piece(form, start, start + len(word), flags, stop)


@functools.lru_cache(maxsize=16384)
def _shape(word: str) -> tuple[str, int]:
    """The normal form of a written word, and what its shape tells."""
    low = word.lower()
    form = squeeze(low)
    flags = SHOUTED if len(word) > 1 and word.isupper() else 0
    flags |= ELONGATED if len(form) < len(low) else 0
    return form, flags if form[0].isalnum() else flags | EMOJI


def _hardest(marks: str, inner: bool = False) -> str:
    """The mark that separates most: an ellipsis or dash counts as a comma."""
    for mark in "?!;":
        if mark in marks:
            return mark
    if "." in marks:
        return "," if ".." in marks and not inner else "."
    if "," in marks or ":" in marks:
        return ","
    return "," if not inner and "-" in marks else ""
