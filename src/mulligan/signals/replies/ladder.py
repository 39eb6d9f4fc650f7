"""The steps of the ladder in a reply: limit, warning, ending, leaving; read sentence by sentence.

An ending under a condition about conduct is a `warning`; an ending without one is a `closing`.
A harm to the customer under a condition is a `counter_threat`.
"""

import typing as t

from mulligan.conversation.words import Fault, Merit
from mulligan.signals.replies.phrases import Mark
from mulligan.signals.replies.words import ASKS, Words

Sentence = t.Mapping[str, Mark]
STEPS: t.Final[frozenset[Merit | Fault]] = frozenset(
    ("boundary", "warning", "closing", "excuse_me", "counter_threat")
)


def steps(sentence: Sentence, text: Words) -> t.Iterator[tuple[Merit | Fault, Mark]]:
    """The steps that one sentence takes; `sentence` holds its first mark under each heading."""
    if (threat := _threat(sentence)) is not None:
        yield "counter_threat", threat
    elif (warning := _warning(sentence)) is not None:
        yield "warning", warning
    elif (ending := _ending(sentence)) is not None:
        yield "closing", ending
    if (limit := sentence.get("boundary")) is not None and "responsibility" not in sentence:
        yield "boundary", limit
    if (leaving := _leaving(sentence, text)) is not None:
        yield "excuse_me", leaving


def _warning(sentence: Sentence) -> Mark | None:
    if "kept open" in sentence:
        return None
    if (whole := sentence.get("warning")) is not None:
        return whole
    benign = "benign" in sentence
    if (loath := sentence.get("ending maybe")) is not None and not benign:
        return loath
    if (condition := sentence.get("condition")) is None:
        return None
    for heading, enough in (
        ("ending", "conduct" in sentence or not benign),
        ("ending loose", "conduct" in sentence),
        ("end word", "abuse" in sentence),
    ):
        if enough and (ending := sentence.get(heading)) is not None:
            return _span(condition, ending)
    return None


def _ending(sentence: Sentence) -> Mark | None:
    if "kept open" in sentence:
        return None
    if (ending := sentence.get("ending")) is not None:
        return ending
    return None if "opening" in sentence else sentence.get("farewell")


def _leaving(sentence: Sentence, text: Words) -> Mark | None:
    """`Excuse me.` that asks for nothing and explains nothing."""
    if (asked := sentence.get("excuse me asked")) is not None:
        return asked
    leaving = sentence.get("excuse me")
    if leaving is None or "excuse me not" in sentence or text.words[leaving.end] == ASKS:
        return None
    return leaving


def _threat(sentence: Sentence) -> Mark | None:
    if (whole := sentence.get("counter threat")) is not None:
        return whole
    harm = sentence.get("punish")
    condition = sentence.get("provocation") or sentence.get("condition")
    if harm is None or condition is None:
        return None
    return _span(condition, harm) if "abuse" in sentence or "provocation" in sentence else None


def _span(one: Mark, other: Mark) -> Mark:
    return Mark(one.heading, min(one.start, other.start), max(one.end, other.end))
