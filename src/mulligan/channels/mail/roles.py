"""Who plays which part in a mail."""

import typing as t

from mulligan.channels.mail.head import Address
from mulligan.channels.port import Speakers
from mulligan.conversation.words import Speaker

_OURS: t.Final = ("agent", "supervisor", "bot")


class Roles:
    """Finds the part of somebody, by the address, the display name or the domain, in this order.

    Where it is known who answers for the organisation, everybody else is a customer.
    """

    def __init__(self, speakers: Speakers) -> None:
        self._parts = {name.casefold(): part for name, part in speakers.items()}
        ours = any(part in _OURS for part in self._parts.values())
        self._other: Speaker | None = "customer" if ours else None

    def part(self, who: Address) -> Speaker | None:
        """The part of somebody; None where nobody said enough to know."""
        domain = "@" + who.address.rpartition("@")[2]
        known = (key for key in (who.address, who.name.casefold(), domain) if key in self._parts)
        return next((self._parts[key] for key in known), self._other)
