"""What of a reading counts: the bars that an organisation sets above the reader's own."""

import typing as t

from mulligan.conversation.signal import OFFENCES, Reading, floor
from mulligan.conversation.words import Kind

ALWAYS_HEARD: t.Final[frozenset[Kind]] = frozenset(("crisis", "threat_harm"))
"""Care and danger: these count whenever a reader gives them, so no protocol sets a bar here."""


def heard(reading: Reading, least: t.Mapping[Kind, float]) -> Reading:
    """The reading without the kinds that stay below their bar.

    The severity stays, unless what weighed most is gone: then it is the least that the rest has.

    >>> from mulligan.conversation.signal import Signal
    >>> reading = Reading((Signal("sexual", "agent", score=0.5), Signal("attack", "agent")), 3)
    >>> heard(reading, {"sexual": 0.8}).severity
    2
    """
    kept = tuple(one for one in reading.signals if one.score >= least.get(one.kind, 0.0))
    if len(kept) == len(reading.signals):
        return reading
    if not any(signal.kind in OFFENCES for signal in kept):
        return Reading(kept, 0)
    least_left = floor(kept)
    return Reading(kept, reading.severity if least_left == floor(reading.signals) else least_left)
