"""Why, in a sentence an agent can read, for what no rule of the table says."""

import typing as t

from mulligan.conversation.fact import Decided
from mulligan.protocol.decide import NO_RULE
from mulligan.protocol.schema import Protocol

INSTEAD: t.Final = (
    "This customer, or this queue, must never be ended on, so a colleague takes over instead."
)
REASONS: t.Final[dict[str, str]] = {
    NO_RULE: "No rule of this protocol speaks to this; while only a bot answers, few do.",
    "act.end": "You ended it. That is your right, and never held against you.",
    "act.end-without-grounds": (
        "The line was not crossed, so a colleague takes over; with a reason you can end it."
    ),
    "act.hand_over": "You asked for someone to take over. That is never a failure.",
    "act.wrong_department": "The customer needs another department; the facts go along.",
    "act.get_me_out": "You are out. Someone else takes this conversation now.",
    "act.reopen": "You opened the conversation again; it goes on as warned.",
    "act.close_crisis": "A named person closed the crisis.",
    "time.quiet": "It has been quiet for long; the conversation falls back one step.",
    "time.closing": "The closing words have not been said yet.",
    "time.help": "The closing words are still unsaid; your supervisor can help.",
    "time.ring": "Nobody has taken this yet.",
    "time.cooled": "The reply has rested; read it once more, and then it may go.",
    "time.box": "The time for this conversation is nearly up; say so before it ends.",
    "time.box-end": "The time for this conversation is up, and that was announced.",
}


def because(protocol: Protocol, decided: Decided) -> str:
    """The reason for a decision, as the protocol's owner (or Mulligan) put it."""
    reason = REASONS.get(decided.rule) or next(
        rule.because for rule in protocol.rules if rule.id == decided.rule
    )
    return f"{reason} {INSTEAD}" if decided.instead else reason
