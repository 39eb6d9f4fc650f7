"""`mulligan erase`, `mulligan export`, `mulligan hold`: one customer's words."""

import time
import typing as t

import typer

from mulligan.cli.help import examples
from mulligan.cli.options import Contact, Journal, Json, opened

ERASE: t.Final = examples("mulligan erase ann@example.com --journal mulligan.db")
EXPORT: t.Final = examples("mulligan export ann@example.com --journal mulligan.db > ann.jsonl")
HOLD: t.Final = examples(
    "mulligan hold ann@example.com --by 'Priya Shah' --why 'court case 12' --journal mulligan.db",
    "mulligan hold ann@example.com --release --journal mulligan.db",
)


def erase(
    contact: Contact,
    journal: Journal,
    yes: t.Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    json: Json = False,
) -> None:
    """Erase a customer's words for good: their key is destroyed, here and in every backup of texts.

    What stays are numbers without a name: scores, moves and times, so that counts stay right.
    """
    from mulligan.cli.console import put, some
    from mulligan.journal.erasure import conversations, erase

    book = opened(journal)
    _, found = conversations(book, contact)
    if not yes:
        asked = f"Erase {some(len(found), 'conversation')} of this contact, for good?"
        typer.confirm(asked, abort=True, err=True)
    gone = erase(book, contact, time.time())
    if json:
        put(gone)
        return
    typer.echo(
        f"Erased {some(gone.conversations, 'conversation')} with {some(gone.texts, 'text')}: "
        "messages, replies, names and reasons."
    )
    typer.echo(
        f"Kept {some(gone.facts, 'fact')} without words or names (what was read, decided and "
        "when), so that counts and decisions stay as they were."
    )
    typer.echo(
        "Backups of the journal's keys made before now can still open these words: destroy them, "
        "or restore them only onto this journal."
    )


def export(contact: Contact, journal: Journal) -> None:
    """Give all that is held of a customer, one JSON object a line, in the conversation format."""
    from mulligan.cli.console import put
    from mulligan.journal.export import export

    for line in export(opened(journal), contact):
        put(line)


def hold(
    contact: Contact,
    journal: Journal,
    by: t.Annotated[str, typer.Option(metavar="NAME", help="Who orders the hold.")] = "",
    why: t.Annotated[str, typer.Option(metavar="TEXT", help="What for.")] = "",
    release: t.Annotated[bool, typer.Option("--release", help="End the hold.")] = False,
) -> None:
    """Let nothing of a customer be erased, while a case needs it; or end that."""
    from mulligan.journal import erasure
    from mulligan.journal.keys import Hold

    if not by and not release:
        raise typer.BadParameter("say who orders it: --by NAME")
    book = opened(journal)
    if release:
        stood = erasure.release(book, contact)
        typer.echo("The hold is ended." if stood else "No hold stood.")
    else:
        erasure.hold(book, contact, Hold(by, time.time(), why))
        typer.echo("Nothing of this contact can be erased until `mulligan hold … --release`.")
