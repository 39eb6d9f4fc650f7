"""Words spelled out in single letters, brought together."""

import typing as t

from mulligan.signals.text.chunks import QUOTED, SPACED, Piece
from mulligan.signals.text.disguise import spaced_out

LEAST_SPELLED: t.Final = 3


def spells(forms: t.Iterable[str]) -> bool:
    """Whether single letters in a row spell a listed word."""
    return spaced_out("".join(form if len(form) == 1 else " " for form in forms)) is not None


def join_spaced(pieces: t.Sequence[Piece]) -> list[Piece]:
    """Join runs of three or more single letters into the listed word they spell."""
    result: list[Piece] = []
    place = 0
    while place < len(pieces):
        run = place
        while run < len(pieces) and len(pieces[run].form) == 1 and pieces[run].form.isalpha():
            run += 1
            if pieces[run - 1].stop == ",":  # a name spelled out, not a word in disguise
                break
        if run - place >= LEAST_SPELLED:
            result.extend(_spell(pieces[place:run]))
            place = run
        else:
            result.extend(pieces[place : run + 1])
            place = run + 1
    return result


def _spell(run: t.Sequence[Piece]) -> list[Piece]:
    result: list[Piece] = []
    letters = "".join(piece.form for piece in run)
    place = 0
    while found := spaced_out(letters, place):
        begin, length, word = found
        last = run[begin + length - 1]
        result.extend(run[place:begin])
        flags = SPACED | (run[begin].flags & QUOTED)
        result.append(Piece(word, run[begin].start, last.end, flags, last.stop))
        place = begin + length
    return [*result, *run[place:]]
