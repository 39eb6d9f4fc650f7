"""`decide` and the table in protocol.md, written a second time, never differ."""

import typing as t

import pytest
from hypothesis import given, settings

from mulligan.conversation.message import Message
from oracle.table import expected
from strategies import conversations
from support import Line, corpus_conversations, follow, pipeline

pytestmark = pytest.mark.exhaustive

ROW_OF: t.Final[dict[str, int]] = {
    "crisis": 1,
    "harm-to-others-after-leaving": 2,
    "harm-to-others": 2,
    "leave-rings-again": 3,
    "leave": 3,
    "left-is-taken-care-of": 4,
    "still-handing-over": 5,
    "end-still-unsaid": 6,
    "parting-shot": 7,
    "goes-on-after-the-end": 8,
    "peace-after-the-end": 9,
    "ended": 10,
    "sexual": 11,
    "we-provoked-it": 12,
    "gross": 13,
    "mulligan": 14,
    "second-crossing": 15,
    "mulligan-unsaid": 16,
    "follow-through": 17,
    "warning-unsaid": 18,
    "threatens-again": 19,
    "threatens": 20,
    "coarse-into-writing": 21,
    "coarse-limit": 22,
    "refusal-into-writing": 23,
    "peace": 24,
    "let-them-vent": 25,
    "show-you-heard": 26,
    "help": 27,
}
_OURS: t.Final = pipeline()


def ours(lines: list[Line]) -> list[Line]:
    """What `decide` makes of a conversation, in the oracle's words."""
    followed = follow(pipeline(), lines)
    return [
        {
            "id": item.id,
            "stage": outcome.state.stage,
            "move": outcome.decided.move if outcome.decided else None,
            "crossed": bool(outcome.decided and outcome.decided.crossed),
            "rule": ROW_OF.get(outcome.decided.rule) if outcome.decided else None,
        }
        for item, outcome in followed
        if isinstance(item, Message)
    ]


def test_every_rule_of_the_default_protocol_has_its_row() -> None:
    assert [rule.id for rule in _OURS.protocol.rules] == list(ROW_OF)


@pytest.mark.parametrize("name", corpus_conversations())
def test_given_labels_lead_through_the_table_message_for_message(name: str) -> None:
    lines = corpus_conversations()[name]
    assert ours(lines) == expected(lines)


@settings(max_examples=500, deadline=None)
@given(conversations())
def test_any_conversation_goes_as_the_table_says(lines: list[Line]) -> None:
    assert ours(lines) == expected(lines)
