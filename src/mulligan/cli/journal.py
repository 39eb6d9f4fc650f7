"""`mulligan journal …`: count, verify, back up, restore."""

import pathlib
import typing as t

import typer

from mulligan.cli.help import Plain, examples
from mulligan.cli.options import Journal, Json, opened

app = typer.Typer(
    help="Look after a journal: count, verify, back up, restore.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_ROWS: t.Final = {
    "conversations": "conversations",
    "texts": "sealed texts",
    "facts": "facts",
    "waiting": "accepted, and not followed yet",
    "timers": "conversations in which something is due",
    "orders": "alarms that wait to be carried out",
    "protocols": "protocols kept",
    "erased": "keys destroyed",
}
Folder = t.Annotated[pathlib.Path, typer.Argument(metavar="FOLDER", help="The backup's folder.")]


@app.command("stats", cls=Plain, epilog=examples("mulligan journal stats --journal mulligan.db"))
def stats(journal: Journal, json: Json = False) -> None:
    """Count what a journal holds."""
    from mulligan.cli.console import put

    book = opened(journal)
    counts = book.store.counts() | {"erased": len(book.keys.erased())}
    if json:
        put(counts)
        return
    for name, words in _ROWS.items():
        typer.echo(f"{counts[name]:>12,}  {words}")


@app.command("verify", cls=Plain, epilog=examples("mulligan journal verify --journal mulligan.db"))
def verify(journal: Journal, json: Json = False) -> None:
    """Look through the whole file, every text and every decision; say what is damaged."""
    from mulligan.cli.console import put, some, tell
    from mulligan.cli.progress import Progress
    from mulligan.journal.backup import check
    from mulligan.pipeline.verify import verify

    check(journal)
    book = opened(journal)
    with Progress("fact") as progress:
        found = verify(book, progress.at)
    for fault in found.faults:
        tell(fault)
    if json:
        put({"facts": found.facts, "faults": [str(fault) for fault in found.faults]})
    else:
        verdict = some(len(found.faults), "fault") if found.faults else "whole"
        typer.echo(f"{some(found.facts, 'fact')}: {verdict}")
    if found.faults:
        raise typer.Exit(1)


@app.command(
    "backup", cls=Plain, epilog=examples("mulligan journal backup monday --journal mulligan.db")
)
def backup(folder: Folder, journal: Journal, json: Json = False) -> None:
    """Copy a journal and its keys into a folder; it may be in use meanwhile.

    Keep the keys' file apart from the other, and shorter: whoever has both can read all words.
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

    What was erased since the backup is erased in it again, as far as the present file of keys
    knows; without that file, erase those contacts once more.
    """
    from mulligan.cli.console import put, some, tell
    from mulligan.journal.backup import restore

    kept = journal.with_name(f"{journal.name}.keys").exists()
    book = restore(folder, journal, replace=replace)
    if json:
        put(book.store.counts())
    else:
        typer.echo(f"{journal}: {some(book.store.counts()['conversations'], 'conversation')}")
    if not kept:
        tell("No list of what was erased was there: erase again whom you erased since the backup.")
