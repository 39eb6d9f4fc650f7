"""The port through which the pipeline finds, begins and remembers conversations."""

import typing as t

from mulligan.conversation.fact import AnyFact, Opened
from mulligan.errors import Damaged
from mulligan.journal.log import Log
from mulligan.journal.talk import Talk


class Shelf(t.Protocol):
    """Where conversations are kept while they are followed."""

    def find(self, name: str) -> Talk | None:
        """The conversation of this name, if there is one."""

    def begin(self, name: str, contact: str, opened: Opened) -> Talk:
        """Begin a conversation; `opened` is its first fact."""

    def ended(self, contact: str) -> tuple[float, str] | None:
        """When a contact's last conversation was ended (seconds since 1970), and which it was."""

    def title(self, reference: str) -> str:
        """The name of the conversation that `ended` gave."""

    def repeated(self, talk: Talk, message: str) -> bool:
        """Whether a message that comes in, by its own id, is a second delivery."""

    def knows(self, talk: Talk, message: str) -> bool:
        """Whether the conversation has a message; `message` is its alias."""

    def log(self, talk: Talk) -> Log:
        """The conversation's inputs so far."""

    def record(self, talk: Talk, facts: t.Sequence[AnyFact], due: float | None) -> None:
        """Remember what happened, in order; `talk` stands after it, and is next due at `due`."""

    def pop(self, by: float) -> Talk | None:
        """The conversation in which something is due first, if that is by a time."""

    def tell(self, error: Damaged) -> None:
        """Take note of a conversation that could not be read; the others go on."""

    def pin(self, protocol: str, text: bytes) -> None:
        """Keep a protocol's text under the hash of its content."""

    def pinned(self, protocol: str) -> bytes | None:
        """The text of the protocol of this hash."""
