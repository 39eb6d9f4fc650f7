"""A message as plain words, each with its place in the original text.

Normal forms are lower-case and undisguised, contractions are opened up ("don't" is "do", "not",
both at the place of the whole). Linear in the text's length; never raises.
"""

import typing as t

from mulligan.signals.text.chunks import KEPT, QUOTED, Piece, harder, known, open_up, unknown
from mulligan.signals.text.folding import Folded, fold
from mulligan.signals.text.spelled import LEAST_SPELLED, join_spaced, spells

HARD_STOPS: t.Final = frozenset(".!?;\n")

_QUOTE_SPAN: t.Final = 60


class Word(t.NamedTuple):
    """One word: normal form, original character offsets, flags (bits), and the mark after it.

    `stop` is one of `. ! ? ; , :` or a newline when such a mark follows (the hardest one), else
    empty.
    """

    form: str
    start: int
    end: int
    flags: int
    stop: str


class Text:
    """A message in normal form, as columns: word `n` is `forms[n]`, at `starts[n]` to `ends[n]`.

    `foreign` counts letters of scripts this reader cannot read.
    """

    __slots__ = ("ends", "flags", "foreign", "forms", "original", "starts", "stops")

    def __init__(self, original: str, foreign: int) -> None:
        self.original, self.foreign = original, foreign
        self.forms: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.flags: list[int] = []
        self.stops: list[str] = []

    @property
    def columns(self) -> tuple[list[str], list[int], list[int], list[int], list[str]]:
        """The columns side by side: forms, starts, ends, flags, stops."""
        return self.forms, self.starts, self.ends, self.flags, self.stops

    @property
    def words(self) -> tuple[Word, ...]:
        """The words one by one, for whoever looks at few texts."""
        return tuple(map(Word, *self.columns))

    def add(self, word: Piece) -> None:
        """Add a word whose offsets count from the beginning."""
        for column, value in zip(self.columns, word, strict=True):
            t.cast("list[t.Any]", column).append(value)

    def harden(self, mark: str) -> None:
        """Let the last word be followed by this mark, if it has none that separates more."""
        if mark and self.stops:
            self.stops[-1] = harder(self.stops[-1], mark)


def normalise(text: str) -> Text:
    """The message as words in normal form, with their places in the original.

    >>> normalise("You're f***ing S.T.U.P.I.D!!").forms
    ['you', 'are', 'fucking', 'stupid']
    """
    folded = fold(text)
    result = Text(text, folded.foreign)
    quotes: list[tuple[int, str]] = []
    row = _cut(folded.plain, result, quotes)
    if row >= LEAST_SPELLED and (spelled := _with_spelled(folded, text)):
        result = spelled
    else:
        _finish(folded.plain, result, quotes)
    _carry_back(result, folded)
    return result


def _with_spelled(folded: Folded, original: str) -> Text | None:
    """The words of a text that spells some of them letter by letter, if it does."""
    written, result = Text(original, folded.foreign), Text(original, folded.foreign)
    quotes: list[tuple[int, str]] = []
    _cut(folded.plain, written, quotes, opening=False)
    if not spells(written.forms):
        return None
    _finish(folded.plain, written, quotes)
    for word in open_up(join_spaced([Piece(*word) for word in written.words])):
        result.add(word)
    return result


def _cut(plain: str, result: Text, quotes: list[tuple[int, str]], *, opening: bool = True) -> int:
    """Add the words of all chunks; the most single letters in a row."""
    forms, starts, ends, flags, stops = result.columns
    at = row = longest = 0
    for chunk in plain.split():
        begin = plain.find(chunk, at)
        at = begin + len(chunk)
        written, pieces, marks, letters = (known if at - begin <= KEPT else unknown)(chunk)
        place = len(forms)
        if marks is not None:
            result.harden(marks.before)
        for form, start, end, flag, stop in pieces if opening else written:
            forms.append(form)
            starts.append(begin + start)
            ends.append(begin + end)
            flags.append(flag)
            stops.append(stop)
        if marks is not None:
            result.harden(marks.after)
            quotes.extend(
                (len(forms) if closing else place, sign) for closing, sign in marks.quotes
            )
        if letters:
            row += letters
            longest = max(row, longest)
        elif written:
            row = 0
    return longest


def _finish(plain: str, result: Text, quotes: list[tuple[int, str]]) -> None:
    if "\n" in plain:
        _note_line_ends(plain, result)
    if quotes:
        _note_quotes(result.flags, quotes)


def _note_line_ends(plain: str, result: Text) -> None:
    """Let an empty or ended line stop a sentence."""
    starts, ends, stops = result.starts, result.ends, result.stops
    for place in range(len(starts) - 1):
        if stops[place] in ("", ",") and plain.find("\n", ends[place], starts[place + 1]) >= 0:
            stops[place] = "\n"


def _note_quotes(flags: list[int], quotes: list[tuple[int, str]]) -> None:
    """Flag the words between a pair of quotation marks that are near each other."""
    opened: dict[str, int] = {}
    for place, sign in quotes:
        if sign == "'open":
            opened["'"] = place
        elif sign in opened:
            begin = opened.pop(sign)
            if place - begin <= _QUOTE_SPAN:
                for inside in range(begin, place):
                    flags[inside] |= QUOTED
        elif sign == '"':
            opened[sign] = place


def _carry_back(result: Text, folded: Folded) -> None:
    """Turn offsets into the plain text into offsets into the original."""
    if folded.origins is None:
        return
    origins = [*folded.origins, len(result.original)]
    result.starts = [origins[start] for start in result.starts]
    result.ends = [origins[end] for end in result.ends]
