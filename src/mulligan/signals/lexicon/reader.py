"""The first reader: phrases, no model, and every signal with the words that carry it.

It is the floor under any trained reader: it reads English, costs well under a millisecond a
message, and what it says can be traced to a line in the lists.
"""

import functools
import typing as t

from mulligan.conversation.message import Message, Turn
from mulligan.conversation.signal import Reading, Review, Signal
from mulligan.conversation.words import KINDS, Kind
from mulligan.signals import lexica, replies
from mulligan.signals.lexicon.answers import answer, asked, confirms, may_answer
from mulligan.signals.lexicon.shape import loudness, unreadable
from mulligan.signals.lexicon.sift import sift
from mulligan.signals.lexicon.swearing import oaths
from mulligan.signals.lexicon.verdict import Found, reading
from mulligan.signals.phrases.grammar import patterns
from mulligan.signals.phrases.trie import Trie
from mulligan.signals.phrases.walk import walk
from mulligan.signals.text import Text, normalise

_TOPICS: t.Final = (
    *("classes", "safety", "attack", "threat", "harm"),
    *("prying", "care", "despair", "ordinary"),
)
_LISTS: t.Final = tuple(f"customer/{topic}" for topic in _TOPICS)


class LexiconReader:
    """Reads by phrases. Costs nothing to make; the lists are read once, at the first message."""

    kinds: frozenset[Kind] = frozenset(KINDS)

    @property
    def name(self) -> str:
        """`lexicon@` and eight hex digits of the lists and the code."""
        return f"lexicon@{lexica.digest()}"

    def read(self, message: Message, context: t.Sequence[Turn]) -> Reading:
        """What a customer's message does, to whom, how gravely and in which words.

        >>> from mulligan.conversation.message import Message
        >>> message = Message(conversation="1", id="1", speaker="customer", text="You are stupid!")
        >>> LexiconReader().read(message, ()).severity
        2
        """
        text = normalise(message.text)
        if unreadable(text):
            whole = Signal("unreadable", "none", (), 0.8, 0, len(message.text), self.name)
            return Reading((whole,), 0)
        walked = walk(_phrases(), text)
        kept = sift(walked, text)
        found = Found(
            kept,
            oaths(walked, kept, text),
            loudness(text),
            self.confirmed(text, context),
            bool(asked(context)),
        )
        return reading(found, text, walked, self.name)

    def confirmed(self, text: Text, context: t.Sequence[Turn]) -> Signal | None:
        """What a bare answer carries from the question before it (ruling 22)."""
        before = asked(context)
        return answer(text, _asks(text, before), self.name) if before else None

    def review(self, message: Message, context: t.Sequence[Turn], customer: str) -> Review:
        """What a reply does well or badly; `customer` is the customer's name, if known."""
        return replies.review(message, context, customer)


def _asks(text: Text, before: str) -> set[str]:
    """What the turn before asks, as far as a message like this can answer it."""
    if not may_answer(text):
        return set()
    phrases = _phrases() if confirms(text) else _safety()
    return {hit.name for hits in walk(phrases, normalise(before)).hits for hit in hits}


@functools.cache
def _phrases() -> Trie:
    return Trie(patterns(_LISTS))


@functools.cache
def _safety() -> Trie:
    return Trie(patterns(("customer/safety",)))
