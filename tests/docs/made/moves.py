"""The page of moves and stages: their meanings from the glossary, their rules from `default`."""

import typing as t

from mulligan.conversation.wording import DO, SHAPE
from mulligan.conversation.words import HAND_OF, MOVES, STAGES, Move
from mulligan.protocol.file.load import load

from ..pages import DOCS, table
from . import parts

PAGE: t.Final = DOCS / "reference" / "moves.md"
_HEAD: t.Final = f"""\
# Moves and stages

What Mulligan can ask for, and where a conversation can stand. When which move comes, in order and
with every condition, is in [The protocol](protocol.md#the-table); what people can do themselves is
under [What people do](protocol.md#what-people-do).

{parts.MARK}
"""
_MOVES: t.Final = """\
## Moves

Each belongs to one of four [hands](../glossary.md#hands); care stands apart. *On the card* is how
the terminal says it. The rules are those of the `default` protocol that ask for the move. People
and time ask for some moves too.

"""
_STAGES: t.Final = """\
## Stages

The first four are the ladder. The rules are those of the `default` protocol that lead there. People
and time can lead there too, and where no rule is named only they do: see
[The stages](protocol.md#the-stages).

"""


def text() -> str:
    """The page as it should be now."""
    moves = parts.table(("Move", "Hand", "Meaning", "On the card", "Rules"), _moves())
    stages = parts.table(("Stage", "Meaning", "Rules"), _stages())
    return f"{_HEAD}{_MOVES}{moves}\n{_STAGES}{stages}"


def _moves() -> t.Iterator[tuple[str, ...]]:
    meaning, rules = _meanings("Moves"), load("default").rules
    for move in MOVES:
        asking = [rule.id for rule in rules if rule.move == move]
        yield f"`{move}`", _hand(move), meaning[move], DO[move], _rules(asking)


def _stages() -> t.Iterator[tuple[str, ...]]:
    meaning, rules = _meanings("Stages"), load("default").rules
    for stage in STAGES:
        leading = [rule.id for rule in rules if rule.then == stage]
        yield f"`{stage}`", meaning[stage], _rules(leading)


def _meanings(heading: str) -> dict[str, str]:
    return {row[0]: row[-1] for row in table(DOCS / "glossary.md", heading)}


def _hand(move: Move) -> str:
    hand = HAND_OF[move]
    return f"{SHAPE[hand]} {hand}"


def _rules(ids: list[str]) -> str:
    return parts.codes(ids) or "–"
