"""From probabilities to a review: the merits and faults that stand, and in which words."""

import typing as t

from mulligan.conversation.signal import Finding, Review
from mulligan.conversation.words import FAULTS, MERITS, Fault, Merit
from mulligan.signals.model.blend import MARKS, REPLY_MARKS, Blend
from mulligan.signals.model.evidence import carried
from mulligan.signals.model.reading import Read
from mulligan.signals.replies import BECAUSE


def reviewing(
    chances: t.Mapping[str, float],
    blend: Blend,
    windows: t.Sequence[Read],
    lexicon: Review,
    original: str,
) -> Review:
    """Put together what stands in a reply; `name` is the lexicon's alone."""
    marks = blend.profile.marks
    standing = {mark for mark in REPLY_MARKS if chances[mark] >= marks[mark].least}
    standing |= {"name"} & set(lexicon.merits)
    findings = [found for found in lexicon.findings if found.kind in standing]
    shown = {found.kind for found in findings}
    for mark in sorted(standing - shown):
        place = MARKS.index(mark)
        window = max(windows, key=lambda one: float(one.said.marks[place]))
        start, end = carried(window.said.looks[:, place], window.spans, original)
        kind = t.cast("Merit | Fault", mark)
        findings.append(Finding(kind, start, end, BECAUSE[kind]))
    return Review(
        tuple(merit for merit in MERITS if merit in standing),
        tuple(fault for fault in FAULTS if fault in standing),
        tuple(sorted(findings, key=lambda found: (found.start, found.end, found.kind))),
    )
