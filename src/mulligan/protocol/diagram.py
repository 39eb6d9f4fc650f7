"""A protocol's stages and the moves between them, as a Mermaid state diagram."""

import typing as t

from mulligan.conversation.words import STAGES, Stage
from mulligan.protocol.schema import Protocol, Rule, listed

_ACTS: t.Final[tuple[tuple[Stage, Stage, str], ...]] = (
    ("handing_over", "warned", "someone takes it"),
    ("ended", "warned", "a person reopens"),
    ("left", "warned", "a person reopens"),
    ("crisis", "open", "a named person closes it"),
)


def mermaid(protocol: Protocol) -> str:
    """The diagram's text: solid moves of the rules, and, marked so, what only people do."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for rule in protocol.rules:
        for before in _from(rule):
            if rule.then and rule.then != before:
                arrows.setdefault((before, rule.then), []).append(rule.id)
    for before, after, text in _ACTS:
        arrows.setdefault((before, after), []).append(f"({text})")
    lines = ["stateDiagram-v2", f"  %% {protocol.name}: {protocol.title}", "  [*] --> open"]
    lines += [f"  {a} --> {b}: {', '.join(rules)}" for (a, b), rules in arrows.items()]
    return "\n".join(lines)


def _from(rule: Rule) -> tuple[Stage, ...]:
    whens = listed(rule.when)
    if any(when.stage is None for when in whens):
        return STAGES
    named = {stage for when in whens for stage in listed(when.stage)}
    return tuple(stage for stage in STAGES if stage in named)
