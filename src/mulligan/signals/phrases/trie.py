"""The trie of all patterns, grown as texts ask for it.

A place stands for a set of tails (what is left of each pattern that led there), so that any word
leads to just one place, gaps and alternatives included. Places are made when first asked for.
"""

import typing as t

from mulligan.signals.phrases.grammar import TESTS, Pattern, Rule, check, is_gap

MOST_PLACES: t.Final = 60_000
"""So many places are kept; then the trie begins anew, and stays small whatever it reads."""

Tail = tuple[int, tuple[str, ...]]
"""What is left of a pattern, by the pattern's number."""

Tails = dict[Tail, None]


class Node:
    """One place: what ends here, and where words, classes, boundaries or any word lead.

    `ways` names the words and classes that lead on; `plain` says that nothing else does.
    """

    __slots__ = ("any", "grown", "has_classes", "plain", "rules", "tests", "trie", "ways")

    def __init__(self, trie: "Trie", rules: list[Rule], ways: dict[str, Tails]) -> None:
        self.trie = trie
        self.rules = rules
        self.any = trie.place(ways.pop("_")) if "_" in ways else None
        self.tests = {
            name: trie.place(ways.pop(mark)) for mark, name in TESTS.items() if mark in ways
        }
        self.ways = ways
        self.grown: dict[str, Node] = {}
        self.has_classes = any(way.startswith("<") for way in ways)
        self.plain = not (rules or self.tests or self.any or self.has_classes)

    def after(self, way: str) -> "Node":
        """The place after one of the `ways`."""
        node = self.grown.get(way)
        if node is None:
            node = self.grown[way] = self.trie.place(self.ways[way])
        return node


class Trie:
    """All patterns; raises `ValueError` on a class that no walk could find."""

    def __init__(self, written: t.Sequence[Pattern], most: int = MOST_PLACES) -> None:
        check(written)
        self._most = most
        self._written = written
        self._made: dict[tuple[Tail, ...], Node] = {}
        self._root = self.place({(n, p.elements): None for n, p in enumerate(written)})

    def __len__(self) -> int:
        return len(self._made)

    @property
    def root(self) -> Node:
        """Where every walk begins."""
        if len(self) > self._most:
            self._made = {}
            self._root.grown.clear()
        return self._root

    def place(self, tails: Tails) -> Node:
        """The place from which just these tails lead on."""
        key = tuple(tails)
        node = self._made.get(key)
        if node is None:
            rules: list[Rule] = []
            ways: dict[str, Tails] = {}
            for number, elements in key:
                self._open(number, elements, rules, ways)
            _spread(ways)
            node = self._made[key] = Node(self, rules, ways)
        return node

    def _open(
        self, number: int, elements: tuple[str, ...], rules: list[Rule], ways: dict[str, Tails]
    ) -> None:
        """Note where a tail leads, in all the ways that its optional elements allow."""
        if not elements:
            rule = self._written[number].rule
            if rule not in rules:
                rules.append(rule)
            return
        element, rest = elements[0], elements[1:]
        if is_gap(element):
            self._open(number, rest, rules, ways)
            if (times := int(element[1:])) > 0:
                ways.setdefault("_", {})[number, (f"*{times - 1}", *rest)] = None
            return
        if len(element) > 1 and element.endswith("?") and element not in TESTS:
            self._open(number, rest, rules, ways)
            element = element[:-1]
        for part in (element,) if element in TESTS else element.split("/"):
            first, *joined = part.split("+") if len(part) > 1 else (part,)
            ways.setdefault(first, {})[number, (*joined, *rest)] = None


def _spread(ways: dict[str, Tails]) -> None:
    """Let each word lead wherever any word leads, too."""
    for way, tails in ways.items():
        if "_" in ways and way != "_" and not way.startswith("<") and way not in TESTS:
            tails.update(ways["_"])
