"""Every store keeps the contract: what is asked for, and what is forgotten."""

import collections

import pytest

from journal.making import LEAVE, OPENED, arrival, contents, step
from mulligan.journal.store import Store


def test_what_waits_comes_oldest_first(store: Store) -> None:
    store.accept([arrival(name, entry) for entry in "abc" for name in ("c1", "c2")])
    assert [text.id for text in store.left(0, 4)] == [1, 2, 3, 4]
    assert [text.id for text in store.left(4, 4)] == [5, 6]
    assert [text.id for text in store.waiting([2], 4)] == [2, 4]
    assert [text.id for text in store.waiting([2, 1], 3)] == [1, 2, 3]
    assert store.waiting([], 9) == store.left(6, 9) == store.left(0, 0) == []
    store.commit([step(2, handled=[4])])
    assert [text.id for text in store.left(0, 9)] == [1, 2, 3, 5, 6]
    assert [text.id for text in store.waiting([2], 9)] == [2, 6]
    assert [text for text in range(1, 7) if store.waits(text)] == [1, 2, 3, 5, 6]


def test_texts_are_found_by_number_and_by_name(store: Store) -> None:
    store.accept([arrival("c1"), arrival("c2"), arrival("c1", "b", sealed=b"other")])
    assert [text.id for text in store.texts(1)] == [1, 3]
    assert [text.id for text in store.named([3, 9, 2])] == [2, 3]
    assert store.named([]) == []
    found = store.text(1, "b")
    assert found is not None
    assert (found.id, found.sealed) == (3, b"other")
    assert store.text(2, "b") is None


def test_only_what_is_due_is_told(store: Store) -> None:
    store.accept([arrival(name) for name in ("c1", "c2", "c3")])
    store.commit([step(1, due=9.0), step(2), step(3, due=4.5)])
    assert sorted(store.dues()) == [(4.5, 3), (9.0, 1)]
    assert [one.id for one in store.due(9.0, 9)] == [3, 1]
    assert [one.id for one in store.due(9.0, 1)] == [3]
    assert store.due(9.0, 9)[1] == store.stream(1)
    assert store.due(4.4, 9) == store.due(9.0, 0) == []
    store.commit([step(2, 1, due=4.5)])
    assert [one.id for one in store.due(8.9, 9)] == [2, 3]


def test_the_last_end_of_a_contact_counts(store: Store) -> None:
    names = ("c1", "c2", "c3", "c4")
    store.accept([arrival(name, contact="k2" if name == "c4" else "k1") for name in names])
    assert store.ended("k1") is None
    store.commit([step(1, ended=5.0), step(2, ended=9.0), step(3, ended=9.0), step(4, ended=50.0)])
    assert store.ended("k1") == (9.0, 3)
    store.commit([step(2, 1), step(3, 1)])
    assert store.ended("k1") == (5.0, 1)
    store.forget(["lock-c1"])
    assert store.ended("k1") is None


def test_orders_stand_until_they_are_settled(store: Store) -> None:
    store.accept([arrival("c1"), arrival("c2")])
    store.commit([step(1, facts=[OPENED, LEAVE], orders=[1]), step(2, facts=[LEAVE], orders=[0])])
    assert [(one.position, one.stream) for one in store.orders(9)] == [(2, 1), (3, 2)]
    assert store.orders(9)[0].raw == LEAVE
    assert [one.position for one in store.orders(1)] == [2]
    store.settle([2, 1, 99])
    assert [one.position for one in store.orders(9)] == [3]
    store.settle([2])
    store.settle([])
    assert store.counts()["orders"] == 1


def test_a_protocol_is_kept_as_it_was_first(store: Store) -> None:
    store.pin("p", b"text")
    store.pin("p", b"other")
    assert store.pinned("p") == b"text"
    assert store.pinned("q") is None


def test_forgetting_destroys_first_and_leaves_the_facts(store: Store) -> None:
    store.accept([arrival(name, contact="k") for name in ("c1", "c2", "c3")])
    store.commit(
        [
            step(1, facts=[LEAVE], due=9.0, ended=4.0, names=b"n", turns=(1,), orders=[0]),
            step(2, names=b"n2", turns=(2,), handled=[2]),
        ]
    )
    kept = store.stream(2)
    told = []

    def destroy() -> None:
        told.append([store.counts()["texts"], len(store.locked(["lock-c1"]))])

    assert store.forget(["lock-c1", "lock-c3", "lock-c9"], destroy) == 2
    assert told == [[3, 1]]
    gone = store.stream(1)
    assert gone is not None
    assert (gone.lock, gone.title, gone.names, gone.contact, gone.turns) == (None, b"", b"", "", ())
    assert (gone.version, gone.state, gone.due, gone.ended) == (1, b"{}", 9.0, 4.0)
    assert store.stream(2) == kept
    assert [one.id for one in store.find([b"c1", b"c2", b"c3"])] == [2]
    assert list(store.texts(1)) == list(store.texts(3)) == store.left(0, 9) == []
    assert store.text(1, "message:a") is None
    assert [one.raw for one in store.facts(1)] == [LEAVE]
    assert [one.position for one in store.orders(9)] == [1]
    assert list(store.dues()) == [(9.0, 1)]
    assert store.forget(["lock-c1"]) == store.forget([]) == 0
    (again,) = store.accept([arrival("c1")])
    assert (again and again.stream, again and again.id) == (4, 4)


def test_where_destroying_fails_nothing_is_forgotten(store: Store) -> None:
    store.accept([arrival()])
    before = contents(store)

    def destroy() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        store.forget(["lock-c1"], destroy)
    assert contents(store) == before


def test_everything_is_counted(store: Store) -> None:
    store.accept([arrival("c1"), arrival("c1", "b"), arrival("c2")])
    store.commit([step(1, facts=[OPENED, LEAVE], orders=[1], due=3.0, handled=[1])])
    store.pin("p", b"")
    assert store.counts() == {
        "conversations": 2,
        "texts": 3,
        "facts": 2,
        "waiting": 2,
        "timers": 1,
        "orders": 1,
        "protocols": 1,
    }


def test_a_large_group_is_kept_in_order(store: Store) -> None:
    group = [arrival(f"c{number % 700}", f"m{number}") for number in range(3_000)]
    texts = [text for text in store.accept(group) if text is not None]
    assert [text.id for text in texts] == list(range(1, 3_001))
    assert [text.entry for text in texts] == [one.entry for one in group]
    handled: dict[int, list[int]] = collections.defaultdict(list)
    for text in texts:
        handled[text.stream].append(text.id)
    store.commit([step(stream, handled=ids) for stream, ids in handled.items()])
    assert store.counts()["waiting"] == 0
    assert [one.position for one in store.follow()] == list(range(1, 701))
