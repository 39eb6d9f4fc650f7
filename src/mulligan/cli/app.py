"""The `mulligan` command and its commands; each imports what it needs only when it runs."""

import sys
import typing as t

import typer

from mulligan import __version__
from mulligan.cli import (
    contact,
    demo,
    journal,
    protocol,
    read,
    ready,
    replay,
    review,
    serve,
    watch,
    why,
)
from mulligan.cli.console import any_character, tell
from mulligan.cli.help import Plain, examples
from mulligan.cli.options import let_go
from mulligan.errors import MulliganError, UnknownName

app = typer.Typer(
    name="mulligan",
    help=(
        "Protects the people who serve customers.\n\n"
        "Follows each conversation, tells a furious complaint from an attack on a person, and says "
        "what your protocol asks for now, with the words."
    ),
    epilog=f"{examples('mulligan watch examples/parcel.jsonl')}\n\nDocs: docs/tutorial.md",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(
    "watch",
    cls=Plain,
    epilog=watch.EXAMPLES,
    short_help="Follow conversations, message by message.",
)(watch.watch)
app.command("read", cls=Plain, epilog=read.EXAMPLES, short_help="Say what single messages do.")(
    read.read
)
app.command("review", cls=Plain, epilog=review.EXAMPLES, short_help="Say what single replies do.")(
    review.review
)
app.command(
    "why", cls=Plain, epilog=why.EXAMPLES, short_help="Say why a message led to what it led to."
)(why.why)
app.command(
    "replay", cls=Plain, epilog=replay.EXAMPLES, short_help="Judge everything in a journal again."
)(replay.replay)
app.command(
    "erase", cls=Plain, epilog=contact.ERASE, short_help="Erase a customer's words, for good."
)(contact.erase)
app.command(
    "export", cls=Plain, epilog=contact.EXPORT, short_help="Give all that is held of a customer."
)(contact.export)
app.command(
    "hold", cls=Plain, epilog=contact.HOLD, short_help="Let nothing of a customer be erased."
)(contact.hold)
app.command("demo", cls=Plain, epilog=demo.EXAMPLES, short_help="Show the desk, with samples.")(
    demo.demo
)
app.command(
    "serve", cls=Plain, epilog=serve.EXAMPLES, short_help="Serve the desk for a whole team."
)(serve.serve)
app.command(
    "ready", cls=Plain, epilog=ready.EXAMPLES, short_help="Say what is missing to go live."
)(ready.ready)
app.add_typer(journal.app, name="journal")
app.add_typer(protocol.app, name="protocol")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"mulligan {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: t.Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; faults become one line each on standard error, and an exit code."""
    any_character()
    try:
        app()
    except UnknownName as error:
        tell(error)
        sys.exit(2)
    except MulliganError as error:
        tell(error)
        sys.exit(1)
    finally:
        let_go()


if __name__ == "__main__":
    main()
