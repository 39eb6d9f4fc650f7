"""What another protocol would have done, message by message, on the readings that hold now."""

import typing as t

from cli.command import agent, attack, customer
from mulligan.conversation.message import Deletion
from mulligan.conversation.signal import Reading, Signal
from mulligan.journal.erasure import erase
from mulligan.pipeline.protocols import Protocols
from mulligan.pipeline.what_if import Difference, WhatIf, what_if
from pipeline.keeping import THREAT, Desk, edit
from support import shipped


def otherwise(desk: Desk, protocol: str = "dignity") -> tuple[WhatIf, list[Difference]]:
    differences: list[Difference] = []
    with desk.book() as book:
        found = what_if(book.store, Protocols(book), shipped(protocol), differences.append)
    return found, differences


def moves(counted: t.Mapping[t.Any, int]) -> dict[t.Any, int]:
    return {move: count for move, count in counted.items() if count}


def test_every_message_of_a_customer_is_counted_by_what_came_and_what_would_have_come(
    desk: Desk,
) -> None:
    desk.follow(attack(id="m1"), agent(id="m2"), customer(conversation="c2", id="m1"))
    found, [difference] = otherwise(desk)
    assert (found.messages, found.conversations, found.faults) == (2, {1}, [])
    assert moves(found.then) == {"second_chance": 1, "resolve": 1}
    assert moves(found.would) == {"warn": 1, "resolve": 1}
    assert (difference.stream, difference.then.move, difference.would.move) == (
        1,
        "second_chance",
        "warn",
    )
    assert (difference.then.stage, difference.would.stage) == ("second_chance", "warned")
    with desk.book() as book:
        assert book.store.text(1, f"message:{difference.message}") is not None


def test_each_goes_its_own_way_from_where_they_part(desk: Desk) -> None:
    desk.follow(attack(id="m1"), agent(id="m2", merits=["warning"]), attack(id="m3"))
    _, differences = otherwise(desk)
    parted = [(one.then.move, one.would.move) for one in differences]
    assert parted == [("second_chance", "warn"), ("warn", "end")]


def test_the_same_protocol_makes_no_difference(desk: Desk) -> None:
    desk.follow(attack(id="m1"), agent(id="m2"), attack(id="m3"), attack(id="m4"))
    found, differences = otherwise(desk, "default")
    assert (found.then, found.conversations, differences) == (found.would, set(), [])


def test_an_empty_journal_has_no_differences(desk: Desk) -> None:
    desk.follow()
    assert otherwise(desk) == (WhatIf(), [])


def test_conversations_of_several_protocols_are_compared_each_with_its_own(desk: Desk) -> None:
    desk.follow(attack(id="m1"))
    desk.follow(attack(id="m1", conversation="c2"), protocol="dignity")
    found, differences = otherwise(desk)
    assert [one.stream for one in differences] == [1]
    assert moves(found.then) == {"second_chance": 1, "warn": 1}


def test_a_disagreement_counts_from_the_beginning(desk: Desk) -> None:
    desk.follow(attack(id="m1"), {"conversation": "c1", "act": "disagree", "id": "m1"})
    found, differences = otherwise(desk)
    assert moves(found.then) == moves(found.would) == {"resolve": 1}
    assert differences == []


def test_other_words_count_from_the_beginning(desk: Desk) -> None:
    desk.follow(customer(id="m1"), agent(id="m2"))
    desk.take(edit("you fool", given=Reading((Signal("attack", "agent"),), 2)))
    desk.take(Deletion(conversation="c1", message="m1"))
    _, differences = otherwise(desk)
    assert [(one.then.move, one.would.move) for one in differences] == [("second_chance", "warn")]


def test_a_reply_s_other_words_count_whatever_somebody_said_of_its_reading(desk: Desk) -> None:
    """The warning is only said in the new words; without it nobody would be ended on."""
    desk.follow(attack(id="m1"), agent(id="m2"), attack(id="m3"))
    before, _ = otherwise(desk)
    desk.take(edit("please stop", "agent", "m2", merits=("warning",)))
    after, _ = otherwise(desk)
    desk.follow({"conversation": "c1", "act": "disagree", "id": "m2"})
    disagreed, _ = otherwise(desk)
    assert (before.would["end"], after.would["end"], disagreed.would["end"]) == (0, 1, 1)


def test_the_last_correction_holds(desk: Desk) -> None:
    desk.follow(customer(id="m1"))
    desk.take(edit("you fool", given=Reading((Signal("attack", "agent"),), 2)))
    desk.follow({"conversation": "c1", "act": "disagree", "id": "m1"})
    assert moves(otherwise(desk)[0].then) == {"resolve": 1}
    desk.take(edit("you fool!", given=Reading((Signal("attack", "agent"),), 2)))
    assert moves(otherwise(desk)[0].then) == {"second_chance": 1}


def test_what_people_did_counts_for_both(desk: Desk) -> None:
    desk.follow({"conversation": "c1", "act": "end", "reason": "enough"}, attack(id="m1"))
    found, _ = otherwise(desk)
    assert found.then == found.would == {"end": 1}


def test_each_has_its_own_timers(desk: Desk) -> None:
    """After two quiet weeks both fall back a step, each from where it stood."""
    weeks = 15 * 86_400
    desk.follow(attack(id="m1", at=0), agent(id="m2", at=1), attack(id="m3", at=weeks))
    found, _ = otherwise(desk)
    assert moves(found.then) == {"second_chance": 2}
    assert moves(found.would) == {"warn": 2}
    assert sum(b'"fired.1"' in raw for raw in desk.facts()) == 1


def test_erased_conversations_count_too(desk: Desk) -> None:
    desk.follow(attack(id="m1"))
    with desk.book() as book:
        erase(book, "c1", 0.0)
    found, [difference] = otherwise(desk)
    assert (found.messages, difference.stream) == (1, 1)


def test_a_damaged_conversation_is_told_and_the_others_are_compared(desk: Desk) -> None:
    desk.follow(attack(id="m1"), attack(id="m1", conversation="c2"), attack(id="m2"))
    desk.spoil("UPDATE facts SET raw = ? WHERE position = 2", b"rubbish")
    found, differences = otherwise(desk)
    [fault] = found.faults
    assert str(fault).startswith("fact 2 (conversation 1): a stored fact is not JSON")
    assert [one.stream for one in differences] == [2]


def test_a_damaged_correction_is_told_once(desk: Desk) -> None:
    desk.follow(customer(id="m1"))
    desk.take(edit("hello"))
    sql = "UPDATE facts SET raw = ? WHERE CAST(raw AS TEXT) LIKE '%\"edited.1\"%'"
    desk.spoil(sql, b'{"fact":"edited.1"}')
    [fault] = otherwise(desk)[0].faults
    assert "a stored fact `edited.1` is damaged" in str(fault)


def test_a_rule_may_be_called_like_a_correction(desk: Desk) -> None:
    desk.follow(customer(id="m1"))
    sql = "UPDATE facts SET raw = CAST(replace(CAST(raw AS TEXT), ?, ?) AS BLOB)"
    desk.spoil(sql, '"rule":"help"', '"rule":"edited"')
    assert any(b'"rule":"edited"' in raw for raw in desk.facts())
    found, _ = otherwise(desk)
    assert (found.messages, found.faults) == (1, [])


def test_without_its_protocol_a_conversation_cannot_be_compared(desk: Desk) -> None:
    desk.follow(attack(id="m1"), customer(conversation="c2", **THREAT))
    desk.spoil("DELETE FROM protocols")
    found, differences = otherwise(desk)
    assert (found.messages, differences, len(found.faults)) == (0, [], 2)
