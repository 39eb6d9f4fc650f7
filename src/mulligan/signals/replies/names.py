"""Where a reply uses the customer's name: first, last, or title and last."""

import functools
import re
import typing as t

from mulligan.signals.replies.plain import plain
from mulligan.signals.text.folding import fold

_LONGEST: t.Final = 200
_WORD: t.Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_BEFORE: t.Final = re.compile(
    r"(?:^|[,;:.!?(]\s*|\b(?:hi|hello|hey|dear|morning|afternoon|evening|mr|mrs|ms|miss|dr|mx"
    r"|thanks|you|goodbye|bye|sorry|no|yes|and|oh|well|again)\.?,?\s+)$",
    re.IGNORECASE,
)


def uses_of(customer: str, text: str) -> t.Iterator[tuple[int, int]]:
    """Where the name stands in the text (character offsets).

    >>> list(uses_of("Mrs Ferreira", "Dear Mrs Ferreira, we are sorry."))
    [(9, 17)]
    """
    if (wanted := _wanted(customer[:_LONGEST])) is None:
        return
    folded = fold(text)
    origins = folded.origins
    for found in wanted.finditer(folded.plain):
        start, end = found.span()
        everyday = found.group().lower() in plain("everyday words")
        if everyday and not _names(folded.plain, start, end):
            continue
        if origins is not None:
            start, end = origins[start], origins[end] if end < len(origins) else len(text)
        yield start, end


@functools.lru_cache(maxsize=1024)
def _wanted(customer: str) -> re.Pattern[str] | None:
    """What to look for: any word of the name that stands for the person on its own."""
    parts = sorted(_parts(customer), key=len, reverse=True)
    if not parts:
        return None
    either = "|".join(re.escape(part) for part in parts)
    return re.compile(rf"(?<![^\W_])(?:{either})(?![^\W_])", re.IGNORECASE)


def _parts(customer: str) -> frozenset[str]:
    """The words of a name that stand for the person on their own."""
    words = [word.lower() for word in _WORD.findall(fold(customer).plain)]
    named = [word for word in words if word not in plain("titles")]
    telling = [word for word in named if word not in plain("particles")] or named
    return frozenset(
        part for word in telling for part in (word, *_long_halves(word)) if len(part) > 1
    )


def _long_halves(word: str) -> list[str]:
    return [half for half in word.split("-") if len(half) > 2] if "-" in word else []


def _names(text: str, start: int, end: int) -> bool:
    """Whether a word that is also an everyday word stands here as a name: set off, in capitals."""
    if not text[start].isupper():
        return False
    if _BEFORE.search(text[max(0, start - 20) : start]) is None:
        return False
    return text[end : end + 1] in ("", ",", ".", "!", "?", ";", ":", "'")
