"""What a short answer carries from the question before it (ruling 22), and answers about safety."""

import typing as t

from mulligan.conversation.message import CONTEXT_CHARACTERS, Turn
from mulligan.conversation.signal import Signal
from mulligan.signals import lexica
from mulligan.signals.text import Text

_SHORT: t.Final = 8
_LONG: t.Final = 24


def asked(context: t.Sequence[Turn]) -> str:
    """The words the message answers: the last turn, when it was not the customer's own."""
    turn = context[-1] if context else None
    return turn.text[-CONTEXT_CHARACTERS:] if turn and turn.speaker != "customer" else ""


def may_answer(text: Text) -> bool:
    """Whether the message is short enough to lean on the turn before it."""
    return 0 < len(text.forms) < _LONG


def confirms(text: Text) -> bool:
    """Whether the message is a bare word of assent, with little beside it."""
    first = text.forms[0] in lexica.section("customer/languages", "yes")
    return first and len(text.forms) <= _SHORT


def answer(text: Text, asks: t.Collection[str], reader: str) -> Signal | None:
    """What the message confirms or leaves open; `asks` holds the classes in the turn before."""
    if "<asksafe>" in asks:
        return _about_safety(text, reader)
    if not asks or not confirms(text):
        return None
    if "<asksharm>" in asks:
        return _signal("crisis", "self", text, reader)
    if "<asksinsult>" in asks:
        return _signal("attack", "agent", text, reader)
    if "<asksthreat>" in asks:
        return _signal("threat_harm", "agent", text, reader)
    return None


def _about_safety(text: Text, reader: str) -> Signal | None:
    """Recall first: an answer that does not plainly say "safe" is taken as danger."""
    forms = set(text.forms)
    calm, lightly, troubled = (
        not forms.isdisjoint(lexica.section("customer/languages", heading))
        for heading in ("calm", "lightly", "troubled")
    )
    if lightly or (calm and not troubled):
        return None
    return _signal("crisis", "self", text, reader)


def _signal(
    kind: t.Literal["crisis", "attack", "threat_harm"],
    target: t.Literal["self", "agent"],
    text: Text,
    reader: str,
) -> Signal:
    return Signal(kind, target, (), 0.7, text.starts[0], text.ends[-1], reader)
