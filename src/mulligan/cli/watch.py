"""`mulligan watch`: follow conversations, message by message."""

import pathlib
import typing as t

import typer

from mulligan.cli.help import examples
from mulligan.cli.options import Reader

if t.TYPE_CHECKING:
    from mulligan.cli.following import Sink
    from mulligan.conversation.words import Speaker

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
            metavar="FILE…",
            help="Conversations: JSON lines, CSV, ConvoKit, vCon, Contact Lens, WebVTT, mail; "
            "`-` is standard input, live.",
        ),
    ],
    protocol: t.Annotated[
        str, typer.Option(metavar="NAME|FILE", help="The protocol to follow.")
    ] = "default",
    reader: Reader = "trained",
    channel: t.Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="The format: auto, jsonl, csv, convokit, contact-lens, vcon, webvtt, mail.",
        ),
    ] = "auto",
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
    from mulligan.cli import ways
    from mulligan.cli.console import tell
    from mulligan.cli.following import Following
    from mulligan.protocol.file.load import load

    who, source = _who(speakers), plugins.channel(channel)
    chosen, reads = load(protocol), plugins.reader(reader)
    way = ways.kept(journal, chosen, reads) if journal else ways.small(chosen, reads)
    following = Following(way, source, who, _sink(json))
    faults = way.pipeline.check()
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
    for trouble in way.faults:
        tell(trouble)
    tell(following.counted)
    if following.bad or way.faults:
        raise typer.Exit(1)


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
