"""`mulligan review`: say what single replies by agents do well or badly."""

import typing as t

import typer

from mulligan.cli.help import examples
from mulligan.cli.options import Json, Reader

if t.TYPE_CHECKING:
    from mulligan.conversation.message import Message
    from mulligan.conversation.signal import Review

    Show = t.Callable[[Message, Review], None]

EXAMPLES: t.Final = examples(
    """echo '{"reply": "Calm down, it is our policy."}' | mulligan review --json"""
)


def review(reader: Reader = "trained", json: Json = False) -> None:
    """Review replies on standard input: what each does well or badly, and in which words.

    Each line is an object with `reply` and, if you like, `id`, `customer_name` and `context` (the
    turns before).
    """
    from mulligan import plugins
    from mulligan.channels import requests
    from mulligan.channels.sources import STANDARD_INPUT, standard_input
    from mulligan.cli.console import tell
    from mulligan.conversation.message import shortened
    from mulligan.errors import BadInput

    using = plugins.reader(reader)
    show = _json() if json else _plain()
    bad = False
    for item in requests.replies(standard_input(), STANDARD_INPUT):
        if isinstance(item, BadInput):
            bad = True
            tell(item)
        else:
            context = shortened(item.context)
            show(item.message, using.review(item.message, context, item.customer))
    if bad:
        raise typer.Exit(1)


def _json() -> "Show":
    from mulligan.cli.console import put
    from mulligan.cli.wire import review_line

    def show(message: "Message", found: "Review") -> None:
        put(review_line(message.id, found))

    return show


def _plain() -> "Show":
    from mulligan.cli.cards import reviewed_lines
    from mulligan.cli.console import console

    terminal = console()

    def show(message: "Message", found: "Review") -> None:
        for line in reviewed_lines(message, found):
            terminal.print(line)

    return show
