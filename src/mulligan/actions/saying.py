"""How an alert is put: what happened, what is asked, and where to look; no customer's words."""

import typing as t

from mulligan.conversation.errand import Errand
from mulligan.conversation.words import Move

_ASKED: t.Final[dict[Move, str]] = {
    "leave": "Somebody was threatened, and has left. Take it, and look after them.",
    "crisis": "Somebody may be in danger. Take it, and follow your crisis plan now.",
    "hand_over": "Somebody must take over.",
}


def subject(errand: Errand) -> str:
    """One line."""
    signs: dict[Move | None, str] = {"leave": "■ Threat", "crisis": "✚ Crisis"}
    again = f", called {errand.rings} times" if errand.rings else ""
    sign = signs.get(errand.move, "◆ Hand-over")
    return f"{sign}: {_plain(errand.customer) or _plain(errand.conversation)}{again}"


def _plain(name: str) -> str:
    """A name as it can stand in a line."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())


def body(errand: Errand) -> str:
    """The whole."""
    asked = _ASKED.get(errand.move, _ASKED["hand_over"]) if errand.move else _ASKED["hand_over"]
    agent = f"With: {_plain(errand.agent)}\n" if errand.agent else ""
    security = "Security is to be told as well.\n" if errand.security else ""
    return f"{asked}\n{errand.because}\n\n{agent}{security}Look and take it: {errand.link}\n"
