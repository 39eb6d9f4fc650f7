"""What a second fold asks for, once a reading was set right."""

import typing as t

from mulligan.conversation.fact import Decided
from mulligan.conversation.state import State
from mulligan.conversation.words import ALARMS


def asked_now(before: State, after: State, decisions: t.Sequence[Decided]) -> Decided | None:
    """The decision that holds now: the last, or the one that raises an alert not there before."""
    if after.alert and after.alert != before.alert:
        raised = (one for one in reversed(decisions) if one.move in ALARMS)
        return next(raised, None)
    return decisions[-1] if decisions else None
