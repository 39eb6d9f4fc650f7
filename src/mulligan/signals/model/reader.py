"""The trained reader: reads each message in its context, on one core, in a few milliseconds."""

import functools
import io
import typing as t

import numpy as np
import tokenizers

from mulligan.conversation.message import Message, Turn
from mulligan.conversation.signal import Reading, Review, Signal
from mulligan.conversation.words import KINDS, Kind, Speaker
from mulligan.signals import lexica
from mulligan.signals.lexicon import LexiconReader
from mulligan.signals.model import card as cards
from mulligan.signals.model.blend import Blend, Chances
from mulligan.signals.model.entry import windows
from mulligan.signals.model.language import foreign
from mulligan.signals.model.network import Floats, Network, Said
from mulligan.signals.model.ngrams import Linear, features
from mulligan.signals.model.reading import Read, reading
from mulligan.signals.model.reviewing import reviewing
from mulligan.signals.text import Text, normalise

_UNIVERSAL: t.Final[frozenset[Kind]] = frozenset(("attack", "profanity"))
_FOREIGN: t.Final = 0.9


class TrainedReader:
    """Reads with the weights in the package, or in another `folder`. Safe to share by threads.

    `early` reads with the first half of the network only: faster, a little less right.
    `window` is how many word pieces are read at once, if not as many as the card says.
    Raises `BadWeights` where a file is missing or damaged.
    """

    kinds: frozenset[Kind] = frozenset(KINDS)

    def __init__(
        self,
        *,
        early: bool = False,
        folder: cards.Folder | None = None,
        window: int | None = None,
    ) -> None:
        place = folder or cards.weights()
        self._card = cards.load(place)
        self._window = window or self._card.window
        self._early = early
        self._network = Network(cards.part(place, self._card, cards.NETWORK))
        self._linear = _linear(cards.part(place, self._card, cards.LINEAR))
        self._pieces = _pieces(cards.part(place, self._card, cards.PIECES))
        self._blend = Blend(self._card.early if early else self._card.whole)
        self._lexicon = LexiconReader()

    @property
    def forecasting(self) -> cards.Forecasting:
        """What `mulligan.signals.forecast` stands on."""
        return self._card.forecast

    @functools.cached_property
    def name(self) -> str:
        """`trained@` (or `early@`) and eight hex digits of the weights, the lists and the code."""
        kind = "early" if self._early else "trained"
        return f"{kind}@{self._card.version[:4]}{lexica.digest()[:4]}"

    def read(self, message: Message, context: t.Sequence[Turn]) -> Reading:
        """What a customer's message does, to whom, how gravely and in which words.

        >>> from mulligan.conversation.message import Message
        >>> message = Message(conversation="1", id="1", speaker="customer", text="You are stupid!")
        >>> [signal.kind for signal in TrainedReader().read(message, ()).signals]
        ['attack']
        """
        phrases = self._lexicon.read(message, context)
        if any(signal.kind == "unreadable" for signal in phrases.signals):
            return phrases
        text = normalise(message.text)
        if foreign(text):
            return _elsewhere(message.text, phrases, self.name)
        reads = self._say(text, "customer", context)
        chances = self._chances(text, context, reads, phrases)
        if answered := self._lexicon.confirmed(text, context):
            chances = self._blend.raised(chances, answered.kind)
        return reading(chances, self._blend, reads, phrases, message.text, context, self.name)

    def reckon(self, words: str, context: t.Sequence[Turn]) -> Chances:
        """The probability of every kind and of any offence, whatever `read` says of them."""
        message = Message(conversation="-", id="-", speaker="customer", text=words)
        text = normalise(words)
        reads = self._say(text, "customer", context)
        return self._chances(text, context, reads, self._lexicon.read(message, context))

    def merits(self, words: str, context: t.Sequence[Turn], customer: str) -> dict[str, float]:
        """The probability of every merit and fault of a reply, whatever `review` says of them."""
        message = Message(conversation="-", id="-", speaker="agent", text=words)
        phrases = self._lexicon.review(message, context, customer)
        text = normalise(words)
        return self._marks(text, context, self._say(text, "agent", context), phrases)

    def _chances(
        self, text: Text, context: t.Sequence[Turn], reads: t.Sequence[Read], phrases: Reading
    ) -> Chances:
        marks, offence = _highest([one.said for one in reads])
        linear = self._linear.logits(features(text, context[-1].text if context else ""))
        scores: dict[str, float] = {
            signal.kind: signal.score for signal in reversed(phrases.signals)
        }
        return self._blend.kinds(marks, offence, linear, scores)

    def review(self, message: Message, context: t.Sequence[Turn], customer: str) -> Review:
        """What a reply does well or badly; `customer` is the customer's name, if known."""
        phrases = self._lexicon.review(message, context, customer)
        text = normalise(message.text)
        reads = self._say(text, "agent", context)
        chances = self._marks(text, context, reads, phrases)
        return reviewing(chances, self._blend, reads, phrases, message.text)

    def _marks(
        self, text: Text, context: t.Sequence[Turn], reads: t.Sequence[Read], phrases: Review
    ) -> dict[str, float]:
        marks, _ = _highest([one.said for one in reads])
        linear = self._linear.logits(features(text, context[-1].text if context else ""))
        return self._blend.replies(marks, linear, {*phrases.merits, *phrases.faults})

    def _say(self, text: Text, speaker: Speaker, context: t.Sequence[Turn]) -> list[Read]:
        return _telling(
            Read(self._network.say(window, early=self._early), window.spans)
            for window in windows(self._pieces, text, speaker, context, self._window)
        )


def _elsewhere(original: str, phrases: Reading, name: str) -> Reading:
    """A text in another language: said to be so; strong words known everywhere still count."""
    whole = Signal("unreadable", "none", (), _FOREIGN, 0, len(original), name)
    known = tuple(signal for signal in phrases.signals if signal.kind in _UNIVERSAL)
    return Reading((whole, *known), phrases.severity if known else 0)


def _telling(reads: t.Iterable[Read]) -> list[Read]:
    """Of a message's windows, those in which some answer is highest: never more than answers."""
    highest: dict[int, tuple[float, int, Read]] = {}
    for number, one in enumerate(reads):
        answers = (*one.said.marks.tolist(), one.said.offence, *one.said.severity.tolist())
        for place, value in enumerate(answers):
            if place not in highest or value > highest[place][0]:
                highest[place] = value, number, one
    kept = {number: one for _, number, one in highest.values()}
    return [kept[number] for number in sorted(kept)]


def _highest(said: t.Sequence[Said]) -> tuple[Floats, float]:
    """Over all windows of a message, the most that each mark reaches in any."""
    marks = t.cast(Floats, np.max([one.marks for one in said], axis=0))
    return marks, max(one.offence for one in said)


def _linear(stored: bytes) -> Linear:
    with np.load(io.BytesIO(stored)) as kept:
        return Linear(kept["table"], kept["scale"], kept["bias"])


def _pieces(stored: bytes) -> tokenizers.Tokenizer:
    made = tokenizers.Tokenizer.from_buffer(stored)
    made.no_truncation()
    made.no_padding()
    return made
