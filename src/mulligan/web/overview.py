"""All conversations as a board shows them: those first that need a person most."""

import typing as t

import msgspec

from mulligan.conversation.fact import Opened, decode
from mulligan.conversation.state import State
from mulligan.conversation.words import Stage
from mulligan.errors import Damaged
from mulligan.journal.book import Book
from mulligan.journal.directory import NAMES
from mulligan.journal.store import Stream

_STATES: t.Final = msgspec.json.Decoder(State)
_NAMES: t.Final = msgspec.json.Decoder(tuple[str, str])
_NEED: t.Final[dict[Stage, int]] = {
    "crisis": 0,
    "left": 1,
    "handing_over": 2,
    "ended": 4,
    "warned": 5,
    "second_chance": 6,
    "open": 7,
}
_ALERTED: t.Final = 3
_QUIET: t.Final = 8


class Row(msgspec.Struct, frozen=True):
    """A conversation in a list: no words of it, but its name and who speaks."""

    number: int
    name: str
    customer: str
    agent: str
    state: State
    queue: str = ""

    @property
    def need(self) -> tuple[int, float]:
        """Sorts by need: care, danger, whoever waits for a colleague; then the ladder; then age."""
        stage = self.state.stage
        rank = _NEED[stage]
        if self.state.alert and rank > _ALERTED:
            rank = _ALERTED
        if stage in ("left", "crisis", "handing_over") and not self.state.alert:
            rank = _QUIET - 1
        return rank, -(self.state.last or 0.0)


class Overview:
    """Keeps what was read of each conversation until it has more facts."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._kept: dict[int, tuple[int, Row]] = {}

    def rows(self) -> list[Row]:
        """All conversations that began, by need."""
        found = []
        for stream in self._book.store.streams():
            if stream.version:
                kept = self._kept.get(stream.id)
                if kept is None or kept[0] != stream.version:
                    kept = self._kept[stream.id] = (stream.version, self._row(stream))
                found.append(kept[1])
        return sorted(found, key=lambda row: row.need)

    def row(self, number: int) -> Row:
        """One conversation that began."""
        stream = self._book.store.stream(number)
        assert stream is not None
        return self._row(stream)

    def protocol(self, number: int) -> str:
        """The protocol, by its hash, that a conversation began with."""
        stream = self._book.store.stream(number)
        assert stream is not None
        return _opened(stream).protocol

    @staticmethod
    def queue(stream: Stream) -> str:
        """The queue that a conversation came in by."""
        return _opened(stream).queue if stream.opened else ""

    def _row(self, stream: Stream) -> Row:
        known = self._book.directory.of(stream)
        customer = agent = ""
        if known.lock is not None and stream.names:
            try:
                place = f"the names in conversation {stream.id}"
                customer, agent = _NAMES.decode(known.lock.open(stream.names, NAMES, place))
            except Damaged as error:
                self._book.tell(error)
        state = _STATES.decode(stream.state)
        return Row(stream.id, known.name, customer, agent, state, _opened(stream).queue)


def _opened(stream: Stream) -> Opened:
    opened = decode(stream.opened)
    assert isinstance(opened, Opened)
    return opened
