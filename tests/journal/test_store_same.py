"""Stores that are asked the same give the same answers, whatever happened before."""

import pathlib
import tempfile
import threading
import typing as t

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from journal.making import JOURNAL, LEAVE, OPENED, arrival, step
from mulligan.journal.memory import MemoryStore
from mulligan.journal.sql.store import SqlStore
from mulligan.journal.store import Arrival, Conflict, Step, Store

Answer = t.TypeVar("Answer")
NAMES: t.Final = ("c1", "c2", "c3", "c4")
LOCKS: t.Final = tuple(f"lock-{name}" for name in NAMES)

names = st.sampled_from(NAMES)
groups = st.lists(
    st.tuples(names, st.sampled_from("abcd"), st.sampled_from(("", "k1", "k2")), st.booleans()),
    max_size=5,
)
times = st.none() | st.integers(0, 9).map(float)
wishes = st.lists(
    st.fixed_dictionaries(
        {
            "stream": st.integers(1, 8),
            "late": st.sampled_from((0, 0, 0, 0, 0, 1, -1)),
            "facts": st.lists(st.sampled_from((OPENED, LEAVE)), max_size=3),
            "due": times,
            "ended": times,
            "opened": st.sampled_from((b"", b"o1")),
            "names": st.sampled_from((b"", b"n1", b"n2")),
            "handled": st.sets(st.integers(1, 12), max_size=2),
        }
    ),
    max_size=3,
    unique_by=lambda wish: wish["stream"],
)


class Same(RuleBasedStateMachine):
    """One store in memory, and two on one file, which take turns."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = pathlib.Path(self.folder.name) / "j.db"
        self.plain = MemoryStore()
        self.files = [SqlStore(path, JOURNAL), SqlStore(path, JOURNAL)]
        self.forgotten: list[list[str]] = []

    def teardown(self) -> None:
        for store in self.files:
            store.close()
        self.folder.cleanup()

    def both(self, ask: t.Callable[[Store], Answer]) -> Answer | type[Conflict]:
        """The answer that both give."""
        self.files.reverse()
        one, other = (_answer(store, ask) for store in (self.plain, self.files[0]))
        assert one == other
        return one

    @rule(group=groups, stale=st.booleans())
    def accept(self, group: list[tuple[str, str, str, bool]], stale: bool) -> None:
        """Some of a group may know a conversation by a number, or think it new."""
        found = {one.lock: one.id for one in self.plain.streams()}
        arrivals: list[Arrival] = []
        for name, entry, contact, wrong in group:
            number = found.get(f"lock-{name}", 0)
            if stale and wrong:
                number = 0 if number else 9
            made = arrival(name, entry, stream=number, contact=contact)
            arrivals.append(made)
        if len({(one.digest, one.stream) for one in arrivals}) == len({a.digest for a in arrivals}):
            self.both(lambda store: store.accept(arrivals))

    @rule(wanted=wishes, waits=st.booleans())
    def commit(self, wanted: list[dict[str, t.Any]], waits: bool) -> None:
        """Most steps are right; some come too late, or handle what does not wait."""
        steps: list[Step] = []
        left = {text.id: text.stream for text in self.plain.left(0, 99)}
        for wish in wanted:
            stream = self.plain.stream(wish["stream"])
            if stream is None:
                continue
            handled = wish["handled"]
            if waits:
                handled = {text for text in handled if left.get(text) == stream.id}
            made = step(
                stream.id,
                stream.version + wish["late"],
                wish["facts"],
                due=wish["due"],
                ended=wish["ended"],
                opened=wish["opened"],
                names=wish["names"],
                turns=tuple(handled),
                handled=sorted(handled),
                orders=[place for place, fact in enumerate(wish["facts"]) if fact == LEAVE],
            )
            steps.append(made)
        handled_once = [text for one in steps for text in one.handled]
        if len(handled_once) == len(set(handled_once)):
            self.both(lambda store: store.commit(steps))

    @rule(locks=st.lists(st.sampled_from(LOCKS), max_size=2))
    def forget(self, locks: list[str]) -> None:
        """Each store destroys the keys once, first."""
        told: list[int] = []
        count = self.both(lambda store: store.forget(locks, lambda: told.append(len(told))))
        assert told == [0, 1]
        assert isinstance(count, int)
        assert count <= len(set(locks))

    @rule(positions=st.lists(st.integers(1, 12), max_size=3))
    def settle(self, positions: list[int]) -> None:
        self.both(lambda store: store.settle(positions))

    @rule(protocol=st.sampled_from("pq"), text=st.binary(max_size=2))
    def pin(self, protocol: str, text: bytes) -> None:
        self.both(lambda store: store.pin(protocol, text))
        assert self.both(lambda store: store.pinned(protocol)) is not None

    @rule(number=st.integers(0, 12), most=st.integers(0, 5), entry=st.sampled_from("abcd"))
    def ask(self, number: int, most: int, entry: str) -> None:
        for ask in _questions(number, most, entry):
            self.both(ask)

    @invariant()
    def hold_the_same(self) -> None:
        whole = self.both(lambda store: (list(store.streams()), list(store.follow())))
        assert isinstance(whole, tuple)
        streams, facts = whole
        assert [fact.position for fact in facts] == list(range(1, len(facts) + 1))
        for stream in streams:
            versions = [fact.version for fact in facts if fact.stream == stream.id]
            assert versions == list(range(1, stream.version + 1))
        self.both(lambda store: (store.counts(), store.last(), sorted(store.dues())))
        self.both(lambda store: store.left(0, 99))
        self.both(lambda store: store.orders(99))


def _questions(number: int, most: int, entry: str) -> list[t.Callable[[Store], object]]:
    numbers = [number + 3, number + 2, number]
    digests = [name.encode() for name in NAMES[:most]]
    return [
        lambda store: store.left(number, most),
        lambda store: store.orders(most),
        lambda store: store.waiting(numbers, 2 * most),
        lambda store: sorted(one.id for one in store.find(digests)),
        lambda store: store.stream(number),
        lambda store: store.locked(LOCKS[:most]),
        lambda store: list(store.facts(number)),
        lambda store: store.fact(number, most),
        lambda store: list(store.follow(number)),
        lambda store: (max(store.since(number)[0], number), store.since(number)[1]),
        lambda store: list(store.texts(number)),
        lambda store: store.named(numbers),
        lambda store: store.text(number, entry),
        lambda store: store.waits(number),
        lambda store: store.due(number, most),
        lambda store: [store.ended(contact) for contact in ("k1", "k2")],
    ]


def _answer(store: Store, ask: t.Callable[[Store], Answer]) -> Answer | type[Conflict]:
    try:
        return ask(store)
    except Conflict:
        return Conflict


def test_whatever_happens_the_stores_hold_the_same() -> None:
    few = settings(max_examples=8, stateful_step_count=25, deadline=None)
    run_state_machine_as_test(Same, settings=few)


def test_two_who_write_at_once_leave_no_gap_and_nothing_twice(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "j.db"
    first = SqlStore(path, JOURNAL)
    first.accept([arrival("c1"), arrival("c2")])
    conflicts: list[int] = []

    def write() -> None:
        store = SqlStore(path, JOURNAL)
        for _ in range(40):
            while True:
                steps = [step(one.id, one.version, [OPENED, LEAVE]) for one in store.streams()]
                try:
                    store.commit(steps)
                except Conflict:
                    conflicts.append(1)
                else:
                    break
        store.close()

    threads = [threading.Thread(target=write) for _ in range(3)]
    seen: list[int] = []
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        seen.extend(fact.position for fact in first.follow(len(seen)))
    seen.extend(fact.position for fact in first.follow(len(seen)))
    assert seen == list(range(1, 3 * 40 * 2 * 2 + 1))
    for stream in first.streams():
        assert [fact.version for fact in first.facts(stream.id)] == list(range(1, 241))
    assert conflicts
    first.close()
