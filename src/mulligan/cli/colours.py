"""The colours of the hands in a terminal, on a light ground as on a dark one."""

import typing as t

from mulligan.conversation.words import Hand

COLOUR: t.Final[dict[Hand, str]] = {
    "hold": "green",
    "fold": "bright_blue",
    "walk away": "yellow",
    "run": "red",
    "crisis": "magenta",
}

BADGE: t.Final[dict[Hand, str]] = {
    "hold": "bold green",
    "fold": "bold white on blue",
    "walk away": "bold black on yellow",
    "run": "bold white on red",
    "crisis": "bold white on magenta",
}
"""Holding is the quiet usual; the other hands stand out."""
