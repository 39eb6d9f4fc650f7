"""`mulligan read`: say what single messages do, without following anything."""

import typing as t

import typer

from mulligan.cli.help import examples
from mulligan.cli.options import Json, Reader

if t.TYPE_CHECKING:
    from mulligan.conversation.message import Message
    from mulligan.conversation.signal import Reading

    Show = t.Callable[[Message, Reading], None]

EXAMPLES: t.Final = examples("""echo '{"text": "you are useless"}' | mulligan read --json""")


def read(
    reader: Reader = "trained",
    json: Json = False,
) -> None:
    """Read messages on standard input: what each does, to whom, and how gravely.

    Each line is an object with `text` and, if you like, `id` and `context` (the turns before).
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
    for item in requests.read(standard_input(), STANDARD_INPUT):
        if isinstance(item, BadInput):
            bad = True
            tell(item)
        else:
            show(item.message, using.read(item.message, shortened(item.context)))
    if bad:
        raise typer.Exit(1)


def _json() -> "Show":
    from mulligan.cli.console import put
    from mulligan.cli.wire import read_line

    def show(message: "Message", reading: "Reading") -> None:
        put(read_line(message.id, reading))

    return show


def _plain() -> "Show":
    from mulligan.cli.cards import heard_line
    from mulligan.cli.console import console

    terminal = console()

    def show(message: "Message", reading: "Reading") -> None:
        terminal.print(heard_line(message, reading))

    return show
