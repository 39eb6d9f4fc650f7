"""An early sign: will the line be crossed within the customer's next few messages?

Logistic regression on what the trained reader saw so far. It is a hint to offer company, never a
finding: nothing that moves the protocol reads it.
"""

import math
import typing as t

from mulligan.signals.model.blend import Chances
from mulligan.signals.model.card import Forecasting

AHEAD: t.Final = 3
"""How many of the customer's messages it looks ahead."""

_LAST: t.Final = (
    *("complaint", "venting", "demand", "recourse", "refusal", "apology", "gratitude"),
    *("profanity", "attack", "belittling", "shouting"),
)
_PROVOKING: t.Final = ("blames_customer", "argues", "policy_wall", "calm_down", "retort", "feeds")
_SOOTHING: t.Final = ("acknowledges", "empathy", "responsibility", "solution")
_RECENT: t.Final = 3

FEATURES: t.Final = (
    "offence_last", "offence_recent", "offence_most", "rising",
    *(f"{kind}_last" for kind in _LAST),
    "refusal_recent", "gratitude_recent", "messages", "provoked", "soothed",
)  # fmt: skip
"""The names of what the forecast stands on, in order."""


def features(
    heard: t.Sequence[Chances], answered: t.Mapping[str, float] | None
) -> tuple[float, ...]:
    """What the conversation shows so far (`FEATURES`): each customer message's probabilities,
    oldest first and at least one, and those of the agent's last reply, if there was one.
    """
    last, recent = heard[-1], heard[-_RECENT:]
    offence = [one.offence for one in heard]
    reply = answered or {}
    return (
        offence[-1],
        sum(offence[-_RECENT:]) / len(recent),
        max(offence),
        offence[-1] - offence[max(0, len(offence) - _RECENT)],
        *(last.marks[kind] for kind in _LAST),
        sum(one.marks["refusal"] for one in recent) / len(recent),
        sum(one.marks["gratitude"] for one in recent) / len(recent),
        math.log(len(heard)),
        max(reply.get(mark, 0.0) for mark in _PROVOKING),
        max(reply.get(mark, 0.0) for mark in _SOOTHING),
    )


def ahead(forecasting: Forecasting, values: t.Sequence[float]) -> float:
    """The probability that one of the next `AHEAD` messages crosses the line, from `features`."""
    total = forecasting.bias + sum(
        weight * value for weight, value in zip(forecasting.weights, values, strict=True)
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
