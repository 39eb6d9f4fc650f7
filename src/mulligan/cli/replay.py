"""`mulligan replay`: go through a journal again, or through another protocol."""

import contextlib
import typing as t

import typer

from mulligan.cli.help import examples
from mulligan.cli.options import Journal, Json, opened
from mulligan.errors import JournalError

if t.TYPE_CHECKING:
    from mulligan.conversation.words import Move
    from mulligan.journal.book import Book
    from mulligan.pipeline.what_if import Difference, WhatIf

EXAMPLES: t.Final = examples(
    "mulligan replay --journal mulligan.db",
    "mulligan replay --journal mulligan.db --protocol our-house.yaml",
)

_SHOWN: t.Final = 20
"""How many differences a person sees; programs get all."""


def replay(
    journal: Journal,
    protocol: t.Annotated[
        str | None,
        typer.Option(metavar="NAME|FILE", help="What would this protocol have done instead?"),
    ] = None,
    json: Json = False,
) -> None:
    """Judge everything in a journal again: the same facts must give the same decisions.

    With --protocol: how often each move came, how often it would have come, and where.
    """
    book = opened(journal)
    if protocol is None:
        _again(book, json)
    else:
        _otherwise(book, protocol, json)


def _again(book: "Book", json: bool) -> None:
    from mulligan.cli.console import put, some, tell
    from mulligan.cli.progress import Progress
    from mulligan.pipeline.protocols import Protocols
    from mulligan.pipeline.replay import replay

    with Progress("fact") as progress:
        found = replay(book.store, Protocols(book), progress.at)
    for fault in found.faults:
        tell(fault)
    if json:
        put(
            {
                "conversations": found.conversations,
                "facts": found.facts,
                "decisions": found.decisions,
                "faults": [str(fault) for fault in found.faults],
            }
        )
    else:
        verdict = some(len(found.faults), "fault") if found.faults else "all came out as stored"
        counted = ", ".join(
            (
                some(found.conversations, "conversation"),
                some(found.facts, "fact"),
                some(found.decisions, "decision"),
            )
        )
        typer.echo(f"{counted}: {verdict}")
    if found.faults:
        raise typer.Exit(1)


def _otherwise(book: "Book", name: str, json: bool) -> None:
    from mulligan.cli.console import put, some, tell
    from mulligan.pipeline.protocols import Protocols
    from mulligan.pipeline.what_if import what_if
    from mulligan.protocol.file.load import load

    shown: list[str] = []
    count = 0

    def differ(difference: "Difference") -> None:
        nonlocal count
        count += 1
        if json:
            put(_line(book, difference))
        elif count <= _SHOWN:
            shown.append(_told(book, difference))

    found = what_if(book.store, Protocols(book), load(name), differ)
    for fault in found.faults:
        tell(fault)
    if not json and found.messages:
        for line in (*_table(found), *shown):
            typer.echo(line)
        if count > len(shown):
            typer.echo(f"… and {some(count - len(shown), 'message')} more; `--json` gives them all")
    would = some(len(found.conversations), "conversation") if count else "no conversation"
    tell(f"{some(found.messages, 'message')} of customers; {would} would have gone otherwise")
    if found.faults:
        raise typer.Exit(1)


def _table(found: "WhatIf") -> t.Iterator[str]:
    yield f"{'move':16}{'came':>8}{'would come':>12}"
    moves = sorted({*found.then, *found.would}, key=lambda move: (-found.then[move], str(move)))
    for move in moves:
        yield f"{_named(move):16}{found.then[move]:8,}{found.would[move]:12,}"
    if found.conversations:
        yield ""


def _named(move: "Move | None") -> str:
    return (move or "nothing").replace("_", " ")


def _told(book: "Book", difference: "Difference") -> str:
    from mulligan.cli.console import one_line, wrapped

    name, message = _where(book, difference)
    then, would = _named(difference.then.move), _named(difference.would.move)
    told = f"{name} {message or '(no words)'}: {then} → {would}"
    return wrapped(one_line(told), " " * 4)


def _where(book: "Book", difference: "Difference") -> tuple[str, str | None]:
    """The conversation's name and the message's id; None where that is erased, or damaged."""
    name, message = f"(damaged) {difference.stream}", None
    with contextlib.suppress(JournalError):
        name = book.directory.number(difference.stream).name
        text = book.store.text(difference.stream, f"message:{difference.message}")
        if text is not None:
            message = getattr(book.open(text), "id", None)
    return name, message


def _line(book: "Book", difference: "Difference") -> dict[str, t.Any]:
    name, message = _where(book, difference)
    return {
        "conversation": name,
        "id": message,
        "move": difference.then.move,
        "rule": difference.then.rule,
        "stage": difference.then.stage,
        "would_move": difference.would.move,
        "would_rule": difference.would.rule,
        "would_stage": difference.would.stage,
    }
