"""Conversations kept in memory, as small as they can be: nothing outlives the process."""

import collections
import typing as t

from mulligan.conversation.fact import AnyFact, Opened
from mulligan.errors import Damaged
from mulligan.journal.agenda import Agenda
from mulligan.journal.log import Log
from mulligan.journal.talk import Talk


class SmallShelf:
    """Keeps one small state a conversation, and a few dozen bytes a message; no facts, no words."""

    def __init__(self) -> None:
        self._talks: dict[str, Talk] = {}
        self._logs: dict[str, Log] = {}
        self.faults: list[Damaged] = []
        self._ends: dict[str, dict[str, float]] = collections.defaultdict(dict)
        self._agenda: Agenda[str] = Agenda()
        self._protocols: dict[str, bytes] = {}

    def find(self, name: str) -> Talk | None:
        """The conversation of this name, if there is one."""
        return self._talks.get(name)

    def begin(self, name: str, contact: str, opened: Opened) -> Talk:
        """Begin a conversation; `opened` is its first fact."""
        talk = self._talks[name] = Talk(name, opened, contact)
        self._logs[name] = Log()
        self.record(talk, (opened,), None)
        return talk

    def ended(self, contact: str) -> tuple[float, str] | None:
        """When a contact's last conversation was ended (seconds since 1970), and which it was."""
        ends = self._ends.get(contact)
        return max((at, name) for name, at in ends.items()) if ends else None

    def title(self, reference: str) -> str:
        """The name of the conversation that `ended` gave."""
        return reference

    def repeated(self, talk: Talk, message: str) -> bool:
        """Whether a message that comes in is a second delivery."""
        return message in self._logs[talk.name]

    def knows(self, talk: Talk, message: str) -> bool:
        """Whether the conversation has a message."""
        return message in self._logs[talk.name]

    def log(self, talk: Talk) -> Log:
        """The conversation's inputs so far."""
        return self._logs[talk.name]

    def record(self, talk: Talk, facts: t.Sequence[AnyFact], due: float | None) -> None:
        """Remember what happened; `talk` stands after it, and is next due at `due`."""
        log = self._logs[talk.name]
        for fact in facts:
            log.take(fact)
        self._agenda.put(talk.name, due)
        if talk.state.stage == "ended" and talk.state.ended is not None:
            self._ends[talk.contact][talk.name] = talk.state.ended
        elif talk.contact in self._ends:
            self._ends[talk.contact].pop(talk.name, None)

    def pop(self, by: float) -> Talk | None:
        """The conversation in which something is due first, if that is by a time."""
        found = self._agenda.pop(by)
        return None if found is None else self._talks[found[0]]

    def tell(self, error: Damaged) -> None:
        """Take note of what could not be read."""
        if str(error) not in map(str, self.faults):
            self.faults.append(error)

    def pin(self, protocol: str, text: bytes) -> None:
        """Keep a protocol's text under the hash of its content."""
        self._protocols[protocol] = text

    def pinned(self, protocol: str) -> bytes | None:
        """The text of the protocol of this hash."""
        return self._protocols.get(protocol)
