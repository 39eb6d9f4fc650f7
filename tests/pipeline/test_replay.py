"""Going through a journal again finds all as it is stored, and names every place where not."""

import json
import typing as t

import pytest

from cli.command import agent, attack, customer
from mulligan.conversation.message import Deletion
from mulligan.conversation.signal import Reading, Signal
from mulligan.journal.erasure import erase
from mulligan.pipeline.protocols import Protocols
from mulligan.pipeline.replay import Replayed, replay
from pipeline.keeping import THREAT, Desk, edit

LADDER = (attack(id="m1"), agent(id="m2", merits=["warning"]), attack(id="m3"), agent(id="m4"))


def again(desk: Desk) -> Replayed:
    with desk.book() as book:
        return replay(book.store, Protocols(book))


def faults(desk: Desk) -> list[str]:
    return [str(fault) for fault in again(desk).faults]


def change(desk: Desk, kind: str, number: int = 0, **fields: t.Any) -> int:
    """Change a stored fact of a kind, and give its position."""
    places = [place for place, raw in enumerate(desk.facts(), 1) if f'"{kind}'.encode() in raw[:40]]
    place = places[number]
    raw = json.loads(desk.facts()[place - 1]) | fields
    sql = "UPDATE facts SET raw = ? WHERE position = ?"
    desk.spoil(sql, json.dumps(raw, separators=(",", ":")).encode(), place)
    return place


def test_everything_comes_out_as_it_is_stored(desk: Desk) -> None:
    desk.follow(*LADDER, customer(conversation="c2", **THREAT, at=0), customer(at=90))
    desk.take(edit("sorry", given=Reading((Signal("apology", "agent"),))))
    desk.follow({"conversation": "c1", "act": "disagree", "id": "m3"})
    desk.take(Deletion(conversation="c1", message="m1"))
    found = again(desk)
    assert found.faults == []
    assert (found.conversations, found.facts) == (2, len(desk.facts()))
    assert found.decisions == sum(b'"decided.1"' in raw[:30] for raw in desk.facts())
    assert sum(b'"fired.1"' in raw for raw in desk.facts()) == 1
    assert sum(b'"refolded.1"' in raw for raw in desk.facts()) == 2


def test_an_empty_journal_is_whole(desk: Desk) -> None:
    desk.follow()
    assert again(desk) == Replayed()


def test_progress_is_told_fact_by_fact(desk: Desk) -> None:
    desk.follow(*LADDER)
    told: list[int] = []
    with desk.book() as book:
        replay(book.store, Protocols(book), told.append)
    assert told == list(range(1, len(desk.facts()) + 1))


def test_each_conversation_is_judged_by_the_protocol_it_began_with(desk: Desk) -> None:
    desk.follow(attack(id="m1"))
    desk.follow(attack(id="m2"), attack(id="m1", conversation="c2"), protocol="dignity")
    found = again(desk)
    assert (found.conversations, found.faults) == (2, [])
    moves = [json.loads(raw)["move"] for raw in desk.facts() if b'"decided.1"' in raw[:30]]
    assert moves == ["second_chance", "second_chance", "warn"]


def test_erased_words_are_not_missed(desk: Desk) -> None:
    desk.follow(*LADDER, customer(conversation="c2"))
    with desk.book() as book:
        erase(book, "c1", 0.0)
    found = again(desk)
    assert (found.conversations, found.faults) == (2, [])


def test_a_changed_decision_is_found(desk: Desk) -> None:
    desk.follow(*LADDER)
    place = change(desk, "decided", move="listen")
    assert faults(desk) == [
        f"fact {place} (conversation 1): another decision follows from the facts before it"
    ]


def test_a_missing_decision_is_found(desk: Desk) -> None:
    desk.follow(attack(id="m1"))
    desk.spoil("DELETE FROM facts WHERE position = ?", len(desk.facts()))
    assert faults(desk) == ["conversation 1: stands elsewhere than its facts say"]


def test_a_changed_reading_is_found(desk: Desk) -> None:
    desk.follow(*LADDER)
    change(desk, "read", signals=[], severity=0)
    [fault] = faults(desk)
    assert "another decision follows" in fault


def test_a_missing_fact_is_found(desk: Desk) -> None:
    desk.follow(*LADDER)
    desk.spoil("DELETE FROM facts WHERE version = 3")
    assert faults(desk) == ["fact 4 (conversation 1): is number 4, not 3"]


def test_a_missing_beginning_is_found(desk: Desk) -> None:
    desk.follow(*LADDER)
    desk.spoil("DELETE FROM facts WHERE version = 1")
    desk.spoil("UPDATE facts SET version = version - 1")
    assert faults(desk) == ["fact 2 (conversation 1): no conversation begins with this"]


def test_facts_that_nobody_can_read_are_found_and_the_others_go_on(desk: Desk) -> None:
    desk.follow(*LADDER, customer(conversation="c2"))
    desk.spoil("UPDATE facts SET raw = ? WHERE position = 2", b"rubbish")
    [fault] = faults(desk)
    assert fault.startswith("fact 2 (conversation 1): a stored fact is not JSON")
    assert again(desk).facts == len(desk.facts())


def test_a_fact_of_a_newer_version_is_told(desk: Desk) -> None:
    desk.follow(*LADDER)
    desk.spoil("UPDATE facts SET raw = ? WHERE position = 2", b'{"fact":"sung.1"}')
    [fault] = faults(desk)
    assert "no fact of the kind `sung.1` is known here (was this written by a newer" in fault


def test_all_facts_gone_are_missed(desk: Desk) -> None:
    desk.follow(*LADDER)
    desk.spoil("DELETE FROM facts")
    assert faults(desk) == ["conversation 1: stands elsewhere than its facts say"]


def test_a_conversation_that_only_waits_has_nothing_to_miss(desk: Desk) -> None:
    desk.follow({"conversation": "c1", "act": "disagree", "id": "m9"})
    assert faults(desk) == []


@pytest.mark.parametrize("state", [b"rubbish", b'{"stage":"warned"}', b""])
def test_a_state_that_is_not_what_the_facts_say_is_found(desk: Desk, state: bytes) -> None:
    desk.follow(*LADDER)
    desk.spoil("UPDATE streams SET state = ?", state)
    assert faults(desk) == ["conversation 1: stands elsewhere than its facts say"]


def test_a_second_fold_that_leads_elsewhere_is_found(desk: Desk) -> None:
    desk.follow(*LADDER)
    desk.follow({"conversation": "c1", "act": "disagree", "id": "m3"})
    place = change(desk, "refolded", state={"stage": "ended"})
    assert faults(desk) == [f"fact {place} (conversation 1): folding again leads elsewhere"]


def test_a_second_fold_without_its_message_is_found(desk: Desk) -> None:
    desk.follow(*LADDER)
    desk.follow({"conversation": "c1", "act": "disagree", "id": "m3"})
    change(desk, "received", 2, message="nobody's")
    [fault] = faults(desk)
    assert fault.endswith("(conversation 1): is about a message that never came in")


def test_a_second_fold_is_right_where_nothing_is_asked_for(desk: Desk) -> None:
    desk.follow(agent(id="m1"))
    desk.take(edit("hello", "agent"))
    assert b'"decided":null' in desk.facts()[-1] or b'"decided"' not in desk.facts()[-1]
    assert faults(desk) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "the text is missing"),
        (b"rubbish", "the text is damaged"),
        (b'{"name":"x","title":"x"}', "the text is damaged"),
    ],
)
def test_a_protocol_that_cannot_be_read_is_told(desk: Desk, text: bytes | None, told: str) -> None:
    desk.follow(*LADDER)
    if text is None:
        desk.spoil("DELETE FROM protocols")
    else:
        desk.spoil("UPDATE protocols SET text = ?", text)
    [fault] = faults(desk)
    assert fault.startswith("protocol ")
    assert told in fault
    assert "restore" in fault


def test_a_protocol_that_was_changed_is_told(desk: Desk) -> None:
    desk.follow(*LADDER)
    with desk.book() as book:
        [name] = {json.loads(raw)["protocol"] for raw in desk.facts() if b'"opened' in raw}
        text = book.pinned(name)
    assert text is not None
    desk.spoil("UPDATE protocols SET text = ?", text.replace(b"first time", b"last time"))
    [fault] = faults(desk)
    assert "the text is not what it was" in fault
