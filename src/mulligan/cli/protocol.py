"""`mulligan protocol …`: look at protocols, prove them, try them."""

import pathlib
import typing as t

import typer

from mulligan.cli.console import put
from mulligan.cli.help import Plain, examples

app = typer.Typer(
    help="Look at protocols, prove them, try them, draw them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = t.Annotated[
    str, typer.Argument(metavar="NAME|FILE", help="A shipped protocol, or a file of yours.")
]
Json = t.Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.command("list", cls=Plain)
def list_(json: Json = False) -> None:
    """List the shipped protocols."""
    from mulligan.protocol.file.load import SHIPPED, load

    for name in SHIPPED:
        protocol = load(name)
        if json:
            put({"name": name, "title": protocol.title, "hash": protocol.hash})
        else:
            typer.echo(f"{name:18}{protocol.title}")


@app.command(
    "show",
    cls=Plain,
    short_help="Show a protocol's rules and words.",
    epilog=examples("mulligan protocol show dignity"),
)
def show(name: Name = "default", json: Json = False) -> None:
    """Show a protocol whole: its rules in order, with why, and its words."""
    from mulligan.protocol.file.load import load

    protocol = load(name)
    if json:
        put(protocol)
        return
    from mulligan.cli.sheet import sheet

    for line in sheet(protocol):
        typer.echo(line)


@app.command(
    "schema", cls=Plain, epilog=examples("mulligan protocol schema > protocol.schema.json")
)
def schema() -> None:
    """Print the JSON Schema of a protocol file, for your editor."""
    import json

    from mulligan.protocol.schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@app.command(
    "check",
    cls=Plain,
    short_help="Prove a protocol safe, or show where it is not.",
    epilog=examples("mulligan protocol check my-protocol.yaml"),
)
def check(name: Name = "default", json: Json = False) -> None:
    """Prove a protocol safe over every conversation there could be, or show one where it is not."""
    from mulligan.cli.console import tell, wrapped
    from mulligan.protocol.file.load import load
    from mulligan.protocol.proof.check import PROOFS
    from mulligan.protocol.proof.check import check as prove

    protocol = load(name)
    proofs = prove(protocol)
    broken = {fault.proof for fault in proofs.broken}
    if json:
        for proof, sentence in PROOFS.items():
            faults = [fault for fault in proofs.broken if fault.proof == proof]
            put({"proof": proof, "means": sentence, "holds": not faults, "faults": faults})
    else:
        for proof, sentence in PROOFS.items():
            typer.echo(f"{'✗' if proof in broken else '✓'} {sentence}")
        for fault in proofs.broken:
            typer.echo("\n" + wrapped(f"✗ {fault.sentence}", indent="  "))
            for number, line in enumerate(fault.conversation, 1):
                typer.echo(f"  {number:2}. {line}")
    tell(
        f"{protocol.name}: explored {proofs.transitions:,} turns from {proofs.places} places; "
        f"{len(proofs.broken) or 'nothing'} broken"
    )
    if proofs.broken:
        raise typer.Exit(1)


@app.command(
    "trial",
    cls=Plain,
    short_help="Run a protocol's trials, its owner's own tests.",
    epilog=examples("mulligan protocol trial my-protocol.yaml"),
)
def trial(
    name: Name = "default",
    trials: t.Annotated[
        str | None,
        typer.Option(metavar="FILE", help="The trials; left out: `trials.jsonl` beside it."),
    ] = None,
    json: Json = False,
) -> None:
    """Run a protocol's trials: made-up conversations with the moves their owner expects."""
    from mulligan.cli.console import some, tell, wrapped
    from mulligan.errors import BadInput
    from mulligan.protocol.decide import Table
    from mulligan.protocol.file.load import find, load
    from mulligan.protocol.proof.trial import run

    protocol = load(name)
    path = pathlib.Path(trials) if trials else find(name).parent / "trials.jsonl"
    if not path.exists():
        raise BadInput(
            f"{protocol.name} has no trials yet: there is no such file",
            place=str(path),
            hint="docs/how-to/write-your-own-protocol.md shows how to begin one",
        )
    report = run(Table(protocol), path)
    for fault in report.faults:
        tell(fault)
    unfired = report.unfired(protocol)
    if json:
        for rule in protocol.rules:
            put({"rule": rule.id, "fired": report.fired.get(rule.id, 0)})
    else:
        if unfired:
            typer.echo(wrapped(f"no trial makes these rules fire: {', '.join(unfired)}", "  "))
        typer.echo(
            f"{some(report.trials, 'trial')}, {some(report.steps, 'step')}, "
            f"{some(len(report.faults), 'fault')}; "
            f"{len(protocol.rules) - len(unfired)} of {len(protocol.rules)} rules fired"
        )
    if report.faults:
        raise typer.Exit(1)


@app.command("diagram", cls=Plain, epilog=examples("mulligan protocol diagram > stages.mmd"))
def diagram(name: Name = "default", json: Json = False) -> None:
    """Draw a protocol's stages as a Mermaid state diagram."""
    from mulligan.protocol.file.load import load
    from mulligan.protocol.proof.diagram import mermaid

    text = mermaid(load(name))
    if json:
        put({"mermaid": text})
    else:
        typer.echo(text)
