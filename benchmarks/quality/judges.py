"""Who is measured: our readers, and what else a team could have taken."""

import typing as t

import numpy as np

from mulligan.conversation.message import Message
from mulligan.conversation.signal import OFFENCES
from mulligan.conversation.words import Speaker
from mulligan.signals.lexicon import LexiconReader
from mulligan.signals.model import TrainedReader
from training.rows import Row


class Answer(t.NamedTuple):
    """What was said of a row: kinds, (kind, target) pairs, (kind, about) pairs or merits and
    faults, the severity; `chance` that an offence stands, `chances` by mark where they are known.
    """

    kinds: frozenset[str]
    targets: frozenset[tuple[str, str]] = frozenset()
    grounds: frozenset[tuple[str, str]] = frozenset()
    severity: int = 0
    chance: float = 0.0
    chances: t.Mapping[str, float] = {}

    @property
    def offence(self) -> bool:
        """Whether any offence is said to stand."""
        return bool(self.kinds & OFFENCES)


class Judge(t.Protocol):
    """Answers for rows."""

    name: str

    def answers(self, rows: t.Sequence[Row]) -> list[Answer]:
        """What this one says of each."""


class Ours:
    """One of our readers."""

    def __init__(self, reader: TrainedReader | LexiconReader) -> None:
        self.reader = reader
        self.name = reader.name.partition("@")[0]

    def answers(self, rows: t.Sequence[Row]) -> list[Answer]:
        """The reading of each, or the review of a reply."""
        return [self._answer(row) for row in rows]

    def _answer(self, row: Row) -> Answer:
        message = said(row.text, row.speaker)
        if row.known == "marks":
            review = self.reader.review(message, row.context, row.customer)
            return Answer(frozenset((*review.merits, *review.faults)))
        reading = self.reader.read(message, row.context)
        signals = reading.signals
        best = max((one.score for one in signals if one.kind in OFFENCES), default=0.0)
        chance, chances = best, {}
        if isinstance(self.reader, TrainedReader):
            known = self.reader.reckon(row.text, row.context)
            chance, chances = known.offence, known.marks
        return Answer(
            frozenset(one.kind for one in signals),
            frozenset((one.kind, one.target) for one in signals),
            frozenset((one.kind, about) for one in signals for about in one.about),
            reading.severity,
            chance,
            chances,
        )


def said(text: str, speaker: Speaker = "customer") -> Message:
    """A message of these words."""
    return Message(conversation="-", id="-", speaker=speaker, text=text)


Scored = t.Callable[[list[str]], t.Iterable[float]]


class Peer:
    """Another package's scores of texts: an offence from `least` on, which is its own default."""

    def __init__(self, name: str, score: Scored, least: float) -> None:
        self.name, self._score, self._least = name, score, least

    def answers(self, rows: t.Sequence[Row]) -> list[Answer]:
        """Attack where the score says so; such packages know neither kinds nor targets."""
        scores = map(float, self._score([row.text for row in rows]))
        return [
            Answer(frozenset(("attack",) if score >= self._least else ()), chance=score)
            for score in scores
        ]


def peers(learned: t.Sequence[Row]) -> tuple[list[Peer], list[str]]:
    """The peers that are installed, and the names of those that are not."""
    found: list[Peer] = []
    missing: list[str] = []
    makers: dict[str, t.Callable[[], Peer]] = {
        "TF-IDF + logistic regression": lambda: _counted(learned),
        "alt-profanity-check": _alt,
        "better-profanity": _better,
        "VADER": _vader,
    }
    for name, make in makers.items():
        try:
            found.append(make())
        except ImportError:
            missing.append(name)
    return found, missing


def _counted(learned: t.Sequence[Row]) -> Peer:
    """The usual baseline, learned from the same rows: words (1, 2) and letters (2, 5)."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    known = [row for row in learned if row.known == "kinds"]
    model = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True),
        ),
        LogisticRegression(C=4.0, max_iter=400, solver="liblinear"),
    )
    model.fit([row.text for row in known], np.array([row.offence for row in known]))
    name = "TF-IDF + logistic regression"
    return Peer(name, lambda texts: model.predict_proba(texts)[:, 1], 0.5)


def _alt() -> Peer:
    from profanity_check import predict_prob

    return Peer("alt-profanity-check", predict_prob, 0.5)


def _better() -> Peer:
    from better_profanity import profanity

    profanity.load_censor_words()
    return Peer("better-profanity", lambda texts: map(profanity.contains_profanity, texts), 0.5)


def _vader() -> Peer:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()

    def score(texts: list[str]) -> list[float]:
        return [-float(analyzer.polarity_scores(text)["compound"]) for text in texts]

    return Peer("VADER", score, 0.5)
