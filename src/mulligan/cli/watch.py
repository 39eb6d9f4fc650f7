"""`mulligan watch`: follow conversations, message by message."""

import pathlib
import typing as t

import typer

from mulligan.cli.help import examples

if t.TYPE_CHECKING:
    from mulligan.cli.following import Following, Sink
    from mulligan.conversation.words import Speaker
    from mulligan.protocol.schema import Protocol
    from mulligan.signals.port import Reader

INTERRUPTED: t.Final = 130
EXAMPLES: t.Final = examples(
    "mulligan watch examples/parcel.jsonl",
    "mulligan watch export.csv --protocol dignity --json > moves.jsonl",
    "mulligan watch export.csv --journal mulligan.db",
    "tail -f chat.jsonl | mulligan watch -",
)


def watch(
    files: t.Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…", help="Conversation files (.jsonl, .csv); `-` is standard input, live."
        ),
    ],
    protocol: t.Annotated[
        str, typer.Option(metavar="NAME|FILE", help="The protocol to follow.")
    ] = "default",
    reader: t.Annotated[
        str, typer.Option(metavar="NAME", help="Who reads the messages: lexicon, or given.")
    ] = "lexicon",
    speakers: t.Annotated[
        str, typer.Option(metavar="NAME=PART,…", help="Who is who, such as Ann=agent,Bob=customer.")
    ] = "",
    journal: t.Annotated[
        pathlib.Path | None,
        typer.Option(
            metavar="PATH",
            envvar="MULLIGAN_JOURNAL",
            show_envvar=True,
            help="Keep everything in this journal; made where there is none.",
        ),
    ] = None,
    json: t.Annotated[bool, typer.Option("--json", help="One JSON object a message.")] = False,
) -> None:
    """Follow conversations: where each stands, what to do now, what to say, and why."""
    from mulligan import plugins
    from mulligan.cli.console import tell
    from mulligan.protocol.file.load import load

    who = _who(speakers)
    chosen, reads = load(protocol), plugins.reader(reader)
    sink = _sink(json)
    if journal is None:
        following = _small(chosen, reads, who, sink)
    else:
        following = _kept(journal, chosen, reads, who, sink)
    faults = following.pipeline.check()
    for fault in faults:
        tell(fault)
    if faults:
        raise typer.Exit(1)
    try:
        following.follow(files)
    except KeyboardInterrupt:
        following.sink.flush()
        tell(f"Stopped after {following.counted}.")
        raise typer.Exit(INTERRUPTED) from None
    tell(following.counted)
    if following.bad:
        raise typer.Exit(1)


def _small(
    protocol: "Protocol", reader: "Reader", who: "dict[str, Speaker]", sink: "Sink"
) -> "Following":
    """Following that keeps nothing but each conversation's small state."""
    from mulligan.channels.numbers import Numbers
    from mulligan.cli.following import Following
    from mulligan.pipeline import Pipeline
    from mulligan.pipeline.carry import Straight

    pipeline, numbers = Pipeline(protocol, reader), Numbers()
    return Following(pipeline, Straight(pipeline), who, sink, numbers, numbers)


def _kept(
    path: pathlib.Path,
    protocol: "Protocol",
    reader: "Reader",
    who: "dict[str, Speaker]",
    sink: "Sink",
) -> "Following":
    """Following that keeps everything in a journal; first works off what a crash left in it."""
    from mulligan.channels.numbers import Numbers
    from mulligan.cli.console import some, tell
    from mulligan.cli.following import Following
    from mulligan.journal.opening import open_journal
    from mulligan.pipeline import Pipeline
    from mulligan.pipeline.intake import GROUP, Intake

    book = open_journal(path, new=True)
    pipeline = Pipeline(protocol, reader, book)
    intake = Intake(pipeline, book)
    left = intake.resume()
    if left:
        tell(f"{path}: {some(left, 'message')} of an earlier run followed to the end")
    return Following(pipeline, intake, who, sink, Numbers(), Numbers(book.messages), GROUP)


def _who(speakers: str) -> "dict[str, Speaker]":
    from mulligan.conversation.words import SPEAKERS

    who: dict[str, t.Any] = {}
    for pair in filter(None, speakers.split(",")):
        name, part = (side.strip() for side in pair.rpartition("=")[::2])
        if not name or part not in SPEAKERS:
            raise typer.BadParameter(
                f"`{pair}` does not say who is who; write NAME=PART, with a part of "
                f"{', '.join(SPEAKERS)}"
            )
        who[name] = part
    return who


def _sink(as_json: bool) -> "Sink":
    if as_json:
        from mulligan.cli.lines import Lines

        return Lines()
    from mulligan.cli.cards import Cards

    return Cards()
