"""Takes conversations up again from a store, as far as they can be read."""

import typing as t

import msgspec

from mulligan.conversation.evolve import evolve
from mulligan.conversation.fact import AnyFact, Opened
from mulligan.conversation.message import Message
from mulligan.conversation.state import State
from mulligan.errors import Damaged
from mulligan.journal.directory import NAMES, Directory, Known
from mulligan.journal.letters import Letters
from mulligan.journal.lock import Lock
from mulligan.journal.store import Store, Stream
from mulligan.journal.talk import Talk, same

_state: t.Final = msgspec.json.Decoder(State).decode
_opened: t.Final = msgspec.json.Decoder(Opened).decode
_names: t.Final = msgspec.json.Decoder(tuple[str, str]).decode


class Open(msgspec.Struct):
    """A conversation in memory (`talk` is None until it began), and what is not committed yet."""

    talk: Talk | None
    version: int
    turns: tuple[int, ...] = ()
    names: tuple[str, str] = ("", "")
    due: float | None = None
    unheard: bool = False
    alert: str = ""
    facts: list[AnyFact] = []
    orders: list[int] = []
    handled: list[int] = []
    heard: set[str] = set()


class Reopening:
    """Reads conversations; `faults` are what could not be read, and was done without."""

    def __init__(self, store: Store, directory: Directory, letters: Letters) -> None:
        self.faults: list[Damaged] = []
        self._store = store
        self._directory = directory
        self._letters = letters

    def load(self, stream: Stream) -> Open:
        """A conversation where it stands; raises `Damaged` where that cannot be known."""
        if not stream.version:
            return Open(None, 0)
        known = self._directory.of(stream)
        alias = same if known.lock is None else known.lock.alias
        talk = Talk(known.name, self._opened(stream), alias=alias, stream=stream.id)
        talk.state = self._stands(stream)
        if known.lock is not None and stream.names:
            self._name(talk, stream.names, known.lock)
        names = (talk.customer, talk.agent)
        return Open(talk, stream.version, stream.turns, names, stream.due, True, talk.state.alert)

    def _opened(self, stream: Stream) -> Opened:
        """The fact that a conversation began with, from among its facts where that is damaged."""
        try:
            return _opened(stream.opened)
        except msgspec.DecodeError:
            first = self._store.fact(stream.id, 1)
            opened = None if first is None else first.fact
            if not isinstance(opened, Opened):
                place = f"conversation {stream.id}"
                raise Damaged("the fact that it began with is missing", place=place) from None
            return opened

    def _stands(self, stream: Stream) -> State:
        """Where a conversation stands; folded from its facts, where that is damaged."""
        try:
            return _state(stream.state)
        except msgspec.DecodeError:
            state = State()
            for stored in self._store.facts(stream.id):
                state = evolve(state, stored.fact)
            return state

    def _name(self, talk: Talk, sealed: bytes, lock: Lock) -> None:
        """Who speaks; nobody, where that is damaged."""
        try:
            place = f"the names in conversation {talk.stream}"
            talk.customer, talk.agent = _names(lock.open(sealed, NAMES, place))
        except Damaged as error:
            self.tell(error)

    def recall(self, held: Open, known: Known) -> None:
        """Hear the last words again; what is damaged of them can be done without."""
        assert held.talk is not None
        assert known.lock is not None
        held.unheard = False
        for text in self._store.named(held.turns):
            try:
                item = self._letters.open(text, known.lock)
            except Damaged as error:
                self.tell(error)
            else:
                assert isinstance(item, Message)
                held.talk.hear(item)

    def tell(self, error: Damaged) -> None:
        """Add to the faults, once."""
        if all(str(error) != str(known) for known in self.faults):
            self.faults.append(error)
