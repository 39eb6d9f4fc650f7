"""The laws of the architecture hold for any conversation."""

import contextlib
import pathlib
import tempfile
import typing as t

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mulligan.conversation import fact as facts
from mulligan.conversation.evolve import evolve
from mulligan.conversation.fact import AnyFact, Decided
from mulligan.conversation.state import State
from mulligan.journal.opening import open_journal
from mulligan.protocol.decide import Table
from mulligan.protocol.file.load import SHIPPED, load
from mulligan.protocol.fold import judge
from mulligan.protocol.reasons import because
from strategies import conversations, timed
from support import WAYS, Kept, Line, follow, kept, pipeline

pytestmark = pytest.mark.exhaustive

_TABLES = {name: Table(load(name)) for name in SHIPPED}
many = settings(max_examples=80, deadline=None)
some = settings(max_examples=25, deadline=None)
each_way = pytest.mark.parametrize("way", WAYS)


class Remembered(t.NamedTuple):
    """What was remembered of some lines: all facts, and those of each conversation."""

    all: list[tuple[str, AnyFact]]
    by: dict[str, list[AnyFact]]


def journal_of(
    lines: list[Line], protocol: str = "default", way: str = "small", group: int = 1
) -> Remembered:
    with kept(way, protocol, group) as journal:
        journal.follow(lines)
        return Remembered(list(journal.all), dict(journal.by))


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


@each_way
@settings(max_examples=25, deadline=None)
@given(timed())
def test_folding_a_journal_again_gives_the_same_state_and_decisions(
    way: str, lines: list[Line]
) -> None:
    for name in ("default", "in-writing"):
        with kept(way, name) as journal:
            journal.follow(lines)
            for conversation, remembered in journal.by.items():
                state, decisions = judged_again(_TABLES[name], remembered)
                assert state == journal.pipeline.state(conversation)
                assert decisions == [fact for fact in remembered if isinstance(fact, Decided)]


@each_way
@settings(max_examples=25, deadline=None)
@given(timed(), st.integers(2, 9))
def test_it_makes_no_difference_where_and_in_what_groups_facts_are_kept(
    way: str, lines: list[Line], group: int
) -> None:
    plain, other = journal_of(lines), journal_of(lines, way=way, group=group)
    assert other.by == plain.by


@settings(max_examples=25, deadline=None)
@given(timed(), st.data())
def test_a_journal_goes_on_where_it_was_closed(lines: list[Line], data: st.DataObject) -> None:
    stops = data.draw(st.sets(st.integers(1, len(lines)), max_size=3))
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "journal.db"
        begin, clock = 0, float("-inf")
        for end in (*sorted(stops), len(lines)):
            with contextlib.closing(open_journal(path, new=True)) as book:
                journal = Kept(book)
                journal.pipeline.clock = clock
                journal.follow(lines[begin:end])
                by, clock = journal.by, journal.pipeline.clock
            begin = end
    assert by == journal_of(lines).by


@many
@given(timed())
def test_a_fact_survives_the_wire(lines: list[Line]) -> None:
    for _, fact in journal_of(lines).all:
        assert facts.decode(facts.encode(fact)) == fact


@each_way
@some
@given(timed())
def test_a_prefix_of_what_came_in_gives_a_prefix_of_the_journal(
    way: str, lines: list[Line]
) -> None:
    whole = journal_of(lines, way=way).all
    for end in (1, len(lines) // 2, len(lines) - 1):
        part = journal_of(lines[:end], way=way).all
        assert part == whole[: len(part)]


@each_way
@some
@given(timed())
def test_ticking_between_messages_changes_nothing(way: str, lines: list[Line]) -> None:
    lines = taken_in(lines)
    clock = float("-inf")
    with kept(way) as live, kept(way) as batch:
        for line in lines:
            for moment in (line["at"] - 40, line["at"] - 3):
                if clock < moment:
                    live.tick(moment)
            live.follow([line])
            clock = max(clock, line["at"])
        batch.follow(lines)
        for journal in (live, batch):
            journal.tick(clock + 1)
        assert live.by == batch.by


@each_way
@some
@given(conversations(), conversations())
def test_conversations_do_not_touch_each_other(way: str, one: list[Line], two: list[Line]) -> None:
    other = [{**line, "conversation": "other"} for line in two]
    mixed = [line for pair in zip(one, other, strict=False) for line in pair]
    mixed += one[len(other) :] + other[len(one) :]
    apart, together = journal_of(one + other, way=way), journal_of(mixed, way=way)
    assert apart.by == together.by


@each_way
@some
@given(conversations())
def test_a_second_delivery_changes_nothing(way: str, lines: list[Line]) -> None:
    messages = [line for line in lines if "act" not in line]
    twice = [line for line in messages for _ in range(2)]
    assert journal_of(twice, way=way).all == journal_of(messages, way=way).all


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
