"""`mulligan journal …`: list, count, verify, back up, restore."""

import datetime as dt
import pathlib
import typing as t

import typer

from mulligan.cli.help import Plain, examples
from mulligan.cli.options import Journal, Json, held, opened

if t.TYPE_CHECKING:
    from mulligan.journal.book import Book
    from mulligan.journal.store import Stream

app = typer.Typer(
    help="Look after a journal: list, count, verify, back up, restore.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_ROWS: t.Final = {
    "conversations": "conversations",
    "texts": "sealed texts: messages and acts",
    "facts": "facts: what was read, decided and done",
    "waiting": "texts accepted, and not followed yet",
    "timers": "conversations in which a timer runs",
    "orders": "alerts that wait for somebody to be told",
    "protocols": "protocols",
    "erased": "keys destroyed, of conversations and contacts",
}
Folder = t.Annotated[pathlib.Path, typer.Argument(metavar="FOLDER", help="The backup's folder.")]


@app.command("stats", cls=Plain, epilog=examples("mulligan journal stats --journal mulligan.db"))
def stats(journal: Journal, json: Json = False) -> None:
    """Count what a journal holds."""
    from mulligan.cli.console import put

    counts = _counts(opened(journal))
    if json:
        put(counts)
        return
    for name, words in _ROWS.items():
        typer.echo(f"{words:<46}{counts[name]:>12,}")


@app.command(
    "list",
    cls=Plain,
    epilog=examples("mulligan journal list --journal mulligan.db"),
    short_help="List the conversations, and where each stands.",
)
def list_(journal: Journal, json: Json = False) -> None:
    """List the conversations in the order they began: their names, and where each stands."""
    from mulligan.cli.console import one_line, put, tell
    from mulligan.conversation import wording
    from mulligan.errors import JournalError

    book, bad = opened(journal), False
    for stream in book.store.streams():
        try:
            line = _line(book, stream)
        except JournalError as error:
            tell(error)
            bad = True
            continue
        if json:
            put(line)
        else:
            when = (line["last"] or "")[:16].replace("T", " ")
            stage = wording.stage(line["stage"]) if line["stage"] else "not followed yet"
            typer.echo(f"{one_line(line['conversation']):<40}  {stage:<16}{when}")
    if bad:
        raise typer.Exit(1)


def _line(book: "Book", stream: "Stream") -> dict[str, t.Any]:
    """One conversation; its `last` message is as an ISO time, where messages have times."""
    state = book.stands(stream)
    last = state.last if state else None
    return {
        "conversation": book.directory.of(stream).name,
        "stage": state.stage if state else None,
        "alert": state.alert if state else "",
        "last": None if last is None else dt.datetime.fromtimestamp(last, dt.UTC).isoformat(),
        "facts": stream.version,
    }


def _counts(book: "Book") -> dict[str, int]:
    return book.store.counts() | {"erased": len(book.keys.erased())}


@app.command(
    "verify",
    cls=Plain,
    epilog=examples(
        "mulligan journal verify --journal mulligan.db",
        "mulligan journal verify --journal monday/journal.db",
    ),
    short_help="Look whether a journal is whole.",
)
def verify(journal: Journal, json: Json = False) -> None:
    """Look through a whole journal, every text and every decision; say what is damaged.

    A backup is a journal too, and can be looked through where it is.
    """
    from mulligan.cli.console import put, some, tell
    from mulligan.cli.progress import Progress
    from mulligan.journal.opening import look_through
    from mulligan.pipeline.verify import verify

    book = opened(journal)
    look_through(journal)
    with Progress("fact") as progress:
        found = verify(book, progress.at)
    for fault in found.faults:
        tell(fault)
    if json:
        faults = [str(fault) for fault in found.faults]
        put({"conversations": found.conversations, "facts": found.facts, "faults": faults})
    else:
        verdict = some(len(found.faults), "fault") if found.faults else "whole"
        counted = f"{some(found.conversations, 'conversation')}, {some(found.facts, 'fact')}"
        typer.echo(f"{counted}: {verdict}")
    if found.faults:
        raise typer.Exit(1)


@app.command(
    "backup",
    cls=Plain,
    epilog=examples("mulligan journal backup monday --journal mulligan.db"),
    short_help="Copy a journal and its keys, while it is in use.",
)
def backup(folder: Folder, journal: Journal, json: Json = False) -> None:
    """Copy a journal and its keys into a folder, a new one each time; it may be in use meanwhile.

    Keep the keys' file apart from the other, and not for as long: whoever has both can read all
    words, those that were erased later too.
    """
    from mulligan.cli.console import put
    from mulligan.journal.backup import backup

    files = backup(journal, folder)
    if json:
        put({"files": [str(file) for file in files]})
    else:
        for file in files:
            typer.echo(f"{file}  {file.stat().st_size:,} bytes")


@app.command(
    "restore",
    cls=Plain,
    epilog=examples("mulligan journal restore monday --journal mulligan.db --replace"),
)
def restore(
    folder: Folder,
    journal: Journal,
    replace: t.Annotated[
        bool, typer.Option("--replace", help="Put it in the place of the journal that is there.")
    ] = False,
    json: Json = False,
) -> None:
    """Put a backup in a journal's place. Stop everything that uses the journal first.

    What was erased since the backup is erased in it again, as the present file of keys tells;
    without that file, erase those contacts once more.
    """
    from mulligan.cli.console import put, some, tell
    from mulligan.journal.backup import erased, restore
    from mulligan.journal.opening import keys_of

    known = erased(keys_of(journal))
    book = held(restore(folder, journal, replace=replace))
    if json:
        put(_counts(book))
    else:
        counted = some(book.store.counts()["conversations"], "conversation")
        typer.echo(f"{journal}: restored, with {counted}")
    if known is None:
        tell("Nothing here told what was erased: erase again whom you erased since the backup.")
