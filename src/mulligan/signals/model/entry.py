"""From words to what the network takes in: word pieces, who spoke, and what came before.

    [CLS] customer: the message [SEP] customer: … agent: what came just before [SEP]

The message comes first and whole, then as much of the turns before it as fits, the latest kept.
A message longer than the window is read in several that overlap, so that nothing is skipped.
"""

import typing as t

from mulligan.conversation.message import Turn
from mulligan.conversation.words import Speaker
from mulligan.signals.text import ELONGATED, MASKED, SPACED, Text
from mulligan.signals.text.folding import fold

OVERLAP: t.Final = 16
"""Pieces that two neighbouring windows of a long message share."""

_DISGUISED: t.Final = MASKED | SPACED | ELONGATED
_ENDS: t.Final = 3
_LEAST_CONTEXT: t.Final = 6


class Pieces(t.Protocol):
    """What a tokenizer gives: ids, and the character offsets of each."""

    @property
    def ids(self) -> list[int]:
        """The pieces' numbers."""

    @property
    def offsets(self) -> list[tuple[int, int]]:
        """Where each begins and ends."""


class Tokenizer(t.Protocol):
    """The part of `tokenizers.Tokenizer` that is used."""

    def encode(self, sequence: str, *, add_special_tokens: bool = True) -> Pieces:
        """Cut a text into pieces."""

    def token_to_id(self, token: str) -> int | None:
        """The number of a piece."""


class Window(t.NamedTuple):
    """One row for the network: `ids`, and where the message lies in them.

    Pieces `first` to `last` (exclusive) are the message's; from `before` on is what came before.
    `spans` has the character offsets in the original message of each of its pieces.
    """

    ids: list[int]
    first: int
    last: int
    before: int
    spans: list[tuple[int, int]]


def windows(
    tokenizer: Tokenizer, text: Text, speaker: Speaker, context: t.Sequence[Turn], longest: int
) -> list[Window]:
    """The message as rows of at most `longest` pieces."""
    plain, origins = _undisguised(text)
    pieces = tokenizer.encode(plain, add_special_tokens=False)
    spans = [_span(origins, begin, end) for begin, end in pieces.offsets]
    begin, end = _ends(tokenizer)
    head = [begin, *_said_by(tokenizer, speaker)]
    room = longest - len(head) - _ENDS + 1
    whole = pieces.ids
    if len(whole) > room:
        step = room - OVERLAP
        starts = range(0, len(whole) - OVERLAP, step)
        parts = [(whole[at : at + room], spans[at : at + room]) for at in starts]
        return [_window(head, ids, places, [], end) for ids, places in parts]
    return [_window(head, whole, spans, _before(tokenizer, context, room - len(whole)), end)]


def _window(
    head: list[int], ids: list[int], spans: list[tuple[int, int]], before: list[int], end: int
) -> Window:
    first, last = len(head), len(head) + len(ids)
    tail = [*before, end] if before else []
    return Window([*head, *ids, end, *tail], first, last, last + 1, spans)


def _before(tokenizer: Tokenizer, context: t.Sequence[Turn], room: int) -> list[int]:
    """The latest pieces of the turns before, oldest first, as many as there is room for."""
    found: list[int] = []
    for turn in reversed(context):
        if room - len(found) < _LEAST_CONTEXT:
            break
        said = tokenizer.encode(fold(turn.text).plain, add_special_tokens=False).ids
        found = [*_said_by(tokenizer, turn.speaker), *said, *found]
    return found[max(0, len(found) - room) :] if room > 0 else []


def _said_by(tokenizer: Tokenizer, speaker: Speaker) -> list[int]:
    return tokenizer.encode(f"{speaker}:", add_special_tokens=False).ids


def _ends(tokenizer: Tokenizer) -> tuple[int, int]:
    """The pieces that begin and end a row, by whichever names the vocabulary has them."""
    begin = tokenizer.token_to_id("[CLS]")
    end = tokenizer.token_to_id("[SEP]")
    if begin is None or end is None:
        begin, end = tokenizer.token_to_id("<s>"), tokenizer.token_to_id("</s>")
    return t.cast(int, begin), t.cast(int, end)


def _undisguised(text: Text) -> tuple[str, list[int]]:
    """The message with plain characters and words, and the original offset of each character."""
    folded = fold(text.original)
    plain: str = folded.plain
    origins = list(range(len(plain))) if folded.origins is None else list(folded.origins)
    origins.append(len(text.original))
    hidden = [
        (start, end, form)
        for form, start, end, flags, _ in zip(*text.columns, strict=True)
        if flags & _DISGUISED
    ]
    if not hidden:
        return plain, origins
    return _replaced(plain, origins, hidden)


def _replaced(
    plain: str, origins: list[int], hidden: list[tuple[int, int, str]]
) -> tuple[str, list[int]]:
    """Put each disguised word's normal form where it stood."""
    at, pieces, places = 0, list[str](), list[int]()
    where = {origin: place for place, origin in reversed(list(enumerate(origins)))}
    for start, end, form in hidden:
        begin, stop = where.get(start), where.get(end)
        if begin is None or stop is None or begin < at:
            continue
        pieces += [plain[at:begin], form]
        places += [*origins[at:begin], *([start] * (len(form) - 1)), end - 1]
        at = stop
    pieces.append(plain[at:])
    places += origins[at:]
    return "".join(pieces), places


def _span(origins: list[int], begin: int, end: int) -> tuple[int, int]:
    return origins[begin], origins[end - 1] + 1 if end > begin else origins[begin]
