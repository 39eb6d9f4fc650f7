"""`mulligan why`: the reasons of a decision, and why not the others."""

import typing as t

import typer

from mulligan.cli.help import examples
from mulligan.cli.options import Journal, Json, opened

if t.TYPE_CHECKING:
    from mulligan.pipeline.account import Account

EXAMPLES: t.Final = examples(
    "mulligan why parcel-4711 m8 --journal mulligan.db",
    "mulligan why parcel-4711 m8 --journal mulligan.db --json",
)


def why(
    conversation: t.Annotated[
        str, typer.Argument(metavar="CONVERSATION", help="The conversation's name.")
    ],
    message: t.Annotated[
        str,
        typer.Argument(
            metavar="MESSAGE", help="The message's id; 1, 2, 3 … where messages came without."
        ),
    ],
    journal: Journal,
    json: Json = False,
) -> None:
    """Say why a message led to what it led to: rule, grounds, and why no rule above it."""
    from mulligan.pipeline.account import account

    book = opened(journal)
    told = account(book, conversation, message)
    if json:
        from mulligan.cli.console import put
        from mulligan.cli.wire import why_line

        put(why_line(told))
    else:
        _show(told)


def _show(told: "Account") -> None:
    from mulligan.cli.reckoning import lines

    for line in lines(told):
        typer.echo(line)
