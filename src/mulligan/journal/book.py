"""The journal as the pipeline sees it: conversations found, begun and remembered."""

import collections
import contextlib
import typing as t

import msgspec

from mulligan.conversation.fact import AnyFact, Decided, Opened, Received, Refolded, encode
from mulligan.conversation.message import CONTEXT_TURNS, Message
from mulligan.conversation.state import State
from mulligan.conversation.words import ALARMS
from mulligan.errors import Damaged
from mulligan.journal.agenda import Agenda
from mulligan.journal.directory import NAMES, Directory
from mulligan.journal.keys import Keys
from mulligan.journal.letters import Accepted, Item, Letters, conversation, entry
from mulligan.journal.log import Log
from mulligan.journal.presence import Presence
from mulligan.journal.reopening import Open, Reopening
from mulligan.journal.shelf import Shelf
from mulligan.journal.store import Step, Store, Stream, Text
from mulligan.journal.talk import Talk

MOST_OPEN: t.Final = 8_192
"""How many conversations are held in memory from one commit to the next."""

_AHEAD: t.Final = 1_000
"""How many conversations in which something is due are read at once."""

_encode: t.Final = msgspec.json.Encoder().encode


class Book(Shelf):
    """Reads conversations from a store, and writes what happened in them, a group at a time.

    What `record` takes is in the journal once `commit` returned, all of it or nothing. After a
    `Conflict`, `drop` forgets the group, and it can be gone through again. `faults` are the
    conversations that could not be read; the others go on.
    """

    def __init__(self, store: Store, keys: Keys, presence: Presence | None = None) -> None:
        self.store = store
        self.keys = keys
        self.directory = Directory(store, keys)
        self._presence = presence
        self._letters = Letters(store, keys, self.directory)
        self._reopening = Reopening(store, self.directory, self._letters)
        self.faults = self._reopening.faults
        self._open: collections.OrderedDict[int, Open] = collections.OrderedDict()
        self._changed: dict[int, Open] = {}
        self._agenda: Agenda[int] | None = None
        self._pinned: dict[str, bytes | None] = {}
        self._position = store.last()
        self._generation = keys.generation()

    def refresh(self) -> None:
        """Ask for everything anew from now on, as after an erasure."""
        self.directory.clear()
        self._open.clear()
        self._agenda = None

    def close(self) -> None:
        """Let go of the files."""
        self.store.close()
        self.keys.close()
        if self._presence is not None:
            self._presence.close()

    def alone(self) -> bool:
        """Whether no other program uses the journal at this moment."""
        return self._presence is None or self._presence.alone()

    def accept(self, items: t.Sequence[Item]) -> list[Accepted]:
        """Keep what came in, all on the disk when this returns; as `Letters.accept` has it."""
        texts = self._letters.accept(items)
        for text in texts:
            if isinstance(text, Text) and text.new:
                self._open[text.stream] = Open(None, 0)
        return texts

    def open(self, text: Text) -> Item:
        """What came in; raises `Damaged` where its words are damaged, or erased."""
        lock = self.directory.number(text.stream).lock
        if lock is None:
            raise Damaged("the words are erased", place=f"text {text.id}")
        return self._letters.open(text, lock)

    def stands(self, stream: Stream) -> State | None:
        """Where a conversation stands; None where nothing of it was followed yet."""
        talk = self._reopening.load(stream).talk
        return None if talk is None else talk.state

    def messages(self, name: str) -> int:
        """How many messages a conversation has."""
        known = self.directory.find(name)
        texts = () if known is None else self.store.texts(known.stream)
        return sum(1 for text in texts if text.entry.startswith("message:"))

    def differs(self, item: Item) -> bool:
        """Whether something that was accepted before as the same was other words."""
        known = self.directory.find(conversation(item))
        if known is None or known.lock is None or not isinstance(item, Message):
            return False
        text = self.store.text(known.stream, entry(known.lock, item))
        before = None if text is None else self.open(text)
        return isinstance(before, Message) and before.text != item.text

    def left(self, after: int, most: int) -> list[Text]:
        """What waits to be handled in any conversation, after a text, oldest first."""
        return self.store.left(after, most)

    def waiting(self, texts: t.Sequence[Text]) -> list[Text]:
        """Those of the texts that wait, with all that wait before them in their conversations."""
        streams = sorted({text.stream for text in texts})
        last = max(text.id for text in texts)
        return self.store.waiting(streams, last)

    def catch_up(self) -> None:
        """Take in what other programs wrote since this was last asked."""
        generation = self.keys.generation()
        if generation != self._generation:
            self._generation = generation
            self.refresh()
        self._position, streams = self.store.since(self._position)
        for number in streams:
            self._open.pop(number, None)
            if self._agenda is not None:
                stream = self.store.stream(number)
                self._agenda.put(number, stream.due if stream else None)

    @contextlib.contextmanager
    def handling(self, text: Text, item: Item) -> t.Iterator[None]:
        """Note that what is recorded in the meantime is what a text led to."""
        yield
        held = self._held(text.stream)
        held.handled.append(text.id)
        if isinstance(item, Message):
            held.turns = (*held.turns, text.id)[-CONTEXT_TURNS:]
        self._changed[text.stream] = held

    def commit(self) -> None:
        """Write what was recorded; raises `Conflict` where another program was quicker."""
        if not self._changed:
            return
        before, after = self.store.commit([self._step(*pair) for pair in self._changed.items()])
        if before == self._position:
            self._position = after
        for held in self._changed.values():
            held.version += len(held.facts)
            held.facts, held.orders, held.handled, held.heard = [], [], [], set()
            if held.talk is not None:
                held.names = (held.talk.customer, held.talk.agent)
        self._changed.clear()
        while len(self._open) > MOST_OPEN:
            self._open.popitem(last=False)

    def drop(self) -> set[int]:
        """Forget what was recorded and not committed; the texts that led to it."""
        dropped = {text for held in self._changed.values() for text in held.handled}
        for number in self._changed:
            self._open.pop(number, None)
        self._changed.clear()
        self._agenda = None
        return dropped

    def find(self, name: str) -> Talk | None:
        """The conversation of this name, if it began."""
        known = self.directory.find(name)
        if known is None:
            return None
        held = self._held(known.stream)
        if held.unheard:
            self._reopening.recall(held, known)
        return held.talk

    def begin(self, name: str, contact: str, opened: Opened) -> Talk:
        """Begin a conversation that something was accepted for; `opened` is its first fact."""
        known = self.directory.find(name)
        assert known is not None
        assert known.lock is not None
        talk = Talk(name, opened, contact, known.lock.alias, known.stream)
        self._held(known.stream).talk = talk
        self.record(talk, (opened,), None)
        return talk

    def ended(self, contact: str) -> tuple[float, str] | None:
        """When a contact's last conversation was ended, and which it was."""
        known = self.keys.contact(contact)
        if known is None:
            return None
        if any(self.directory.number(stream).contact == known for stream in self._changed):
            self.commit()
        found = self.store.ended(known)
        return None if found is None else (found[0], str(found[1]))

    def title(self, reference: str) -> str:
        """The name of the conversation that `ended` gave."""
        return self.directory.number(int(reference)).name

    def repeated(self, talk: Talk, message: str) -> bool:
        """Never: a second delivery was not accepted."""
        return False

    def knows(self, talk: Talk, message: str) -> bool:
        """Whether the conversation has a message, by its alias."""
        if message in self._held(talk.stream).heard:
            return True
        text = self.store.text(talk.stream, f"message:{message}")
        return text is not None and not self.store.waits(text.id)

    def log(self, talk: Talk) -> Log:
        """The conversation's inputs so far."""
        log = Log()
        for stored in self.store.facts(talk.stream):
            log.take(stored.fact)
        for fact in self._held(talk.stream).facts:
            log.take(fact)
        return log

    def record(self, talk: Talk, facts: t.Sequence[AnyFact], due: float | None) -> None:
        """Remember what happened; `talk` stands after it, and is next due at `due`."""
        held = self._held(talk.stream)
        assert held.talk is talk
        for fact in facts:
            if _alarms(fact, held.alert, talk.state):
                held.orders.append(len(held.facts))
            held.facts.append(fact)
        held.alert = talk.state.alert
        held.heard.update(fact.message for fact in facts if isinstance(fact, Received))
        held.due = due
        self._changed[talk.stream] = held
        self._planned().put(talk.stream, due)

    def pop(self, by: float) -> Talk | None:
        """The conversation in which something is due first, if that is by a time."""
        while (found := self._planned().pop(by)) is not None:
            try:
                if found[0] not in self._open:
                    self._foresee(by)
                return self._held(found[0]).talk
            except Damaged as error:
                self.tell(error)
        return None

    def tell(self, error: Damaged) -> None:
        """Take note of a conversation that could not be read."""
        self._reopening.tell(error)

    def pin(self, protocol: str, text: bytes) -> None:
        """Keep a protocol's text under the hash of its content."""
        self.store.pin(protocol, text)
        self._pinned[protocol] = text

    def pinned(self, protocol: str) -> bytes | None:
        """The text of the protocol of this hash."""
        if protocol not in self._pinned:
            self._pinned[protocol] = self.store.pinned(protocol)
        return self._pinned[protocol]

    def _planned(self) -> Agenda[int]:
        if self._agenda is None:
            self._agenda = Agenda()
            self._agenda.fill(self.store.dues())
        return self._agenda

    def _step(self, number: int, held: Open) -> Step:
        talk = held.talk
        step = Step(
            stream=number,
            version=held.version,
            facts=[encode(fact) for fact in held.facts],
            state=b"",
            due=held.due,
            turns=held.turns,
            handled=held.handled,
            orders=held.orders,
        )
        if talk is not None:
            step.opened = b"" if held.version else encode(talk.opened)
            step.state = _encode(talk.state)
            step.ended = talk.state.ended if talk.state.stage == "ended" else None
            names = (talk.customer, talk.agent)
            lock = self.directory.number(number).lock
            if names != held.names and lock is not None:
                step.names = lock.seal(_encode(names), NAMES)
        return step

    def _held(self, number: int) -> Open:
        if number in self._open:
            self._open.move_to_end(number)
        else:
            stream = self.store.stream(number)
            assert stream is not None
            self._open[number] = self._reopening.load(stream)
        return self._open[number]

    def _foresee(self, by: float) -> None:
        """Have those at hand in which something is due next."""
        self.commit()
        due = self.store.due(by, _AHEAD)
        self.keys.look_up([stream.lock for stream in due if stream.lock is not None])
        for stream in due:
            if stream.id not in self._open:
                with contextlib.suppress(Damaged):
                    self._open[stream.id] = self._reopening.load(stream)


def _alarms(fact: AnyFact, before: str, state: State) -> bool:
    """Whether somebody else must hear of a fact; `before` was the alert, `state` is after it."""
    if isinstance(fact, Refolded):
        return bool(state.alert) and state.alert != before
    return isinstance(fact, Decided) and fact.move in ALARMS
