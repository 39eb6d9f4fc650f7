"""A reply's words with the ends of its sentences marked; lines quoted from others left out.

Agents do not disguise what they write, so this is a plainer and faster cut than `text.normalise`.
"""

import re
import typing as t

from mulligan.signals.text import contractions
from mulligan.signals.text.folding import fold

EDGE: t.Final = "."
ASKS: t.Final = "?"
EDGES: t.Final = frozenset((EDGE, ASKS))
_ABBREVIATED: t.Final = frozenset(("mr", "mrs", "ms", "mx", "dr", "prof", "st", "rev"))
_PIECE: t.Final = re.compile(
    r"[^\W\d_]+(?:'[^\W\d_]+)*"
    r"|\d+(?:[.,:]\d+)*[^\W\d_]*"
    r"|(?<![.!?;])[.!?;]++(?=[\s\"')\]*]|\Z)"
    r"|\n[ \t\r]*\n"
    r"|^[ \t]*>.*$",
    re.MULTILINE,
)


class Words(t.NamedTuple):
    """A text word by word; an edge (`.` or `?`) stands before the first and after each sentence.

    `starts` and `ends` are character offsets into the original text.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]


def words_of(text: str) -> Words:
    """Cut a reply into words and edges; linear in its length, whatever the text."""
    folded = fold(text)
    short = contractions()
    words, starts, ends = [EDGE], [0], [0]
    for piece in _PIECE.finditer(folded.plain):
        form = piece.group().lower()
        if not form[0].isalnum():
            if words[-1] in EDGES or (form == "." and words[-1] in _ABBREVIATED):
                continue
            form = ASKS if "?" in form and ">" not in form else EDGE
        start, end = piece.span()
        for word in short.get(form) or (_parted(form) if "'" in form else (form,)):
            words.append(word)
            starts.append(start)
            ends.append(end)
    if words[-1] not in EDGES:
        words.append(EDGE)
        starts.append(len(folded.plain))
        ends.append(len(folded.plain))
    if folded.origins is not None:
        origins = [*folded.origins, len(text)]
        starts = [origins[start] for start in starts]
        ends = [origins[end] for end in ends]
    return Words(words, starts, ends)


def _parted(form: str) -> tuple[str, ...]:
    """A word without its possessive or contracted ending."""
    head, _, tail = form.rpartition("'")
    match tail:
        case "s":
            return (head,)
        case "ll":
            return (head, "will")
        case "d":
            return (head, "would")
        case "re":
            return (head, "are")
        case "ve":
            return (head, "have")
        case _:
            return (form.replace("'", ""),)
