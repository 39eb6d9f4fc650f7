"""Characters made plain: lookalikes, accents, odd widths and invisible signs, one at a time."""

import functools
import re
import typing as t
import unicodedata

_ALIKE: t.Final = {
    # Cyrillic
    **dict(zip("авеёкмнорстухіјѕԁһԛԝӏьпд", "abeekmhopctyxijsdhqwlbng", strict=True)),
    **dict(zip("АВЕЁКМНОРСТУХІЈЅԌЬЗ", "ABEEKMHOPCTYXIJSGB3", strict=True)),
    # Greek
    **dict(zip("αβεηικμνορτυχωγσ", "aBenikuvoptuxwys", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
    # Latin relatives
    **dict(zip("ıƒɑɡɩʟɴʀꜱᴀᴄᴅᴇᴋᴍᴏᴘᴛᴜᴠᴡøłđðßɪʙʜ", "ifagilnrsacdekmoptuvwoldbsibh", strict=True)),
}
_SIGNS: t.Final = {
    **dict.fromkeys("‘’‚‛ʼ´`′", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("•∗★×", "*"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f\u3000", " "),
    **dict.fromkeys("¡", "!"),
    **dict.fromkeys("¿", "?"),
    "…": ".",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "\n",
}
_CONTROL: t.Final = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_FOREIGN: t.Final = re.compile("[\u0370-\u1cff\u2c00-\ud7ff]")
_WIDEST: t.Final = 4


class Folded(t.NamedTuple):
    """The plain text; `origins` holds one original offset a character (`None`: the same offsets).

    `foreign` counts the letters of scripts other than Latin, lookalikes too.
    """

    plain: str
    origins: list[int] | None
    foreign: int


def fold(text: str) -> Folded:
    """Make every character plain; linear in the text's length, and never raises.

    >>> fold("ｓtuріd").plain
    'stupid'
    """
    if text.isascii() and not _CONTROL.search(text):
        return Folded(text, None, 0)
    swapped = text.translate(_same_length())
    if swapped.isascii() and not _CONTROL.search(swapped):
        return Folded(swapped, None, len(_FOREIGN.findall(text)))
    return _fold_each(text)


def _fold_each(text: str) -> Folded:
    pieces: list[str] = []
    origins: list[int] = []
    for place, char in enumerate(text):
        plain = char if char.isascii() and char >= " " else _plain(char)
        pieces.append(plain)
        if len(plain) == 1:
            origins.append(place)
        else:
            origins.extend([place] * len(plain))
    return Folded("".join(pieces), origins, len(_FOREIGN.findall(text)))


@functools.lru_cache(maxsize=8192)
def _plain(char: str) -> str:
    if char in "\t\n\r":
        return char
    known = _ALIKE.get(char) or _SIGNS.get(char)
    if known:
        return known
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf", "Cc", "Cs", "Co"):
        return ""
    if category[0] == "Z":
        return " "
    bare = "".join(
        _ALIKE.get(c) or _SIGNS.get(c) or c
        for c in unicodedata.normalize("NFKD", char)
        if unicodedata.category(c) not in ("Mn", "Me", "Cf", "Cc")
    )[:_WIDEST]
    if bare.isascii():
        return bare
    return char if len(char.lower()) == 1 else " "


@functools.cache
def _same_length() -> dict[int, str]:
    """Characters of everyday text whose plain form is one character long."""
    table = {ord(char): plain for char, plain in (_ALIKE | _SIGNS).items()}
    for code in range(0xA0, 0x250):
        plain = _plain(chr(code))
        if len(plain) == 1:
            table.setdefault(code, plain)
    return table
