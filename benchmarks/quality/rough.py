"""The same words in disguise, or as a transcript gives them; what is meant stays."""

import random
import re
import typing as t
import unicodedata

_STRONG: t.Final = re.compile(
    r"\b\w*(?:fuck|shit|bitch|bastard|idiot|stupid|moron|useless|dumb|kill|pig|cow|clown|trash"
    r"|liar|thick|hurt|burn|fool)\w*",
    re.IGNORECASE,
)
_LEET: t.Final = str.maketrans("aeiost", "4310$7")
_ALIKE: t.Final = str.maketrans("aeopcyx", "аеорсух")


def _masked(text: str) -> str:
    return _STRONG.sub(lambda found: found[0][0] + "*" * (len(found[0]) - 2) + found[0][-1], text)


def _spaced(text: str) -> str:
    return _STRONG.sub(lambda found: " ".join(found[0]), text)


def _leet(text: str) -> str:
    return _STRONG.sub(lambda found: found[0].translate(_LEET), text)


def _alike(text: str) -> str:
    return _STRONG.sub(lambda found: found[0].translate(_ALIKE), text)


def _zero_width(text: str) -> str:
    return _STRONG.sub(lambda found: "\u200b".join(found[0]), text)


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _accented(text: str) -> str:
    return unicodedata.normalize("NFC", re.sub("[aeiou]", lambda found: f"{found[0]}\u0301", text))


def _transcript(text: str) -> str:
    """Lower case, no punctuation, a filler and a stutter: as speech recognition gives it."""
    chance = random.Random(text)
    words = re.sub(r"[^\w\s']", "", text.lower()).split()
    if len(words) > 3:
        words.insert(chance.randrange(1, len(words)), chance.choice(("um", "uh", "like")))
        place = chance.randrange(len(words))
        words.insert(place, words[place])
    return " ".join(words)


def _typos(text: str) -> str:
    """Two neighbouring letters changed places in one long word of six."""
    chance = random.Random(text)
    words = text.split(" ")
    for place, word in enumerate(words):
        if len(word) > 4 and chance.random() < 1 / 6:
            at = chance.randrange(1, len(word) - 2)
            words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


WAYS: t.Final[dict[str, t.Callable[[str], str]]] = {
    "f***: masked": _masked,
    "f u c k: spaced": _spaced,
    "1337": _leet,
    "homoglyphs": _alike,
    "zero width": _zero_width,
    "full width": _wide,
    "accents": _accented,
    "typos": _typos,
    "transcript": _transcript,
    "lower case": str.lower,
}
