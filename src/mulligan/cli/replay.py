"""`mulligan replay`: go through a journal again, or through another protocol."""

import typing as t

import typer

from mulligan.cli.help import examples
from mulligan.cli.options import Journal, Json, opened

if t.TYPE_CHECKING:
    from mulligan.journal.book import Book
    from mulligan.pipeline.what_if import Difference, WhatIf

EXAMPLES: t.Final = examples(
    "mulligan replay --journal mulligan.db",
    "mulligan replay --journal mulligan.db --protocol our-house.yaml",
)


def replay(
    journal: Journal,
    protocol: t.Annotated[
        str | None,
        typer.Option(metavar="NAME|FILE", help="What would this protocol have done instead?"),
    ] = None,
    json: Json = False,
) -> None:
    """Judge everything in a journal again: the same facts must give the same decisions.

    With --protocol: how often each move came, and how often it would have come.
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

    def differ(difference: "Difference") -> None:
        if json:
            put(_line(book, difference))

    found = what_if(book.store, Protocols(book), load(name), differ)
    for fault in found.faults:
        tell(fault)
    if not json:
        for line in _table(found):
            typer.echo(line)
    counted = some(len(found.conversations), "conversation")
    tell(f"{some(found.messages, 'message')}; {counted} would have gone otherwise")
    if found.faults:
        raise typer.Exit(1)


def _table(found: "WhatIf") -> t.Iterator[str]:
    yield f"{'move':16}{'came':>8}{'would':>8}"
    moves = sorted({*found.then, *found.would}, key=lambda move: (-found.then[move], str(move)))
    for move in moves:
        name = (move or "nothing").replace("_", " ")
        yield f"{name:16}{found.then[move]:8,}{found.would[move]:8,}"


def _line(book: "Book", difference: "Difference") -> dict[str, t.Any]:
    known = book.directory.number(difference.stream)
    text = book.store.text(difference.stream, f"message:{difference.message}")
    item = book.open(text) if text is not None else None
    return {
        "conversation": known.name,
        "id": getattr(item, "id", None),
        "move": difference.then.move,
        "rule": difference.then.rule,
        "stage": difference.then.stage,
        "would_move": difference.would.move,
        "would_rule": difference.would.rule,
        "would_stage": difference.would.stage,
    }
