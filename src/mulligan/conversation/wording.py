"""How things are said to people: hands, moves, stages and signals in plain English."""

import typing as t

from mulligan.conversation.signal import Signal
from mulligan.conversation.words import Hand, Move, Stage

SHAPE: t.Final[dict[Hand, str]] = {
    "hold": "●",
    "fold": "◆",
    "walk away": "▶",
    "run": "■",
    "crisis": "✚",
}
"""Each hand has a shape and a colour, and always its word beside them."""

DO: t.Final[dict[Move, str]] = {
    "listen": "listen, let them get it out",
    "acknowledge": "show that you heard",
    "resolve": "help with the matter",
    "accept": "accept it, and go on",
    "stay_silent": "stay silent on the threat",
    "set_limit": "set a limit",
    "make_amends": "make amends",
    "second_chance": "give the second chance",
    "warn": "warn",
    "take_to_writing": "take it to writing",
    "hand_over": "hand over to a colleague",
    "end": "end it, politely",
    "leave": "leave now",
    "crisis": "care comes first",
}
_STAGE: t.Final[dict[Stage, str]] = {
    "second_chance": "second chance",
    "handing_over": "handing over",
}
_KIND: t.Final = {"threat_harm": "physical threat", "threat_other": "threat"}
_AT: t.Final = {"third_party": "someone else", "agent": "you", "staff": "a colleague"}


def stage(name: Stage) -> str:
    """A stage in words."""
    return _STAGE.get(name, name)


def steps(before: Stage, after: Stage) -> str:
    """Where a conversation stands, and where it came from if it has just moved."""
    return stage(after) if before == after else f"{stage(before)} → {stage(after)}"


def heard(signals: t.Iterable[Signal]) -> str:
    """What a message does, each thing once."""
    return ", ".join(dict.fromkeys(_heard(signal) for signal in signals))


def confirm(doubts: t.Iterable[Signal]) -> str:
    """What to look at before a hard move that rests on a doubtful reading."""
    return f"I am not sure of this: {heard(doubts)}. Look at the words; if I am wrong, disagree."


def _heard(signal: Signal) -> str:
    kind = _KIND.get(signal.kind, signal.kind)
    at = _AT.get(signal.target, signal.target)
    about = f" ({', '.join(signal.about)})" if signal.about else ""
    return f"{kind}{f' at {at}' if at != 'none' else ''}{about}"
