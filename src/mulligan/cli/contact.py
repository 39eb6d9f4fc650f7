"""`mulligan erase`, `mulligan export`, `mulligan hold`: one customer's words."""

import sys
import time
import typing as t

import typer

from mulligan.cli.help import examples
from mulligan.cli.options import Contact, Journal, Json, opened

if t.TYPE_CHECKING:
    from mulligan.errors import MulliganError

_NAMED: t.Final = 10
"""How many conversations are named before they are erased."""

ERASE: t.Final = examples("mulligan erase ann@example.com --journal mulligan.db")
EXPORT: t.Final = examples("mulligan export ann@example.com --journal mulligan.db > ann.jsonl")
HOLD: t.Final = examples(
    "mulligan hold 4711 --by 'Priya Shah' --why 'case 12' --journal mulligan.db",
    "mulligan hold 4711 --release --journal mulligan.db",
)


def erase(
    contact: Contact,
    journal: Journal,
    yes: t.Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    json: Json = False,
) -> None:
    """Erase a customer's words for good, by destroying the keys of their conversations.

    What stays are numbers without a name: scores, moves and times, so that counts stay right. A
    backup of the keys, made before, still opens the words: destroy it.
    """
    from mulligan.cli.console import one_line, put, some, tell
    from mulligan.journal.erasure import elsewhere, erase, unheld

    book = opened(journal)
    _, found = unheld(book, contact)
    for known in () if yes else found[:_NAMED]:
        tell(one_line(known.name))
    asked = f"Erase {some(len(found), 'conversation')} of {one_line(contact)}, for good?"
    others = elsewhere(book, contact)
    if not yes and not _agreed(asked):
        tell("Nothing was erased.")
        raise typer.Exit(1)
    gone = erase(book, contact, time.time())
    if others:
        tell(
            f"Messages of this contact are also in {some(others, 'conversation')} of others; these "
            "go when those contacts are erased."
        )
    if not gone.swept:
        tell(
            "Another program is reading the file of keys, which may still hold the destroyed ones. "
            "Close it; they are gone once any command opens the journal again."
        )
    if json:
        put(gone)
        return
    typer.echo(
        f"Erased {some(gone.conversations, 'conversation')} with {some(gone.texts, 'text')}: "
        "messages, replies, names and reasons."
    )
    typer.echo(
        f"Kept {some(gone.facts, 'fact')} without words or names: what was read, decided and done, "
        "and when."
    )
    typer.echo(
        "A backup of the keys' file from before now can still open these words. Destroy it, or "
        "restore it only onto this journal."
    )


def _agreed(question: str) -> bool:
    """Whether a person says yes; asked beside the results, and no where nobody answers."""
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline() if sys.stdin else ""
    if not answer.endswith("\n"):
        print(file=sys.stderr)
    return answer.strip().lower() in ("y", "yes")


def export(contact: Contact, journal: Journal) -> None:
    """Give all that is held of a customer, one JSON object a line, in the conversation format."""
    from mulligan.cli.console import put, some, tell
    from mulligan.journal.export import export

    count = 0
    faults: list[MulliganError] = []
    for line in export(opened(journal), contact, faults.append):
        put(line)
        count += 1
    for fault in faults:
        tell(fault)
    tell(some(count, "line"))
    if faults:
        raise typer.Exit(1)


def hold(
    contact: Contact,
    journal: Journal,
    by: t.Annotated[str, typer.Option(metavar="NAME", help="Who orders the hold.")] = "",
    why: t.Annotated[str, typer.Option(metavar="TEXT", help="What for.")] = "",
    release: t.Annotated[bool, typer.Option("--release", help="End the hold.")] = False,
) -> None:
    """Let nothing of a customer be erased while a case needs it; or end that.

    A new hold takes the place of the one before.
    """
    from mulligan.cli.console import one_line
    from mulligan.journal import erasure
    from mulligan.journal.keys import Hold

    if not by and not release:
        raise typer.BadParameter("say who orders it: --by NAME")
    book = opened(journal)
    if release:
        stood = erasure.release(book, contact)
        typer.echo("The hold is ended." if stood else "There was no hold.")
    else:
        erasure.hold(book, contact, Hold(by, time.time(), why))
        typer.echo(f"Held, by {one_line(by)}. Nothing of this contact is erased until you say")
        typer.echo(f"`mulligan hold {one_line(contact)} --release`.")
