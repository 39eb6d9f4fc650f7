"""Options that several commands share."""

import pathlib
import typing as t

import typer

if t.TYPE_CHECKING:
    from mulligan.journal.book import Book

Journal = t.Annotated[
    pathlib.Path,
    typer.Option(
        "--journal",
        metavar="PATH",
        envvar="MULLIGAN_JOURNAL",
        show_envvar=True,
        help="The journal's file.",
    ),
]
Json = t.Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Reader = t.Annotated[
    str,
    typer.Option(
        "--reader",
        metavar="NAME",
        help="Who reads: trained, early (faster, less right), lexicon, or given.",
    ),
]
Contact = t.Annotated[
    str,
    typer.Argument(
        metavar="CONTACT",
        help="The customer's id, as in `contact` of the messages; or a conversation's name.",
    ),
]


_held: t.Final[list["Book"]] = []


def opened(path: pathlib.Path) -> "Book":
    """The journal in a file, until `let_go`; raises `JournalError` where there is none."""
    from mulligan.journal.opening import open_journal

    return held(open_journal(path))


def held(book: "Book") -> "Book":
    """The same journal, open until `let_go`."""
    _held.append(book)
    return book


def let_go() -> None:
    """Close every journal, since the command is done."""
    while _held:
        _held.pop().close()
