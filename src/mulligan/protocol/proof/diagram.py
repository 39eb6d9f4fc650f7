"""A protocol's stages and the ways between them, as a Mermaid state diagram."""

import typing as t

from mulligan.conversation.words import STAGES, Stage
from mulligan.protocol.decide import Table
from mulligan.protocol.proof.explore import Exploration
from mulligan.protocol.proof.witness import witness
from mulligan.protocol.schema import Protocol

_ACTS: t.Final[tuple[tuple[Stage, Stage, str], ...]] = (
    ("handing_over", "warned", "someone takes it"),
    ("ended", "warned", "a person reopens"),
    ("left", "warned", "a person reopens"),
    ("crisis", "open", "a named person closes it"),
)


def mermaid(protocol: Protocol) -> str:
    """The diagram's text: every way a rule can really lead, and, in brackets, what people do."""
    exploration = Exploration(Table(protocol))
    ways: dict[tuple[Stage, Stage], list[str]] = {}
    for transition in exploration.transitions:
        decided = transition.decided
        rules = ways.get((decided.before, decided.stage), [])
        if decided.before == decided.stage or decided.rule in rules:
            continue
        if witness(exploration, transition):
            ways.setdefault((decided.before, decided.stage), []).append(decided.rule)
    for before, after, text in _ACTS:
        ways.setdefault((before, after), []).append(f"({text})")
    ordered = sorted(ways.items(), key=lambda way: [STAGES.index(stage) for stage in way[0]])
    lines = ["stateDiagram-v2", f"  %% {protocol.name}: {protocol.title}", "  [*] --> open"]
    lines += [f"  {a} --> {b}: {', '.join(rules)}" for (a, b), rules in ordered]
    return "\n".join(lines)
