"""The turns in a transcript of speech, in the shapes that vCons carry."""

import typing as t

import msgspec

from mulligan.errors import BadInput

_PAUSE: t.Final = 1.0

Label = int | str | None


class Turn(msgspec.Struct, frozen=True):
    """What somebody said without a break.

    Who it was, as far as the transcript knows: the `party` of the vCon, the `track` of the
    recording, and what the transcript calls the `speaker`. `start` is in seconds of the
    recording, or a date and time; `end` and `duration` are in seconds.
    """

    text: str
    party: int | None = None
    track: int | None = None
    speaker: Label = None
    start: float | str | None = None
    end: float | None = None
    duration: float | None = None


class _Said(msgspec.Struct):
    text: str
    parties: int | list[int] | None = None
    speaker: Label = None
    start: float | str | None = None
    duration: float | None = None
    end: float | None = None


class _Word(msgspec.Struct):
    word: str
    punctuated_word: str | None = None
    start: float | None = None
    end: float | None = None
    speaker: Label = None


class _Sentence(msgspec.Struct):
    text: str


class _Paragraph(msgspec.Struct):
    sentences: list[_Sentence]
    start: float | None = None
    end: float | None = None
    speaker: Label = None


class _Paragraphs(msgspec.Struct):
    paragraphs: list[_Paragraph]


class _Alternative(msgspec.Struct):
    words: list[_Word] = []
    paragraphs: _Paragraphs | None = None


class _Channel(msgspec.Struct):
    alternatives: list[_Alternative]


class _Results(msgspec.Struct):
    channels: list[_Channel]


def turns(body: t.Any) -> list[Turn | BadInput]:
    """The turns in the order in which they begin; raises `BadInput` for an unknown shape.

    A transcript is a list of turns, or what Deepgram gives: `results`, or one alternative alone.
    """
    try:
        whole = msgspec.json.decode(body) if isinstance(body, str | bytes) else body
        if isinstance(whole, list):
            return [_said(entry) for entry in whole]
        if "results" in whole:
            return [*_by_start(msgspec.convert(whole["results"], _Results).channels)]
        if "words" in whole or "paragraphs" in whole:
            return [*_alternative(msgspec.convert(whole, _Alternative), None)]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, TypeError):
        pass
    raise BadInput("the transcript has no shape that is known here")


def _said(entry: t.Any) -> Turn | BadInput:
    try:
        said = msgspec.convert(entry, _Said)
    except msgspec.ValidationError:
        return BadInput("the turn has no shape that is known here")
    parties = said.parties if isinstance(said.parties, list) else [said.parties]
    party = next(iter(parties), None)
    return Turn(said.text, party, None, said.speaker, said.start, said.end, said.duration)


def _by_start(channels: list[_Channel]) -> list[Turn]:
    """The turns of all channels; who is on which channel counts where there are several."""
    several = len(channels) > 1
    found = [
        turn
        for track, channel in enumerate(channels)
        for alternative in channel.alternatives[:1]
        for turn in _alternative(alternative, track if several else None)
    ]
    return sorted(found, key=_start) if several else found


def _start(turn: Turn) -> float:
    return turn.start if isinstance(turn.start, float) else 0.0


def _alternative(alternative: _Alternative, track: int | None) -> t.Iterator[Turn]:
    paragraphs = alternative.paragraphs.paragraphs if alternative.paragraphs else []
    told = any(paragraph.speaker is not None for paragraph in paragraphs)
    if paragraphs and (told or all(word.speaker is None for word in alternative.words)):
        for one in paragraphs:
            text = " ".join(sentence.text for sentence in one.sentences)
            yield Turn(text, None, track, one.speaker, one.start, one.end)
        return
    for words in _runs(alternative.words):
        text = " ".join(word.punctuated_word or word.word for word in words)
        yield Turn(text, None, track, words[0].speaker, words[0].start, words[-1].end)


def _runs(words: list[_Word]) -> t.Iterator[list[_Word]]:
    """Words in a row by one speaker, without a long pause."""
    run: list[_Word] = []
    for word in words:
        if run and (word.speaker != run[-1].speaker or _pauses(run[-1], word)):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _pauses(before: _Word, after: _Word) -> bool:
    if before.end is None or after.start is None:
        return False
    return after.start - before.end > _PAUSE
