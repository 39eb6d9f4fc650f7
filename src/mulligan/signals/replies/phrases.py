"""Phrases with gaps and word sets, found in one walk over a reply's words.

A phrase is written in plain words. `<call>` is any phrase of the set `call`, `a/b` either word,
`word?` or `<call>?` may be missing, `..` stands for up to three words and `...` for up to eight
(never across a sentence's end, never over a `not`), `0` for any number, `$` for a sentence's
beginning or end and `$?` for the end of a question.
"""

import typing as t

from mulligan.signals.replies.words import ASKS, EDGES, Words, words_of

_GAPS: t.Final = {"..": 3, "...": 8}
_END: t.Final = ""
_STOPS: t.Final = EDGES | {"not", "never", _END}


class Mark(t.NamedTuple):
    """A phrase that was found: its heading and its place among the words (`end` excluded)."""

    heading: str
    start: int
    end: int


class _Node:
    """A place inside the phrases: what may come next, and which phrases end here.

    `through` says that something stands here beside the words in `next`.
    """

    __slots__ = ("gaps", "headings", "meetings", "next", "through")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.gaps: list[tuple[int, _Node]] = []
        self.meetings: list[_Node] = []
        self.headings: list[str] = []
        self.through = False

    def after(self, word: str) -> "_Node":
        return self.next.setdefault(word, _Node())

    def leap(self, limit: int) -> "_Node":
        for known, target in self.gaps:
            if known == limit:
                return target
        self.gaps.append((limit, target := _Node()))
        self.through = True
        return target


class Lexicon:
    """Phrases under headings, compiled once; reading never changes it."""

    def __init__(self, source: t.Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._root = _Node()
        self._sets: dict[str, tuple[str, ...]] = {}
        self._meetings: dict[tuple[object, ...], _Node] = {}
        self.phrases: dict[str, tuple[str, ...]] = {}
        for heading, phrases in source:
            (self._sets if heading.startswith("=") else self.phrases)[heading] = phrases
        for heading, phrases in self.phrases.items():
            for phrase in phrases:
                for node in self._grow([self._root], phrase):
                    node.headings.append(heading)
                    node.through = True

    def _grow(self, nodes: list[_Node], phrase: str) -> list[_Node]:
        """Lay a phrase's elements behind these nodes; the nodes it ends at."""
        for element in phrase.split():
            required = element if element.startswith("$") else element.removesuffix("?")
            after = self._element(nodes, required)
            nodes = nodes + after if required != element else after
        return nodes

    def _element(self, nodes: list[_Node], element: str) -> list[_Node]:
        if element in _GAPS:
            return [node.leap(_GAPS[element]) for node in nodes]
        if element.startswith("$"):
            edges = [ASKS] if element == "$?" else sorted(EDGES)
            return [node.after(edge) for node in nodes for edge in edges]
        if element.startswith("<"):
            return self._meet(nodes, element, self._sets["=" + element[1:-1]])
        if "/" in element:
            return self._meet(nodes, element, element.split("/"))
        for plain in words_of(element).words[1:-1]:
            nodes = [node.after(plain) for node in nodes]
        return nodes

    def _meet(self, nodes: list[_Node], element: str, choices: t.Iterable[str]) -> list[_Node]:
        """Lay every choice, then bring them together in one node, so that the rest is laid once."""
        key = (element, *map(id, nodes))
        if key not in self._meetings:
            meeting = self._meetings[key] = _Node()
            for choice in choices:
                for end in self._grow(nodes, choice):
                    end.meetings.append(meeting)
                    end.through = True
        return [self._meetings[key]]

    def marks(self, text: Words) -> list[Mark]:
        """Every phrase in the text, the longest from each beginning; linear in its length."""
        found: list[Mark] = []
        until: dict[str, int] = {}
        words = ["0" if word[0].isdigit() else word for word in text.words]
        words.append(_END)
        first = self._root.next
        for start, word in enumerate(words):
            if (node := first.get(word)) is None:
                continue
            if not node.through and words[start + 1] not in node.next:
                continue
            for heading, end in _ends(node, words, start + 1).items():
                if start >= until.get(heading, 0):
                    found.append(Mark(heading, start, end))
                    until[heading] = end
        return found


def _ends(node: _Node, words: list[str], at: int) -> dict[str, int]:
    """How far each heading's longest phrase reaches from here.

    `words` ends in an edge and `_END`, so that no step has to look for the end.
    """
    longest: dict[str, int] = {}
    stack = [(node, at)]
    while stack:
        node, at = stack.pop()
        for heading in node.headings:
            longest[heading] = max(at, longest.get(heading, 0))
        word = words[at]
        if (follower := node.next.get(word)) is not None:
            stack.append((follower, at + 1))
        for meeting in node.meetings:
            if meeting.through or word in meeting.next:
                stack.append((meeting, at))
        for limit, target in node.gaps:
            following, through = target.next, target.through
            for ahead in range(at, at + limit + 1):
                word = words[ahead]
                if word in following or through:
                    stack.append((target, ahead))
                if word in _STOPS:
                    break
    return longest
