"""Rows made into tensors: cut into pieces, roughened while learning, batched by length."""

import dataclasses
import pathlib
import random
import re
import typing as t

import torch
from tokenizers import Tokenizer
from torch import Tensor

from mulligan.conversation.signal import OFFENCES
from mulligan.conversation.words import ABOUTS, TARGETS
from mulligan.signals.model.blend import GROUNDED, MARKS, READ_KINDS
from mulligan.signals.model.entry import Window, windows
from mulligan.signals.text import normalise
from training.network import SIDES
from training.rows import Row

LONGEST: t.Final = 96
_LONGEST_MESSAGE: t.Final = 208
_ROUGH: t.Final = 0.25
_LEARNED_OFFENCES: t.Final = torch.tensor([kind in OFFENCES for kind in MARKS])


@dataclasses.dataclass
class Batch:
    """Inputs (B, T), answers, and how much each answer counts (0: unknown)."""

    ids: Tensor
    parts: Tensor
    mask: Tensor
    said: Tensor
    marks: Tensor
    counts: Tensor
    offence: Tensor
    offence_counts: Tensor
    severity: Tensor
    targets: Tensor
    grounds: Tensor
    carried: Tensor
    sides: Tensor
    side_counts: Tensor
    places: list[int]


def tokenizer(folder: pathlib.Path) -> Tokenizer:
    """The tokenizer beside an encoder, without its cutting and padding."""
    made = Tokenizer.from_file(str(folder / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


def cut(pieces: Tokenizer, row: Row, longest: int = LONGEST, text: str | None = None) -> Window:
    """A row as one window; a long message gets a longer one while learning."""
    words = normalise(row.text if text is None else text)
    for reach in (longest, _LONGEST_MESSAGE):
        found = windows(pieces, words, row.speaker, row.context, reach)
        if len(found) == 1:
            return found[0]
    return found[0]


def batches(
    pieces: Tokenizer,
    rows: t.Sequence[Row],
    budget: int,
    longest: int = LONGEST,
    chance: random.Random | None = None,
) -> t.Iterator[Batch]:
    """All rows in batches of at most `budget` pieces; shuffled and roughened with a `chance`."""
    cuts: list[tuple[int, Window]] = []
    for place, row in enumerate(rows):
        text = rough(row.text, chance) if chance and not row.carried else None
        cuts.append((place, cut(pieces, row, longest, text)))
    if chance:
        chance.shuffle(cuts)
    cuts.sort(key=lambda one: len(one[1].ids) // 6 if chance else len(one[1].ids))
    groups: list[list[tuple[int, Window]]] = []
    for one in cuts:
        if not groups or len(one[1].ids) * (len(groups[-1]) + 1) > budget:
            groups.append([])
        groups[-1].append(one)
    if chance:
        chance.shuffle(groups)
    for group in groups:
        yield _batch([rows[place] for place, _ in group], group)


def rough(text: str, chance: random.Random) -> str:
    """The same words as people type or a transcript gives them; what is meant stays.

    One in four: lower case and no punctuation, or two neighbouring letters changed places, or a
    letter lost.
    """
    draw = chance.random()
    if draw > _ROUGH or len(text) < 8:
        return text
    if draw < _ROUGH / 3:
        return re.sub(r"[^\w\s'*@#$]", "", text.lower())
    place = chance.randrange(1, len(text) - 2)
    if not text[place : place + 2].isalpha():
        return text
    if draw < _ROUGH * 2 / 3:
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + text[place + 1 :]


def _batch(rows: list[Row], group: list[tuple[int, Window]]) -> Batch:
    count, length = len(rows), max(len(window.ids) for _, window in group)
    ids, parts = (torch.zeros(count, length, dtype=torch.long) for _ in range(2))
    mask, said = (torch.zeros(count, length) for _ in range(2))
    marks, counts = (torch.zeros(count, len(MARKS)) for _ in range(2))
    offence, offence_counts, severity = (torch.zeros(count) for _ in range(3))
    targets = torch.zeros(count, len(READ_KINDS), len(TARGETS))
    grounds = torch.full((count, len(GROUNDED), len(ABOUTS)), -1.0)
    carried = torch.zeros(count, length, len(MARKS), dtype=torch.bool)
    sides, side_counts = (torch.zeros(count, len(SIDES)) for _ in range(2))
    for at, (row, (_, window)) in enumerate(zip(rows, group, strict=True)):
        ids[at, : len(window.ids)] = torch.tensor(window.ids)
        parts[at, window.before : len(window.ids)] = 1
        mask[at, : len(window.ids)] = 1
        said[at, 0] = 1
        said[at, window.first : window.last] = 1
        match row.known:
            case "kinds":
                counts[at, : len(READ_KINDS)] = row.weight
                offence_counts[at], offence[at] = row.weight, row.offence
                severity[at] = row.severity
                _conduct(row, window, marks[at], targets[at], grounds[at], carried[at])
            case "offences":
                counts[at, _LEARNED_OFFENCES] = row.weight
                offence_counts[at] = row.weight
            case "marks":
                counts[at, len(READ_KINDS) :] = row.weight
                for mark in row.marks & set(MARKS):
                    marks[at, MARKS.index(mark)] = 1
            case "pool":
                pass
            case side:
                sides[at, SIDES.index(side)] = row.side
                side_counts[at, SIDES.index(side)] = row.weight
    places = [place for place, _ in group]
    return Batch(
        ids, parts, mask, said, marks, counts, offence, offence_counts, severity, targets,
        grounds, carried, sides, side_counts, places,
    )  # fmt: skip


def _conduct(
    row: Row, window: Window, marks: Tensor, targets: Tensor, grounds: Tensor, carried: Tensor
) -> None:
    for one in row.conduct:
        kind = READ_KINDS.index(one["kind"])
        marks[kind] = 1
        targets[kind, TARGETS.index(one["target"])] = 1
        if one["kind"] in GROUNDED:
            place = GROUNDED.index(one["kind"])
            grounds[place] = grounds[place].clamp(min=0)
            for about in one.get("about", ()):
                grounds[place, ABOUTS.index(about)] = 1
    for mark, begin, end in row.carried:
        for piece, (start, stop) in enumerate(window.spans):
            if start < end and stop > begin:
                carried[window.first + piece, MARKS.index(mark)] = True
