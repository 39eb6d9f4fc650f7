"""What a reply does with the customer's own words: says the problem back, or talks in code."""

import re
import typing as t

from mulligan.conversation.message import Turn
from mulligan.conversation.signal import Finding
from mulligan.signals.replies.plain import plain
from mulligan.signals.replies.reasons import BECAUSE
from mulligan.signals.replies.words import EDGES, Words
from mulligan.signals.text.folding import fold

_STEM: t.Final = 5
_LAST_TURNS: t.Final = 2
_SHARED: t.Final = 2
_OPENING_SENTENCES: t.Final = 3
_LONGEST: t.Final = 2_000
_ACRONYM: t.Final = re.compile(r"(?<![\w.-])[A-Z][A-Z0-9]{1,6}(?![\w-])")
_TELLING: t.Final = 2
_WORD: t.Final = re.compile(r"[^\W_]+")


def said_back(text: Words, context: t.Sequence[Turn], name: str) -> t.Iterator[Finding]:
    """The first opening sentence that shares two or more telling words with the customer's."""
    theirs = _stems(_customer_words(context)) - _stems(_words(name))
    if not theirs:
        return
    for start, end in _openings(text):
        words = text.words[start:end]
        if words[0] in plain("acting") or " ".join(words[:2]) in plain("acting"):
            continue
        if len(_stems(words) & theirs) >= _SHARED:
            begin, stop = text.starts[start], text.ends[end - 1]
            yield Finding("summarises", begin, stop, BECAUSE["summarises"])
            return


def in_code(text: str, context: t.Sequence[Turn]) -> t.Iterator[Finding]:
    """Two or more abbreviations that the customer did not use and few people know."""
    found = [
        match
        for match in _ACRONYM.finditer(text)
        if match.group().lower() not in plain("known abbreviations")
    ]
    if len({match.group() for match in found}) < _TELLING or text.isupper():
        return
    theirs = {
        word.upper() for turn in context if turn.speaker == "customer" for word in _words(turn.text)
    }
    for match in found:
        if match.group() not in theirs:
            yield Finding("jargon", *match.span(), BECAUSE["jargon"])


def _openings(text: Words) -> t.Iterator[tuple[int, int]]:
    """The word ranges of the first few sentences."""
    seen, start = 0, 0
    for place, word in enumerate(text.words):
        if word in EDGES:
            if place > start:
                yield start, place
                seen += 1
            if seen == _OPENING_SENTENCES:
                return
            start = place + 1


def _customer_words(context: t.Sequence[Turn]) -> list[str]:
    turns = [turn.text for turn in context if turn.speaker == "customer"][-_LAST_TURNS:]
    return [word for turn in turns for word in _words(turn)]


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text[:_LONGEST]).plain.lower())


def _stems(words: t.Iterable[str]) -> set[str]:
    fillers = plain("fillers")
    return {word[:_STEM] for word in words if word not in fillers and len(word) > 2}
