"""The words that carry a mark: where the network looked, made whole words again."""

import typing as t

from mulligan.signals.model.network import Floats

_STRONG: t.Final = 0.35
_GAP: t.Final = 1


def carried(looks: Floats, spans: t.Sequence[tuple[int, int]], original: str) -> tuple[int, int]:
    """Character offsets of the words around the piece looked at most; the whole where none is.

    `looks` (pieces,) is the attention of one mark. Neighbours count that are looked at at least
    a third as much; one piece between them may be passed over.
    """
    if not len(spans):
        return 0, len(original)
    peak = int(looks.argmax())
    least = float(looks[peak]) * _STRONG
    first = _reach(looks, peak, -1, least)
    last = _reach(looks, peak, 1, least)
    return _words(spans[first][0], spans[last][1], original)


def _reach(looks: Floats, peak: int, step: int, least: float) -> int:
    """The farthest piece on one side that still belongs to the run."""
    at = found = peak
    missed = 0
    while missed <= _GAP and 0 <= at + step < len(looks):
        at += step
        if looks[at] >= least:
            found, missed = at, 0
        else:
            missed += 1
    return found


def _words(start: int, end: int, original: str) -> tuple[int, int]:
    """Widen to whole words, leave out the space around them."""
    while start > 0 and original[start - 1].isalnum() and original[start : start + 1].isalnum():
        start -= 1
    while end < len(original) and original[end].isalnum() and original[end - 1].isalnum():
        end += 1
    while start < end and original[start].isspace():
        start += 1
    return start, end
