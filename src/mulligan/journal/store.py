"""The contract of a store: what any journal must hold, and how it is asked for it."""

import typing as t

import msgspec

from mulligan.conversation.fact import AnyFact, decode
from mulligan.errors import Damaged, MulliganError


class Conflict(Exception):
    """Another program was quicker in some conversation; nothing was written, so try again."""


class Stream(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation: how many facts it has, and where it stands after them.

    `lock` is the id of the lock that keeps its words (None once they are erased), `title` its
    sealed name, `names` the sealed names of who speaks, `turns` the ids of its last texts.
    `opened` (its first fact) and `state` are JSON; `due` and `ended` are seconds since 1970.
    """

    id: int
    lock: str | None
    title: bytes
    contact: str = ""
    version: int = 0
    names: bytes = b""
    turns: tuple[int, ...] = ()
    opened: bytes = b""
    state: bytes = b""
    due: float | None = None
    ended: float | None = None


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """Something that came in, sealed.

    `stream` is its conversation, or 0 for one that nobody knows yet: then `digest`, `lock` and
    `title` are what it will be known by. `entry` names it within the conversation: the same
    entry again is a second delivery. `contact` says whose the conversation is, if somebody did; the
    first to be named stays.
    """

    stream: int
    digest: bytes
    lock: str
    title: bytes
    entry: str
    sealed: bytes
    contact: str = ""


class Text(msgspec.Struct, frozen=True):
    """Sealed words: their id over all conversations, in the order they came.

    `new` tells that their conversation began with what was accepted just now.
    """

    id: int
    stream: int
    entry: str
    sealed: bytes
    new: bool = False


class Step(msgspec.Struct, kw_only=True):
    """What happened in one conversation, to be committed whole.

    `version` is how many facts there were before; `handled` are the ids of the texts that led to
    this; `orders` are the places in `facts` of decisions that somebody must carry out. `opened` and
    `names` stay as they are where they are empty.
    """

    stream: int
    version: int
    facts: list[bytes]
    state: bytes
    due: float | None = None
    ended: float | None = None
    opened: bytes = b""
    names: bytes = b""
    turns: tuple[int, ...] = ()
    handled: list[int] = []
    orders: list[int] = []


class Stored(msgspec.Struct, frozen=True):
    """A fact as it is stored: its place among all facts (from 1, no gaps), and in its stream."""

    position: int
    stream: int
    version: int
    raw: bytes

    @property
    def fact(self) -> AnyFact:
        """The fact; raises `Damaged` naming the place where it cannot be read."""
        try:
            return decode(self.raw)
        except MulliganError as error:
            hint = error.hint or "`mulligan journal restore` puts a backup in its place"
            raise Damaged(error.message, place=self.place, hint=hint) from None

    @property
    def place(self) -> str:
        """Where it is, for a person who looks after a fault."""
        return f"fact {self.position} (conversation {self.stream})"


class Store(t.Protocol):
    """Append-only truth. Every method that writes is one transaction, on the disk when it returns.

    All raise `JournalError` where the disk or the file is at fault.
    """

    def accept(self, arrivals: t.Sequence[Arrival]) -> list[Text | None]:
        """Keep what came in, to be handled; None for each second delivery.

        Raises `Conflict` where a conversation is not as the arrival has it.
        """

    def left(self, after: int, most: int) -> list[Text]:
        """What waits to be handled, oldest first: the next few after a text."""

    def waiting(self, streams: t.Sequence[int], upto: int) -> list[Text]:
        """What waits to be handled in these conversations, oldest first, up to a text."""

    def commit(self, steps: t.Sequence[Step]) -> tuple[int, int]:
        """Append facts, and all that goes with them; the last position before, and after.

        Raises `Conflict` where a conversation has other facts by now, or a text was handled.
        """

    def find(self, digests: t.Sequence[bytes]) -> list[Stream]:
        """The conversations that are found by these digests, as far as there are any."""

    def stream(self, stream: int) -> Stream | None:
        """The conversation of this number."""

    def locked(self, locks: t.Sequence[str]) -> list[Stream]:
        """The conversations whose words these locks keep, in the order they began."""

    def streams(self) -> t.Iterator[Stream]:
        """All conversations, in the order they began."""

    def facts(self, stream: int) -> t.Iterator[Stored]:
        """A conversation's facts, in order."""

    def fact(self, stream: int, version: int) -> Stored | None:
        """One fact of a conversation, by its place in it (from 1)."""

    def last(self) -> int:
        """The position of the last fact of all; 0 while there is none."""

    def follow(self, after: int = 0) -> t.Iterator[Stored]:
        """All facts after a position, in order and without gaps, up to the present."""

    def since(self, after: int) -> tuple[int, set[int]]:
        """The last position, and the conversations that have facts after a position."""

    def texts(self, stream: int) -> t.Iterator[Text]:
        """A conversation's sealed words, in the order they came."""

    def named(self, texts: t.Sequence[int]) -> list[Text]:
        """The sealed words of these ids, in the order they came."""

    def text(self, stream: int, entry: str) -> Text | None:
        """One sealed text, by what it is called in its conversation."""

    def waits(self, text: int) -> bool:
        """Whether a text waits to be handled."""

    def due(self, by: float, most: int) -> list[Stream]:
        """The conversations in which something is due by a time, the earliest first."""

    def dues(self) -> t.Iterator[tuple[float, int]]:
        """When each conversation is next due (seconds since 1970), where something is."""

    def ended(self, contact: str) -> tuple[float, int] | None:
        """When the last of a contact's conversations was ended, and which it was."""

    def orders(self, most: int) -> list[Stored]:
        """The decisions that somebody has still to carry out, oldest first."""

    def settle(self, positions: t.Sequence[int]) -> None:
        """Note that decisions were carried out."""

    def pin(self, protocol: str, text: bytes) -> None:
        """Keep a protocol's text under the hash of its content."""

    def pinned(self, protocol: str) -> bytes | None:
        """The text of the protocol of this hash."""

    def forget(self, locks: t.Sequence[str], destroy: t.Callable[[], object] | None = None) -> int:
        """Forget the words and names that these locks keep; in how many conversations.

        `destroy` is called when nobody else can write, before anything is forgotten.
        """

    def counts(self) -> dict[str, int]:
        """How many of everything there are."""

    def close(self) -> None:
        """Let go of what the store holds open."""
