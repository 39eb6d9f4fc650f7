"""The laws of the architecture hold for any conversation."""

import msgspec
import pytest
from hypothesis import given, settings

from mulligan.conversation import fact as facts
from mulligan.conversation.evolve import evolve
from mulligan.conversation.fact import AnyFact, Decided
from mulligan.conversation.state import State
from mulligan.protocol.decide import Table
from mulligan.protocol.file.load import SHIPPED, load
from mulligan.protocol.fold import judge
from mulligan.protocol.reasons import because
from strategies import conversations, timed
from support import Journal, Line, follow, pipeline

pytestmark = pytest.mark.exhaustive

_TABLES = {name: Table(load(name)) for name in SHIPPED}
many = settings(max_examples=80, deadline=None)


def journal_of(lines: list[Line], protocol: str = "default") -> Journal:
    journal = Journal()
    follow(pipeline(protocol, journal), lines)
    return journal


def taken_in(lines: list[Line]) -> list[Line]:
    """Without second deliveries and refused acts, which let no time pass either."""
    first = {(line["conversation"], line.get("id")): n for n, line in [*enumerate(lines)][::-1]}
    return [
        line
        for n, line in enumerate(lines)
        if line.get("act") != "disagree"
        and ("act" in line or first[line["conversation"], line["id"]] == n)
    ]


def judged_again(table: Table, remembered: list[AnyFact]) -> tuple[State, list[Decided]]:
    """Fold a journal without any reader, clock or dice, and judge every fact anew."""
    state, decisions = State(), []
    for fact in remembered:
        state = evolve(state, fact)
        decided = judge(table, state, fact)
        if decided is not None:
            decisions.append(msgspec.structs.replace(decided, at=fact.at))
    return state, decisions


@settings(max_examples=40, deadline=None)
@given(timed())
def test_folding_a_journal_again_gives_the_same_state_and_decisions(lines: list[Line]) -> None:
    for name in ("default", "in-writing"):
        table, journal = _TABLES[name], Journal()
        made = pipeline(name, journal)
        follow(made, lines)
        for conversation, remembered in journal.by.items():
            state, decisions = judged_again(table, remembered)
            assert state == made.state(conversation)
            assert decisions == [fact for fact in remembered if isinstance(fact, Decided)]


@many
@given(timed())
def test_a_journal_survives_the_wire(lines: list[Line]) -> None:
    for _, fact in journal_of(lines).all:
        assert facts.decode(facts.encode(fact)) == fact


@many
@given(timed())
def test_a_prefix_of_what_came_in_gives_a_prefix_of_the_journal(lines: list[Line]) -> None:
    whole = journal_of(lines).all
    for end in (1, len(lines) // 2, len(lines) - 1):
        part = journal_of(lines[:end]).all
        assert part == whole[: len(part)]


@many
@given(timed())
def test_ticking_between_messages_changes_nothing(lines: list[Line]) -> None:
    lines = taken_in(lines)
    journal = Journal()
    live = pipeline(journal=journal)
    clock = float("-inf")
    for line in lines:
        for moment in (line["at"] - 40, line["at"] - 3):
            if clock < moment:
                live.tick(moment)
        follow(live, [line])
        clock = max(clock, line["at"])
    at_once = Journal()
    batch = pipeline(journal=at_once)
    follow(batch, lines)
    for made in (live, batch):
        made.tick(clock + 1)
    assert journal.by == at_once.by


@many
@given(conversations(), conversations())
def test_conversations_do_not_touch_each_other(one: list[Line], two: list[Line]) -> None:
    other = [{**line, "conversation": "other"} for line in two]
    mixed = [line for pair in zip(one, other, strict=False) for line in pair]
    mixed += one[len(other) :] + other[len(one) :]
    apart, together = journal_of(one + other), journal_of(mixed)
    assert apart.by == together.by


@many
@given(conversations())
def test_a_second_delivery_changes_nothing(lines: list[Line]) -> None:
    messages = [line for line in lines if "act" not in line]
    twice = [line for line in messages for _ in range(2)]
    assert journal_of(twice).all == journal_of(messages).all


@many
@given(timed())
def test_a_decision_always_carries_its_reason(lines: list[Line]) -> None:
    for name in ("default", "threats", "hot-headed"):
        table = _TABLES[name]
        for _, fact in journal_of(lines, name).all:
            if isinstance(fact, Decided):
                assert len(because(table.protocol, fact)) > 20


@many
@given(conversations(longest=60))
def test_no_words_are_offered_twice_in_a_conversation(lines: list[Line]) -> None:
    said = [
        outcome.say
        for item, outcome in follow(pipeline(), lines)
        if outcome.say is not None and getattr(item, "act", "") != "disagree"
    ]
    assert len(said) == len(set(said))


@many
@given(conversations())
def test_a_fact_holds_no_words_of_anyone(lines: list[Line]) -> None:
    planted = [
        {**line, "text": "Zanzibar", "name": "Quixote"} if "act" not in line else line
        for line in lines
    ]
    for _, fact in journal_of(planted).all:
        assert b"Zanzibar" not in facts.encode(fact)
        assert b"Quixote" not in facts.encode(fact)
