"""What must never happen does not, in any conversation under any shipped protocol."""

import pytest
from hypothesis import given, settings

from mulligan.conversation.message import Message
from mulligan.conversation.signal import PERSONAL
from mulligan.protocol.file.load import SHIPPED
from strategies import conversations
from support import Line, follow, pipeline

pytestmark = pytest.mark.exhaustive

many = settings(max_examples=60, deadline=None)
protocols = pytest.mark.parametrize("protocol", SHIPPED)


def kinds(item: Message) -> set[str]:
    return {signal.kind for signal in item.given.signals} if item.given else set()


@protocols
@many
@given(lines=conversations())
def test_a_person_in_crisis_is_never_warned_ended_on_or_met_with_silence(
    protocol: str, lines: list[Line]
) -> None:
    before = "open"
    for item, outcome in follow(pipeline(protocol), lines):
        customer = isinstance(item, Message) and item.speaker == "customer"
        if customer and (before == "crisis" or "crisis" in kinds(item)):  # type: ignore[arg-type]
            assert outcome.decided is not None
            assert outcome.decided.move == "crisis"
        before = outcome.state.stage


@protocols
@many
@given(lines=conversations(acts=False))
def test_what_is_aimed_at_no_one_never_moves_the_ladder(protocol: str, lines: list[Line]) -> None:
    weighty = {*PERSONAL, "threat_harm", "threat_other", "crisis"}
    harmless = [
        line for line in lines if not weighty & {s["kind"] for s in line.get("signals", ())}
    ]
    for _, outcome in follow(pipeline(protocol), harmless):
        assert outcome.state.stage == "open"


@protocols
@many
@given(lines=conversations(acts=False))
def test_nobody_with_an_adjustment_is_ever_ended_on(protocol: str, lines: list[Line]) -> None:
    known = [{"conversation": "c", "act": "adjustment", "by": "agent"}, *lines]
    for _, outcome in follow(pipeline(protocol), known):
        assert outcome.state.stage != "ended"
        assert outcome.decided is None or outcome.decided.move != "end"


@protocols
@many
@given(lines=conversations())
def test_nobody_is_left_alone_after_leaving(protocol: str, lines: list[Line]) -> None:
    for item, outcome in follow(pipeline(protocol), lines):
        decided = outcome.decided
        fresh = not (not isinstance(item, Message) and item.act == "disagree")
        if fresh and decided and decided.move in ("leave", "crisis", "hand_over"):
            assert outcome.state.alert
