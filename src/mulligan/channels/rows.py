"""The rows of a CSV file, each with the line it starts on; a broken one spoils no other."""

import collections
import csv
import typing as t

from mulligan.errors import BadInput

Row = list[str] | BadInput
_DELIMITERS: t.Final = ",;\t|"
_BOM: t.Final = b"\xef\xbb\xbf"
_WRONG: t.Final = {
    "unexpected end of data": ("a quote is opened and never closed", "close it"),
    "expected after": (
        "a quote is left open, or stands in the middle of a field",
        'write "" for a quote in a text',
    ),
    "new-line character": ("a carriage return stands outside of quotes", "end lines with \\n"),
    "field larger": ("a field is too long", "is a quote never closed?"),
}


class Rows:
    """Reads rows; where one is not CSV, only its first line is given up, and reading goes on.

    So one quote too many costs one row and not the rest of the file. Cost: no line is looked at
    more than twice, because what stays inside an open quote cannot open another.
    """

    def __init__(self, lines: t.Iterable[bytes]) -> None:
        self._lines = _Lines(lines)

    def __iter__(self) -> t.Iterator[tuple[int, Row]]:
        reader = None
        while (start := self._lines.start()) is not None:
            number, first = start
            if not first.strip():
                self._lines.skip()
                continue
            reader = reader or csv.reader(self._lines, delimiter=_delimiter(first), strict=True)
            try:
                row = next(reader)
            except csv.Error as error:
                self._lines.give_up()
                yield number, _fault(first, str(error))
            else:
                if any(cell.strip() for cell in row):
                    yield number, _told(row)


class _Lines:
    """The lines as text, with those of the present row held so that they can be read again."""

    def __init__(self, lines: t.Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._ahead: collections.deque[str] = collections.deque()
        self._held: list[str] = []
        self._number = 0

    def start(self) -> tuple[int, str] | None:
        """Begin a row: the number of its first line, and the line; None at the end."""
        self._held.clear()
        first = next(self, None)
        if first is None:
            return None
        self._back(self._held)
        return self._number + 1, first

    def skip(self) -> None:
        """Pass over one line."""
        next(self)

    def give_up(self) -> None:
        """Go back to the second line of the present row."""
        self._back(self._held[1:])

    def _back(self, lines: list[str]) -> None:
        self._ahead.extendleft(reversed(lines))
        self._number -= len(lines)
        self._held.clear()

    def __iter__(self) -> t.Self:
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else self._text(next(self._lines))
        self._number += 1
        self._held.append(line)
        return line

    def _text(self, line: bytes) -> str:
        """Bytes that are not UTF-8 become lone surrogates here, and a fault of their row later."""
        if not self._number:
            line = line.removeprefix(_BOM)
        return line.decode(errors="surrogateescape")


def _delimiter(header: str) -> str:
    return max(_DELIMITERS, key=header.count)


def _told(row: list[str]) -> Row:
    try:
        "".join(row).encode()
    except UnicodeEncodeError:
        return BadInput("the row is not UTF-8", hint="convert the file to UTF-8")
    return row


def _fault(first: str, error: str) -> BadInput:
    for sign, (message, hint) in _WRONG.items():
        if sign in error:
            return BadInput(f"the row is not CSV: {message}", hint=hint)
    return BadInput(f"the row is not CSV: {error}")
