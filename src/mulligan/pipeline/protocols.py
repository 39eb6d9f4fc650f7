"""The protocols that conversations began with, found again by the hash of their content."""

import hashlib

import msgspec
from msgspec.structs import replace

from mulligan.errors import Damaged
from mulligan.journal.shelf import Shelf
from mulligan.protocol.decide import Table
from mulligan.protocol.schema import Protocol


class Protocols:
    """Keeps each protocol as text under its hash, and gives it back ready to judge."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._tables: dict[str, Table] = {}

    def keep(self, protocol: Protocol) -> None:
        """Keep a protocol, so that conversations can be explained by it years later."""
        self._shelf.pin(protocol.hash, msgspec.json.encode(replace(protocol, hash="")))
        self._tables[protocol.hash] = Table(protocol)

    def table(self, name: str) -> Table:
        """The protocol of this hash; raises `Damaged` where its text is missing or damaged."""
        if name not in self._tables:
            self._tables[name] = Table(self._read(name))
        return self._tables[name]

    def _read(self, name: str) -> Protocol:
        raw = self._shelf.pinned(name)
        if raw is None:
            raise _fault(name, "is missing")
        try:
            protocol = msgspec.json.decode(raw, type=Protocol)
        except msgspec.DecodeError:
            raise _fault(name, "is damaged") from None
        content = msgspec.json.encode(protocol, order="deterministic")
        if hashlib.sha256(content).hexdigest() != name:
            raise _fault(name, "is not what it was")
        return replace(protocol, hash=name)


def _fault(name: str, what: str) -> Damaged:
    hint = "`mulligan journal restore` puts a backup in its place"
    return Damaged(f"the text {what}", place=f"protocol {name[:12]}", hint=hint)
