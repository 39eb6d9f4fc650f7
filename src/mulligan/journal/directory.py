"""Finds a conversation by its name from outside, and the name again by the lock that keeps it."""

import typing as t

import msgspec

from mulligan.errors import Damaged
from mulligan.journal.keys import Keys
from mulligan.journal.lock import Lock
from mulligan.journal.store import Store, Stream

_MOST_KEPT: t.Final = 65_536
TITLE: t.Final = "title"
NAMES: t.Final = "names"


class Known(msgspec.Struct):
    """A conversation: its number, its name, and its lock (None once its words are erased)."""

    stream: int
    name: str
    lock: Lock | None
    contact: str = ""


class Directory:
    """Names and numbers of conversations, as far as they were asked for lately."""

    def __init__(self, store: Store, keys: Keys) -> None:
        self._store = store
        self._keys = keys
        self._names: dict[str, Known] = {}
        self._numbers: dict[int, Known] = {}
        self._keyless: set[str] = set()

    def find(self, name: str) -> Known | None:
        """The conversation of this name; None where nobody knows it, or where it is erased."""
        if name not in self._names:
            self.look_up((name,))
        return self._names.get(name)

    def look_up(self, names: t.Iterable[str]) -> None:
        """Have the conversations of these names at hand, as far as there are any."""
        wanted = {self.digest(name): name for name in names if name not in self._names}
        if wanted:
            for found in self._store.find(list(wanted)):
                try:
                    if self.of(found).lock is None:
                        self._keyless.update(self._asked(found, wanted))
                except Damaged:
                    self._mend(found, wanted)

    def keyless(self, name: str) -> bool:
        """Whether a conversation that was looked up is there, and the key to its words is not."""
        return name in self._keyless

    def digest(self, name: str) -> bytes:
        """What a store finds the conversation of this name by."""
        return self._keys.digest("conversation", name)

    def number(self, stream: int) -> Known:
        """The conversation of this number."""
        if stream not in self._numbers:
            found = self._store.stream(stream)
            assert found is not None
            self.of(found)
        return self._numbers[stream]

    def of(self, stream: Stream) -> Known:
        """A conversation as the store has it."""
        kept = self._numbers.get(stream.id)
        if kept is not None and kept.lock is not None and kept.lock.id == stream.lock:
            return kept
        lock = None if stream.lock is None else self._keys.lock(stream.lock)
        name = f"(erased) {stream.id}"
        if lock is not None:
            title = lock.open(stream.title, TITLE, f"the name of conversation {stream.id}")
            name = title.decode(errors="surrogatepass")
        known = Known(stream.id, name, lock, stream.contact)
        self.add(known)
        return known

    def add(self, known: Known) -> None:
        """Keep a conversation at hand."""
        if len(self._numbers) >= _MOST_KEPT:
            self.clear()
        self._numbers[known.stream] = known
        if known.lock is not None:
            self._names[known.name] = known

    def _mend(self, stream: Stream, wanted: t.Mapping[bytes, str]) -> None:
        """A conversation whose sealed name is damaged goes by the name that it was asked for by."""
        lock = None if stream.lock is None else self._keys.lock(stream.lock)
        for name in self._asked(stream, wanted):
            self.add(Known(stream.id, name, lock, stream.contact))

    def _asked(self, stream: Stream, wanted: t.Mapping[bytes, str]) -> t.Iterator[str]:
        """The name that a conversation was asked for by."""
        for digest, name in wanted.items():
            if any(found.id == stream.id for found in self._store.find([digest])):
                yield name

    def clear(self) -> None:
        """Ask anew from now on."""
        self._names.clear()
        self._numbers.clear()
        self._keyless.clear()
