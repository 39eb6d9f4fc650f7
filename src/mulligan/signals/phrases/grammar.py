"""Patterns of words as they stand in the lists, made into one trie.

A pattern is a row of elements: `word`, `one/or/other+words`, `<class>`, any of these with `?`
(may be missing), `_` (any one word), `*3` (up to three words), `^` or `$` (a sentence begins or
ends), `~` (a comma or more), `??` (a question ends).

Classes are named by `[<name> ...]` headings and may stand on other classes, never in a circle;
no class begins with a boundary. All other headings make rules.
"""

import typing as t

from mulligan.conversation.words import ABOUTS, KINDS, TARGETS, About, Kind, Target
from mulligan.signals import lexica
from mulligan.signals.text import normalise

NOTHING: t.Final = "nothing"
TESTS: t.Final = {"^": "hard", "$": "hard", "~": "soft", "??": "question"}


class Trait(t.NamedTuple):
    """What a class or rule adds to what it is part of: ground, gravity and whom it means."""

    about: tuple[About, ...] = ()
    severity: int = 0
    target: Target | None = None


NO_TRAIT: t.Final = Trait()


class Rule(t.NamedTuple):
    """What a whole pattern stands for: a class, a kind of signal, or nothing of these `kinds`."""

    name: str
    trait: Trait
    default: Target
    score: float
    kinds: frozenset[str]
    is_class: bool


class Pattern(t.NamedTuple):
    """One written pattern and the rule it belongs to."""

    elements: tuple[str, ...]
    rule: Rule


def is_gap(element: str) -> bool:
    """Whether an element is a gap of up to so many words."""
    return element[0] == "*" and element[1:].isdigit()


def patterns(names: t.Iterable[str]) -> list[Pattern]:
    """All patterns of these lists."""
    return [
        Pattern(_elements(phrase), rule)
        for name in names
        for section in lexica.sections(name)
        for rule in [_rule(section.heading)]
        for phrase in section.phrases
    ]


def _elements(phrase: str) -> tuple[str, ...]:
    """The elements of a phrase; words are opened up just as they are in a message."""
    found: list[str] = []
    for part in phrase.split():
        plain = part.replace("'", "").isalpha() or not part.isascii()
        found.extend(normalise(part).forms if plain else [part])
    return tuple(found)


def check(written: t.Sequence[Pattern]) -> None:
    """Raise `ValueError` on a class that no walk could find."""
    needs: dict[str, set[str]] = {}
    for pattern in written:
        parts = _classes(pattern)
        if pattern.rule.is_class:
            needs.setdefault(pattern.rule.name, set()).update(parts)
            first = pattern.elements[0]
            if first in TESTS or first == "_" or is_gap(first):
                raise ValueError(f"a class begins with a boundary or a gap: {pattern}")
    known: set[str] = set()
    while ready := {name for name in needs.keys() - known if needs[name] <= known}:
        known |= ready
    unknown = {part for pattern in written for part in _classes(pattern)} - known
    if unknown or needs.keys() - known:
        raise ValueError(f"classes without words, or in a circle: {unknown | needs.keys() - known}")


def _classes(pattern: Pattern) -> set[str]:
    parts = {part for element in pattern.elements for part in element.rstrip("?").split("/")}
    return {part for part in parts if part.startswith("<")}


def _rule(heading: str) -> Rule:
    """Read `name target about=a/b sev=2 score=.8 only=kind/kind` (all but name optional).

    A target of `@agent` means: whom a class on the way means, or else the agent.
    """
    name, *rest = heading.split()
    values = dict(part.split("=") for part in rest if "=" in part)
    flags = [part for part in rest if "=" not in part]
    written = flags[0] if flags else "none"
    target = t.cast(Target, written.removeprefix("@"))
    about = tuple(t.cast(About, ground) for ground in values.get("about", "").split("/") if ground)
    if not (name.startswith("<") or name in (*KINDS, NOTHING)) or not {*about} <= {*ABOUTS}:
        raise ValueError(f"no such heading: {heading}")
    if target not in TARGETS:
        raise ValueError(f"no such target: {heading}")
    fixed = target if flags and not written.startswith("@") else None
    trait = Trait(about, int(values.get("sev", 0)), fixed)
    return Rule(
        name,
        NO_TRAIT if trait == NO_TRAIT else trait,
        target,
        float(values.get("score", 0.8)),
        frozenset(part for part in values.get("only", "").split("/") if part),
        name.startswith("<"),
    )


def kind_of(rule: Rule) -> Kind:
    """The kind of signal a rule of the last layer stands for."""
    return t.cast(Kind, rule.name)
