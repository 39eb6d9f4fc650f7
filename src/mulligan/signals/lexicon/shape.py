"""What the shape of a message says: shouting, and writing that cannot be read here."""

import re
import typing as t

from mulligan.signals import lexica
from mulligan.signals.text import EMOJI, SHOUTED, Text

_MARK: t.Final = re.compile(
    r"[\[(*](?:shout|yell|scream|rais|bellow|roar)[a-z]{0,6}(?: [a-z]{1,8}){0,3}[\])*]", re.I
)
_RUN: t.Final = re.compile(r"![!1?]{2,}")
_LEAST_WORDS: t.Final = 3
_LEAST_SHARE: t.Final = 0.6
_LEAST_LOUD: t.Final = 5
_FOREIGN_SHARE: t.Final = 0.5
_FOREIGN_WORDS: t.Final = 5
_LEAST_READ: t.Final = 4
_LOOKED_AT: t.Final = 60
_LOOKED_THROUGH: t.Final = 4000


class Loud(t.NamedTuple):
    """Where a message shouts (word places), and how: a transcript's mark, capitals, or signs."""

    start: int
    end: int
    how: t.Literal["mark", "capitals", "signs"]


def loudness(text: Text) -> Loud | None:
    """Whether the message shouts, by its shape alone: joy, codes and need are for the caller."""
    count = len(text.forms)
    if not count:
        return None
    begin = text.original[:_LOOKED_THROUGH]
    if "ing" in begin and ("[" in begin or "*" in begin or "(" in begin) and _MARK.search(begin):
        return Loud(0, count, "mark")
    if capitals := _capitals(text):
        return capitals
    if "!!" in begin and len(_RUN.findall(begin)) >= 2:
        return Loud(0, count, "signs")
    return None


def _capitals(text: Text) -> Loud | None:
    loud = [
        form
        for form, flags in zip(text.forms, text.flags, strict=True)
        if flags & SHOUTED and len(form) > 1 and form.isalpha()
    ]
    if len(loud) < _LEAST_WORDS:
        return _loud_run(text)
    spoken = sum(len(form) > 1 and form.isalpha() for form in text.forms)
    asks = "!" in text.original or "?" in text.original
    if len(loud) >= _LEAST_SHARE * spoken and (asks or _is_talk(loud)):
        return Loud(0, len(text.forms), "capitals")
    return _loud_run(text)


def _is_talk(loud: t.Sequence[str]) -> bool:
    """Capitals make sentences, not codes, acronyms or a heading."""
    here = lexica.section("customer/languages", "here")
    return len(loud) > _LEAST_LOUD or not here.isdisjoint(loud)


def _loud_run(text: Text) -> Loud | None:
    """A whole phrase in capitals inside a quieter message."""
    begin = run = 0
    for place, flags in enumerate(text.flags):
        if flags & SHOUTED or (run and len(text.forms[place]) < 2):
            begin = begin if run else place
            run += 1
            if run >= _LEAST_LOUD and run * 2 > len(text.forms):
                return Loud(begin, place + 1, "capitals")
        else:
            run = 0
    return None


def unreadable(text: Text) -> bool:
    """Whether the message cannot be judged: no words, another script, or another language."""
    if not any(
        form[0].isalnum() or flags & EMOJI or form == "****"
        for form, flags in zip(text.forms, text.flags, strict=True)
    ):
        return True
    if text.foreign:
        return text.foreign >= _FOREIGN_SHARE * sum(map(len, text.forms))
    forms = text.forms[:_LOOKED_AT]
    here = lexica.section("customer/languages", "here")
    if len(forms) < _LEAST_READ or not here.isdisjoint(forms):
        return False
    elsewhere = lexica.section("customer/languages", "elsewhere")
    return sum(form in elsewhere for form in forms) * _FOREIGN_WORDS >= len(forms)
