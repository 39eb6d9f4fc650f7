"""Every store keeps the contract: what is written, and what is refused."""

import typing as t

import pytest

from journal.making import LEAVE, OPENED, arrival, contents, step
from mulligan.journal.store import Arrival, Conflict, Step, Store, Text


def test_an_empty_store_holds_nothing(store: Store) -> None:
    assert store.accept([]) == []
    assert store.commit([]) == (0, 0)
    assert store.counts() == dict.fromkeys(
        ("conversations", "texts", "facts", "waiting", "timers", "orders", "protocols"), 0
    )
    assert store.last() == 0
    assert store.since(0) == (0, set())
    assert store.stream(1) is None
    assert store.fact(1, 1) is None
    assert store.find([b"c1"]) == store.locked(["lock-c1"]) == []
    assert store.named([1]) == []
    assert store.text(1, "message:a") is None
    assert not store.waits(1)
    assert store.ended("k") is None
    assert store.pinned("p") is None


def test_what_came_in_is_numbered_in_order_and_its_conversation_begins(store: Store) -> None:
    texts = store.accept([arrival("c1"), arrival("c2"), arrival("c1", "message:b")])
    assert texts == [
        Text(1, 1, "message:a", b"sealed", True),
        Text(2, 2, "message:a", b"sealed", True),
        Text(3, 1, "message:b", b"sealed", True),
    ]
    (later,) = store.accept([arrival("c1", "message:c", stream=1)])
    assert later == Text(4, 1, "message:c", b"sealed", False)
    first, second = store.streams()
    assert (first.id, first.lock, first.title) == (1, "lock-c1", b"title-c1")
    assert (first.contact, first.version, first.names, first.turns) == ("", 0, b"", ())
    assert (first.state, first.due, first.ended) == (b"", None, None)
    assert store.stream(2) == second
    assert store.find([b"c2", b"c9"]) == [second]
    assert store.locked(["lock-c2", "lock-c1", "lock-c9"]) == [first, second]
    assert store.locked([]) == []


def test_only_what_was_accepted_just_now_is_new(store: Store) -> None:
    store.accept([arrival()])
    (waiting,) = store.left(0, 10)
    found = store.text(1, "message:a")
    assert [waiting] == list(store.texts(1)) == store.named([1]) == store.waiting([1], 1) == [found]
    assert not waiting.new


def test_a_second_delivery_is_none_in_one_group_and_in_two(store: Store) -> None:
    first, again = store.accept([arrival(sealed=b"one"), arrival(sealed=b"two")])
    assert first is not None
    assert again is None
    before = contents(store)
    assert store.accept([arrival(stream=1, sealed=b"three")]) == [None]
    assert contents(store) == before
    assert [text.sealed for text in store.texts(1)] == [b"one"]
    store.commit([step(handled=[1])])
    assert store.accept([arrival(stream=1)]) == [None]
    assert store.left(0, 10) == []


def test_the_same_entry_may_be_in_two_conversations(store: Store) -> None:
    assert None not in store.accept([arrival("c1"), arrival("c2")])


def test_the_first_contact_to_be_named_stays(store: Store) -> None:
    store.accept([arrival(), arrival(entry="b", contact="k1"), arrival(entry="c", contact="k2")])
    assert [one.contact for one in store.streams()] == ["k1"]
    store.accept([arrival(entry="d", contact="k3", stream=1), arrival("c2", "a")])
    assert [one.contact for one in store.streams()] == ["k1", ""]
    store.accept([arrival("c2", "b", contact="k4", stream=2)])
    assert [one.contact for one in store.streams()] == ["k1", "k4"]


def _erased(store: Store) -> list[Arrival]:
    store.forget(["lock-c1"])
    return [arrival("c3"), arrival(entry="b", stream=1)]


REFUSED: t.Final[dict[str, t.Callable[[Store], list[Arrival]]]] = {
    "of a conversation that nobody knows": lambda store: [arrival("c3"), arrival("c9", stream=9)],
    "of one that was erased": _erased,
    "of one that has another lock": lambda store: [
        arrival("c3"),
        arrival(entry="b", stream=1, lock="other"),
    ],
    "new, and its conversation is there": lambda store: [arrival("c3"), arrival(entry="b")],
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_as_it_says_is_refused_and_nothing_written(store: Store, name: str) -> None:
    store.accept([arrival("c1"), arrival("c2")])
    arrivals = REFUSED[name](store)
    before = contents(store)
    with pytest.raises(Conflict):
        store.accept(arrivals)
    assert contents(store) == before
    assert store.find([b"c3"]) == []


def test_facts_are_numbered_over_all_and_within_each(store: Store) -> None:
    store.accept([arrival("c1"), arrival("c2")])
    assert store.commit([step(1, facts=[b"1", b"2"]), step(2, facts=[b"3"])]) == (0, 3)
    assert store.commit([step(1, 2, [b"4"]), step(2, 1, [])]) == (3, 4)
    found = list(store.follow())
    assert [(one.position, one.stream, one.version, one.raw) for one in found] == [
        (1, 1, 1, b"1"),
        (2, 1, 2, b"2"),
        (3, 2, 1, b"3"),
        (4, 1, 3, b"4"),
    ]
    assert store.last() == 4
    assert list(store.follow(2)) == found[2:]
    assert list(store.follow(4)) == []
    assert list(store.facts(1)) == [found[0], found[1], found[3]]
    assert list(store.facts(9)) == []
    assert store.fact(1, 3) == found[3]
    assert store.fact(2, 2) is None
    assert [one.version for one in store.streams()] == [3, 1]


def test_since_tells_who_has_new_facts(store: Store) -> None:
    store.accept([arrival("c1"), arrival("c2")])
    store.commit([step(1)])
    store.commit([step(2), step(1, 1)])
    assert store.since(0) == (3, {1, 2})
    assert store.since(2) == (3, {1})
    assert store.since(3) == (3, set())


def test_where_a_conversation_stands_goes_with_its_facts(store: Store) -> None:
    store.accept([arrival()])
    began = step(due=7.0, ended=5.0, opened=OPENED, names=b"n1", turns=(1,), handled=[1])
    store.commit([began])
    (stood,) = store.streams()
    assert (stood.state, stood.due, stood.ended) == (b"{}", 7.0, 5.0)
    assert (stood.opened, stood.names, stood.turns) == (OPENED, b"n1", (1,))
    store.commit([step(version=1, turns=(1, 2))])
    (stands,) = store.streams()
    assert (stands.due, stands.ended, stands.turns) == (None, None, (1, 2))
    assert (stands.opened, stands.names) == (OPENED, b"n1")
    store.commit([step(version=2, opened=b"o", names=b"n2")])
    (last,) = store.streams()
    assert (last.opened, last.names) == (b"o", b"n2")


STALE: t.Final[dict[str, Step]] = {
    "too few facts before": step(2, 0),
    "too many facts before": step(2, 2),
    "a text that was handled": step(2, 1, handled=[1, 3]),
    "a text that nobody knows": step(2, 1, handled=[9]),
}


@pytest.mark.parametrize("name", STALE)
def test_a_stale_step_is_refused_with_its_whole_group(store: Store, name: str) -> None:
    store.accept([arrival("c1"), arrival("c2"), arrival("c2", "b")])
    store.commit([step(1, handled=[1]), step(2, due=3.0)])
    before = contents(store)
    with pytest.raises(Conflict):
        store.commit([step(1, 1, [LEAVE], handled=[2], orders=[0], due=9.0), STALE[name]])
    assert contents(store) == before


def test_texts_of_a_forgotten_conversation_cannot_be_handled(store: Store) -> None:
    store.accept([arrival()])
    store.forget(["lock-c1"])
    with pytest.raises(Conflict):
        store.commit([step(handled=[1])])
