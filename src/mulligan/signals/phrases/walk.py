"""Walking the trie along a text: each word starts a few bounded walks.

The words are taken from the last to the first, so that every class further on is known by the
time a pattern asks for it, and one walk a word finds classes and rules alike.
"""

import typing as t

from mulligan.conversation.words import Target
from mulligan.signals.phrases.grammar import NO_TRAIT, Rule, Trait
from mulligan.signals.phrases.trie import Node, Trie
from mulligan.signals.text import HARD_STOPS, Text

MOST_STEPS: t.Final = 1200


class Hit(t.NamedTuple):
    """A class found at a place: its name, the place after it, and what it brings along."""

    name: str
    end: int
    trait: Trait


class Match(t.NamedTuple):
    """A rule found from word `start` up to, not including, word `end`."""

    rule: Rule
    start: int
    end: int
    trait: Trait

    @property
    def target(self) -> Target:
        """Whom it means."""
        return self.trait.target or self.rule.default


class Walked(t.NamedTuple):
    """All that was found: the rules' matches, and the classes at each word."""

    matches: list[Match]
    hits: list[t.Sequence[Hit]]


_State = tuple[Node, int, Trait]


def walk(trie: Trie, text: Text) -> Walked:
    """Walk along the words; linear, since each place takes a bounded number of steps."""
    path, root = _Path(text), trie.root
    forms, marks, ways, tests = path.forms, path.marks, root.ways, root.tests
    for start in range(path.count - 1, -1, -1):
        node = root.after(forms[start]) if forms[start] in ways else root.any
        if node is not None and not (node.plain and forms[start + 1] not in node.ways):
            _follow(node, start + 1, start, root, path)
        if tests and (start == 0 or marks[start - 1]):
            for test, after in tests.items():
                if path.holds(test, start):
                    _follow(after, start, start, root, path)
    path.matches.reverse()
    return Walked(path.matches, path.hits)


class _Path:
    """The words to walk along, the marks between them, and all that was found so far.

    `forms` ends in two empty words, so that nobody has to look for the end. No pattern goes on at
    a place that is not `open`, but "You. Are. Stupid." counts as one sentence.
    """

    __slots__ = ("count", "forms", "hits", "marks", "matches", "open")

    def __init__(self, text: Text) -> None:
        self.count = len(text.forms)
        self.forms = [*text.forms, "", ""]
        self.marks = text.stops
        self.hits: list[t.Sequence[Hit]] = [()] * self.count
        self.matches: list[Match] = []
        self.open = [True, *(mark not in HARD_STOPS for mark in self.marks)]
        if self.open.count(False) > 1:
            self._join_lone()
        self.open[-1] = False

    def _join_lone(self) -> None:
        marks, opened = list(self.marks), self.open
        for place in range(1, self.count - 1):
            lone = not opened[place] and not opened[place + 2]
            if lone and marks[place] == "." and marks[place - 1] == ".":
                opened[place] = opened[place + 1] = True
                marks[place] = marks[place - 1] = "-"
        self.marks = marks

    def holds(self, test: str, place: int) -> bool:
        """Whether the text has such a boundary just before word `place`."""
        mark = self.marks[place - 1] if place else "."
        match test:
            case "question":
                return mark == "?"
            case "hard":
                return place == self.count or mark in HARD_STOPS
            case _:
                return place == self.count or bool(mark)


def _follow(node: Node, place: int, start: int, root: Node, path: _Path) -> None:
    """Follow a walk to its ends; a class found on the way opens walks of its own."""
    forms, hits, opened = path.forms, path.hits, path.open
    trait, aside = NO_TRAIT, list[_State]()
    for _ in range(MOST_STEPS):
        if node.rules:
            _note(node.rules, start, place, trait, root, path, aside)
        if node.tests:
            for test, after in node.tests.items():
                if path.holds(test, place):
                    aside.append((after, place, trait))
        if opened[place] or (place == start and place != path.count):
            ways = node.ways
            if node.has_classes:
                for name, end, brought in hits[place]:
                    if name in ways:
                        child = node.after(name)
                        if not child.plain or forms[end] in child.ways:
                            aside.append((child, end, _joined(trait, brought)))
            word = forms[place]
            further = node.after(word) if word in ways else node.any
            if further is not None:
                place += 1
                if not further.plain or forms[place] in further.ways:
                    node = further
                    continue
        if not aside:
            return
        node, place, trait = aside.pop()


def _note(
    rules: t.Sequence[Rule],
    start: int,
    end: int,
    trait: Trait,
    root: Node,
    path: _Path,
    aside: list[_State],
) -> None:
    """Note what ends here: a match, or a class, with which further patterns may begin."""
    for rule in rules:
        own = rule.trait if trait is NO_TRAIT else _joined(rule.trait, trait)
        if not rule.is_class:
            path.matches.append(Match(rule, start, end, own))
            continue
        hit = Hit(rule.name, end, own)
        here = path.hits[start]
        if here and hit in here:
            continue
        path.hits[start] = (*here, hit)
        if rule.name in root.ways:
            after = root.after(rule.name)
            if not after.plain or path.forms[end] in after.ways:
                aside.append((after, end, own))


def _joined(one: Trait, other: Trait) -> Trait:
    if other is NO_TRAIT:
        return one
    if one is NO_TRAIT:
        return other
    about = one.about + tuple(ground for ground in other.about if ground not in one.about)
    return Trait(about, max(one.severity, other.severity), one.target or other.target)
