"""What handlers ask for: the hub behind the pages, who is known, and who asks."""

import typing as t

from litestar import Request
from litestar.di import NamedDependency

from mulligan.actions.ledger import Ledger
from mulligan.people.person import Person
from mulligan.people.register import Register
from mulligan.settings import Settings
from mulligan.web.errands import Errands
from mulligan.web.hub import Hub


class House(t.NamedTuple):
    """What a server knows besides conversations: its people, and its settings."""

    register: Register
    settings: Settings
    ledger: Ledger

    @property
    def secure(self) -> bool:
        """Whether browsers come by TLS."""
        return self.settings.secure


Behind = NamedDependency[Hub]
"""The hub behind the pages."""

Running = NamedDependency[Errands]
"""The errands that are under way."""

Known = NamedDependency[House]
"""The people that are known, and the settings."""

Asked = Request[Person, t.Any, t.Any]
"""A request of somebody who is known."""
