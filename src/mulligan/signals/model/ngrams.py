"""What pieces of words say: a linear model over hashed runs of letters and words.

It sees what the network's word pieces hide (capitals, rare spellings) and costs a tenth of a
millisecond. The features are ours, so that learning and reading share them, and no vectoriser
object has to be stored.
"""

import typing as t
import zlib

import numpy as np
import numpy.typing as npt

from mulligan.signals.text import SHOUTED, Text

BUCKETS: t.Final = 1 << 17
_RUNS: t.Final = (2, 3, 4, 5)
_MIX: t.Final = np.uint64(0x9E3779B97F4A7C15)
_BASE: t.Final = np.uint64(1_000_003)
_SHIFT: t.Final = np.uint64(64 - 17)
_LONGEST: t.Final = 20_000

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]


def features(text: Text, asked: str = "") -> Places:
    """The buckets (0 to `BUCKETS`) that a text's runs of 2 to 5 letters and 1 to 3 words fall in.

    `asked` is the last turn before it: its words count apart from the text's own. Each bucket is
    there once; linear in the length.
    """
    found = [_letters(" ".join(text.forms)[:_LONGEST])]
    found.append(_words(text.forms[:_LONGEST], 1))
    if text.forms:
        loud = sum(flag & SHOUTED > 0 for flag in text.flags)
        marks = text.original.count("!"), 10 * loud // len(text.forms)
        found.append(_hashed([f"!{min(marks[0], 5)}", f"loud{marks[1]}"], 3))
    if asked:
        found.append(_words(asked.lower().split()[-30:], 2))
    return np.unique(np.concatenate(found)).astype(np.int64)


def _letters(plain: str) -> npt.NDArray[np.uint64]:
    codes = np.frombuffer(f" {plain} ".encode("utf-32-le"), np.uint32).astype(np.uint64)
    found = [np.empty(0, np.uint64)]
    with np.errstate(over="ignore"):
        for run in _RUNS:
            if len(codes) < run:
                break
            rolled = np.full(len(codes) - run + 1, run, np.uint64)
            for place in range(run):
                rolled = rolled * _BASE + codes[place : len(codes) - run + 1 + place]
            found.append((rolled * _MIX) >> _SHIFT)
    return np.concatenate(found)


def _words(words: t.Sequence[str], salt: int) -> npt.NDArray[np.uint64]:
    one = np.fromiter((zlib.crc32(word.encode()) for word in words), np.uint64, len(words))
    found = []
    with np.errstate(over="ignore"):
        rolled = one + np.uint64(salt)
        for run in (1, 2, 3):
            found.append((rolled * _MIX + np.uint64(run)) * _MIX >> _SHIFT)
            if len(one) <= run:
                break
            rolled = rolled[:-1] * _BASE + one[run:]
    return np.concatenate(found)


def _hashed(names: t.Sequence[str], salt: int) -> npt.NDArray[np.uint64]:
    return _words(names, salt)[: len(names)]


class Linear:
    """Weights a bucket and answer: logits are sums over the buckets, over the root of their count.

    `table` (`BUCKETS`, answers) holds whole numbers of `scale` (answers,); `bias` (answers,).
    """

    def __init__(self, table: npt.NDArray[np.int8], scale: Floats, bias: Floats) -> None:
        self._table, self._scale, self._bias = table, scale, bias

    def logits(self, buckets: Places) -> Floats:
        """(answers,) for one text."""
        summed = self._table[buckets].sum(0, dtype=np.int32).astype(np.float32)
        weighed = summed * self._scale / np.float32(max(1, len(buckets)) ** 0.5) + self._bias
        return t.cast(Floats, weighed)
