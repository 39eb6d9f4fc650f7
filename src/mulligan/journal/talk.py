"""What is held of one open conversation."""

import typing as t

from msgspec.structs import replace

from mulligan.conversation.evolve import evolve
from mulligan.conversation.fact import Opened
from mulligan.conversation.message import (
    CONTEXT_CHARACTERS,
    CONTEXT_TURNS,
    Message,
    Turn,
    spoken_name,
)
from mulligan.conversation.state import State


def same(name: str) -> str:
    """A name as it is."""
    return name


class Talk:
    """A conversation's state, its last few turns, and who speaks in it.

    `alias` gives what facts call a message or a person, `stream` is the number under which a
    journal has the conversation, `contact` says whose it is (its own name, while nobody said).
    """

    __slots__ = (
        "agent",
        "alias",
        "contact",
        "customer",
        "name",
        "opened",
        "state",
        "stream",
        "turns",
    )

    def __init__(
        self,
        name: str,
        opened: Opened,
        contact: str = "",
        alias: t.Callable[[str], str] = same,
        stream: int = 0,
    ) -> None:
        self.name = name
        self.opened = opened
        self.contact = contact or name
        self.alias = alias
        self.stream = stream
        self.state = evolve(State(), opened)
        self.turns: tuple[Turn, ...] = ()
        self.customer = self.agent = ""

    def hear(self, message: Message) -> None:
        """Keep the last words of a message, and the name of who spoke."""
        if message.contact and self.contact == self.name:
            self.contact = message.contact
        name = spoken_name(message.name)
        if name and message.speaker == "customer":
            self.customer = name
        elif name and message.speaker in ("agent", "supervisor"):
            self.agent = name
        turn = Turn(message.speaker, message.text[-CONTEXT_CHARACTERS:])
        self.turns = (*self.turns, turn)[-CONTEXT_TURNS:]


def resumed(old: State, state: State) -> State:
    """Where a conversation stands when a second fold says `state`, and it stood at `old`.

    Times, and words already offered, stay as they were.
    """
    offered = dict.fromkeys((*old.used, *state.used))
    return replace(
        state,
        used=tuple(offered),
        opened=old.opened,
        last=old.last,
        alerted=old.alerted if old.alert else old.last,
        ended=old.ended if old.stage == "ended" else old.last,
    )
