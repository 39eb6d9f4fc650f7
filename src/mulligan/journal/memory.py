"""A journal in memory: the contract in its plainest form. Nothing outlives the process."""

import itertools
import typing as t

from msgspec.structs import replace

from mulligan.journal.store import Arrival, Conflict, Step, Store, Stored, Stream, Text


class MemoryStore(Store):
    """Keeps everything in plain lists and mappings; for tests, and to compare others with."""

    def __init__(self) -> None:
        self._streams: dict[int, Stream] = {}
        self._digests: dict[bytes, int] = {}
        self._texts: dict[int, Text] = {}
        self._entries: dict[tuple[int, str], int] = {}
        self._inbox: dict[int, int] = {}
        self._facts: list[Stored] = []
        self._outbox: dict[int, None] = {}
        self._protocols: dict[str, bytes] = {}
        self._ids = itertools.count(1)

    def accept(self, arrivals: t.Sequence[Arrival]) -> list[Text | None]:
        """Keep what came in, to be handled; None for each second delivery."""
        for arrival in arrivals:
            known = self._streams.get(arrival.stream)
            gone = arrival.stream and (known is None or known.lock != arrival.lock)
            if gone or (not arrival.stream and arrival.digest in self._digests):
                raise Conflict
        return [self._keep(arrival) for arrival in arrivals]

    def _keep(self, arrival: Arrival) -> Text | None:
        number = arrival.stream or self._digests.get(arrival.digest, 0)
        if not number:
            number = len(self._streams) + 1
            self._digests[arrival.digest] = number
            self._streams[number] = Stream(id=number, lock=arrival.lock, title=arrival.title)
        if arrival.contact and not self._streams[number].contact:
            self._streams[number] = replace(self._streams[number], contact=arrival.contact)
        if (number, arrival.entry) in self._entries:
            return None
        text = Text(next(self._ids), number, arrival.entry, arrival.sealed)
        self._texts[text.id] = text
        self._entries[number, arrival.entry] = text.id
        self._inbox[text.id] = number
        return replace(text, new=not arrival.stream)

    def left(self, after: int, most: int) -> list[Text]:
        """What waits to be handled, oldest first: the next few after a text."""
        found = (self._texts[text] for text in self._inbox if text > after)
        return list(itertools.islice(found, most))

    def waiting(self, streams: t.Sequence[int], upto: int) -> list[Text]:
        """What waits to be handled in these conversations, oldest first, up to a text."""
        waits = self._inbox.items()
        return [self._texts[text] for text, one in waits if text <= upto and one in streams]

    def commit(self, steps: t.Sequence[Step]) -> tuple[int, int]:
        """Append facts, and all that goes with them; the last position before, and after."""
        for step in steps:
            quicker = self._streams[step.stream].version != step.version
            if quicker or any(text not in self._inbox for text in step.handled):
                raise Conflict
        before = len(self._facts)
        for step in steps:
            self._append(step)
        return before, len(self._facts)

    def _append(self, step: Step) -> None:
        old = self._streams[step.stream]
        for place, raw in enumerate(step.facts):
            position = len(self._facts) + 1
            version = step.version + place + 1
            self._facts.append(Stored(position, step.stream, version, raw))
            if place in step.orders:
                self._outbox[position] = None
        for text in step.handled:
            del self._inbox[text]
        self._streams[step.stream] = replace(
            old,
            version=step.version + len(step.facts),
            opened=step.opened or old.opened,
            names=step.names or old.names,
            turns=step.turns,
            state=step.state,
            due=step.due,
            ended=step.ended,
        )

    def find(self, digests: t.Sequence[bytes]) -> list[Stream]:
        """The conversations that are found by these digests, as far as there are any."""
        return [self._streams[self._digests[one]] for one in digests if one in self._digests]

    def stream(self, stream: int) -> Stream | None:
        """The conversation of this number."""
        return self._streams.get(stream)

    def locked(self, locks: t.Sequence[str]) -> list[Stream]:
        """The conversations whose words these locks keep, in the order they began."""
        return [one for one in self._streams.values() if one.lock in locks]

    def streams(self) -> t.Iterator[Stream]:
        """All conversations, in the order they began."""
        return iter(list(self._streams.values()))

    def facts(self, stream: int) -> t.Iterator[Stored]:
        """A conversation's facts, in order."""
        return (stored for stored in self._facts if stored.stream == stream)

    def fact(self, stream: int, version: int) -> Stored | None:
        """One fact of a conversation, by its place in it (from 1)."""
        return next((one for one in self.facts(stream) if one.version == version), None)

    def last(self) -> int:
        """The position of the last fact of all; 0 while there is none."""
        return len(self._facts)

    def follow(self, after: int = 0) -> t.Iterator[Stored]:
        """All facts after a position, in order and without gaps, up to the present."""
        return iter(self._facts[after:])

    def since(self, after: int) -> tuple[int, set[int]]:
        """The last position, and the conversations that have facts after a position."""
        return len(self._facts), {stored.stream for stored in self._facts[after:]}

    def texts(self, stream: int) -> t.Iterator[Text]:
        """A conversation's sealed words, in the order they came."""
        return iter([text for text in self._texts.values() if text.stream == stream])

    def named(self, texts: t.Sequence[int]) -> list[Text]:
        """The sealed words of these ids, in the order they came."""
        return [self._texts[text] for text in sorted(texts) if text in self._texts]

    def text(self, stream: int, entry: str) -> Text | None:
        """One sealed text, by what it is called in its conversation."""
        return self._texts.get(self._entries.get((stream, entry), 0))

    def waits(self, text: int) -> bool:
        """Whether a text waits to be handled."""
        return text in self._inbox

    def due(self, by: float, most: int) -> list[Stream]:
        """The conversations in which something is due by a time, the earliest first."""
        found = sorted((due, number) for due, number in self.dues() if due <= by)
        return [self._streams[number] for _, number in found[:most]]

    def dues(self) -> t.Iterator[tuple[float, int]]:
        """When each conversation is next due, where something is."""
        return ((one.due, one.id) for one in self.streams() if one.due is not None)

    def ended(self, contact: str) -> tuple[float, int] | None:
        """When the last of a contact's conversations was ended, and which it was."""
        ends = [
            (one.ended, one.id)
            for one in self._streams.values()
            if one.contact == contact and one.ended is not None
        ]
        return max(ends, default=None)

    def orders(self, most: int) -> list[Stored]:
        """The decisions that somebody has still to carry out, oldest first."""
        return [self._facts[position - 1] for position in itertools.islice(self._outbox, most)]

    def settle(self, positions: t.Sequence[int]) -> None:
        """Note that decisions were carried out."""
        for position in positions:
            self._outbox.pop(position, None)

    def pin(self, protocol: str, text: bytes) -> None:
        """Keep a protocol's text under the hash of its content."""
        self._protocols.setdefault(protocol, text)

    def pinned(self, protocol: str) -> bytes | None:
        """The text of the protocol of this hash."""
        return self._protocols.get(protocol)

    def forget(self, locks: t.Sequence[str], destroy: t.Callable[[], object] | None = None) -> int:
        """Forget the words and names that these locks keep; in how many conversations."""
        if destroy is not None:
            destroy()
        gone = {one.id for one in self._streams.values() if one.lock in locks}
        for number in gone:
            nobody = {"lock": None, "title": b"", "names": b"", "contact": "", "turns": ()}
            self._streams[number] = replace(self._streams[number], **nobody)
        self._digests = {key: one for key, one in self._digests.items() if one not in gone}
        self._texts = {key: one for key, one in self._texts.items() if one.stream not in gone}
        self._entries = {key: one for key, one in self._entries.items() if key[0] not in gone}
        self._inbox = {key: one for key, one in self._inbox.items() if one not in gone}
        return len(gone)

    def counts(self) -> dict[str, int]:
        """How many of everything there are."""
        return {
            "conversations": len(self._streams),
            "texts": len(self._texts),
            "facts": len(self._facts),
            "waiting": len(self._inbox),
            "timers": sum(1 for _ in self.dues()),
            "orders": len(self._outbox),
            "protocols": len(self._protocols),
        }

    def close(self) -> None:
        """Nothing is held open."""
