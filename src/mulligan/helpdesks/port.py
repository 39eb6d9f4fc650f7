"""What a helpdesk can do for us."""

import typing as t

from mulligan.conversation.errand import Errand
from mulligan.conversation.message import Message


class Call(t.NamedTuple):
    """A webhook's call: its headers (in lower case) and its body, as they came."""

    headers: t.Mapping[str, str]
    body: bytes


class Helpdesk(t.Protocol):
    """One helpdesk, as it is set up."""

    def told(self, call: Call) -> str:
        """What to look at: a ticket's id, out of a webhook's call; nothing, where it is not for us.

        Raises `Refused` where the call is not from the helpdesk, `BadInput` where it cannot be
        read. It asks nobody: the helpdesk may wait for the answer before it goes on.
        """

    async def look(self, ticket: str) -> list[Message]:
        """All that was said in a ticket, oldest first; raises `NotNow` or `Refused`."""

    async def carry(self, errand: Errand) -> None:
        """Write into a ticket, and nothing twice; raises `NotNow` or `Refused`."""

    def has(self, conversation: str) -> bool:
        """Whether a conversation is a ticket of this helpdesk."""
