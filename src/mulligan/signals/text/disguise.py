"""Words in disguise: masked, spelled in digits, stretched or spaced out, and what they stand for.

Only words of a short list are unmasked; everything else stays as it was written.
"""

import functools
import itertools
import re
import typing as t

from mulligan.signals import lexica

_WILD: t.Final = frozenset("*#@$%&_-.+^~?")
_LEET: t.Final = str.maketrans("013457@$!|+8", "oieastasiitb")
_LEET_L: t.Final = str.maketrans("013457@$!|+8", "oleastaslltb")
_LONGEST: t.Final = 24
_SHORTEST_SPELLED: t.Final = 2
_SHORTEST_DOUBLED: t.Final = 5
_RUN: t.Final = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLE: t.Final = re.compile(r"([^\W\d_])\1+")
_DOUBLE_VOWEL: t.Final = re.compile(r"([aeiou])\1")


class Disguises(t.NamedTuple):
    """The words people disguise: all of them, by first letter, by form without
    doubles, and as one pattern."""

    words: frozenset[str]
    initial: dict[str, tuple[str, ...]]
    squeezed: dict[str, str]
    spelled: re.Pattern[str]


@functools.cache
def disguises() -> Disguises:
    """The list of words that are worth unmasking, read once."""
    words = lexica.plain_words("text/disguised")
    initial: dict[str, list[str]] = {}
    squeezed: dict[str, str] = {}
    for word in words:
        initial.setdefault(word[0], []).append(word)
        squeezed.setdefault(_DOUBLE.sub(r"\1", word), word)
    longer = [word for word in words if len(word) > _SHORTEST_SPELLED]
    return Disguises(
        frozenset(words),
        {letter: tuple(group) for letter, group in initial.items()},
        squeezed,
        re.compile("|".join(map(re.escape, sorted(longer, key=len, reverse=True)))),
    )


@functools.lru_cache(maxsize=8192)
def unmask(chunk: str) -> str | None:
    """The word behind a masked or leet spelling, if it is one of ours.

    >>> unmask("f***ing"), unmask("sh1t"), unmask("b!tch"), unmask("co-op")
    ('fucking', 'shit', 'bitch', None)
    """
    if not 2 < len(chunk) <= _LONGEST:
        return None
    known = disguises()
    for table in (_LEET, _LEET_L):
        plain = chunk.translate(table)
        if plain in known.words:
            return plain
    bare = "".join(char for char in chunk if char.isalnum())
    if bare != chunk and bare in known.words and len(bare) > 3:
        return bare
    return _behind_mask(chunk, known)


def _behind_mask(chunk: str, known: Disguises) -> str | None:
    hidden = sum(char in _WILD for char in chunk)
    shown = len(chunk) - hidden
    inner = chunk.rstrip("*#@$%&_-.+^~?") == chunk
    if not hidden or not shown or (hidden < 2 and (not inner or shown < 2)):
        return None
    candidates = known.initial.get(chunk[0], ())
    for word in candidates:
        if len(word) == len(chunk) and all(
            sign in _WILD or sign == letter for sign, letter in zip(chunk, word, strict=True)
        ):
            return word
    if "*" not in chunk and "#" not in chunk:
        return None
    head = "".join(itertools.takewhile(lambda sign: sign not in _WILD, chunk))
    tail = chunk[len(head) :].lstrip("*#@$%&_-.+^~?")
    for word in candidates:
        if word.startswith(head) and word.endswith(tail) and abs(len(word) - len(chunk)) < 3:
            return word
    return None


def squeeze(word: str) -> str:
    """The word without its stretched letters.

    >>> squeeze("stuuuupid"), squeeze("soooo"), squeeze("hello")
    ('stupid', 'so', 'hello')
    """
    known = disguises()
    if _RUN.search(word):
        bare = _DOUBLE.sub(r"\1", word)
        double = _RUN.sub(r"\1\1", word)
        single = _RUN.sub(r"\1", word)
        return known.squeezed.get(bare) or (double if double in known.words else single)
    if len(word) >= _SHORTEST_DOUBLED and word not in known.words and _DOUBLE_VOWEL.search(word):
        return known.squeezed.get(_DOUBLE.sub(r"\1", word), word)
    return word


def spaced_out(letters: str, begin: int = 0) -> tuple[int, int, str] | None:
    """The first listed word that single letters spell from `begin`: place, length and word.

    >>> spaced_out("ofuckx")
    (1, 4, 'fuck')
    """
    found = disguises().spelled.search(letters, begin)
    return (found.start(), len(found.group()), found.group()) if found else None
