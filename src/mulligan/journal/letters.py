"""What comes in, sealed: a message, an act, an edit or a deletion becomes a text in the journal."""

import secrets
import typing as t

import msgspec

from mulligan.conversation.act import Act
from mulligan.conversation.message import Deletion, Edit, Message
from mulligan.errors import Damaged, JournalError
from mulligan.journal.directory import TITLE, Directory, Known
from mulligan.journal.keys import Keys
from mulligan.journal.lock import Lock
from mulligan.journal.store import Arrival, Conflict, Store, Text

Item = Message | Act | Edit | Deletion
"""What can come in, from a channel or from a person."""

Accepted = Text | Damaged | None
"""What became of something that came in: kept, not kept, or known before."""

_encode: t.Final = msgspec.json.Encoder(order="deterministic").encode
_decoder: t.Final[msgspec.json.Decoder[Item]] = msgspec.json.Decoder(Item)
_TRIES: t.Final = 5


def conversation(item: Item) -> str:
    """The name of the conversation that something belongs to."""
    return item.message.conversation if isinstance(item, Edit) else item.conversation


def entry(lock: Lock, item: Item) -> str:
    """What something is called in its conversation; a second delivery is called the same."""
    match item:
        case Message():
            return f"message:{lock.alias(item.id)}"
        case Act():
            return f"act:{_delivery(lock, item.id)}"
        case Edit():
            return f"edit:{_delivery(lock, item.id)}"
        case Deletion():
            return f"deletion:{lock.alias(item.message)}"
        case _:
            t.assert_never(item)


def _delivery(lock: Lock, name: str) -> str:
    return lock.alias(name) if name else secrets.token_hex(8)


def _keyless() -> Damaged:
    return Damaged(
        "the key to the words of this conversation is missing",
        hint="put the newest file of keys back beside the journal, and send it again",
    )


class Letters:
    """Seals what comes in, puts it on the disk, and opens it again."""

    def __init__(self, store: Store, keys: Keys, directory: Directory) -> None:
        self._store = store
        self._keys = keys
        self._directory = directory
        self._generation = keys.generation()

    def accept(self, items: t.Sequence[Item]) -> list[Accepted]:
        """Keep what came in, all on the disk when this returns; None for each second delivery.

        `Damaged` for each item of a conversation whose key is missing: its words are not kept.
        """
        for _ in range(_TRIES):
            generation = self._keys.generation()
            if generation != self._generation:
                self._generation = generation
                self._directory.clear()
            names = dict.fromkeys(conversation(item) for item in items)
            self._directory.look_up(names)
            locked = [one for one in items if not self._directory.keyless(conversation(one))]
            known = self._known(locked)
            arrivals = [self._arrival(item, known[conversation(item)]) for item in locked]
            try:
                texts = self._store.accept(arrivals)
            except Conflict:
                self._directory.clear()
                continue
            self._remember(known, locked, texts)
            kept = iter(texts)
            return [next(kept) if conversation(one) in known else _keyless() for one in items]
        raise JournalError(
            "other programs were quicker each time", hint="send it again; nothing of it was kept"
        )

    def open(self, text: Text, lock: Lock) -> Item:
        """What came in, as it was; raises `JournalError` where the text is damaged."""
        return _decoder.decode(lock.open(text.sealed, text.entry, f"text {text.id}"))

    def _known(self, items: t.Sequence[Item]) -> dict[str, Known]:
        """The conversations of the items, new ones under the number 0 and a new lock."""
        names = dict.fromkeys(conversation(item) for item in items)
        known = {name: self._directory.find(name) for name in names}
        new = [name for name, found in known.items() if found is None]
        locks = dict(zip(new, self._keys.make(len(new)), strict=True))
        return {name: found or Known(0, name, locks[name]) for name, found in known.items()}

    def _arrival(self, item: Item, known: Known) -> Arrival:
        lock = known.lock
        assert lock is not None
        if isinstance(item, Message) and item.contact:
            contact = self._keys.link(item.contact, lock)
            known.contact = known.contact or contact
        label = entry(lock, item)
        title = b"" if known.stream else lock.seal(_name(known), TITLE)
        return Arrival(
            stream=known.stream,
            digest=self._directory.digest(known.name),
            lock=lock.id,
            title=title,
            entry=label,
            sealed=lock.seal(_encode(item), label),
            contact=known.contact,
        )

    def _remember(
        self, known: dict[str, Known], items: t.Sequence[Item], texts: t.Sequence[Text | None]
    ) -> None:
        for item, text in zip(items, texts, strict=True):
            if text is not None and not known[conversation(item)].stream:
                known[conversation(item)].stream = text.stream
        for one in known.values():
            self._directory.add(one)


def _name(known: Known) -> bytes:
    return known.name.encode(errors="surrogatepass")
