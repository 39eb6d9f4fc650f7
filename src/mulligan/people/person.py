"""A person with an account, and a machine with a key: who they are, and what they may."""

import typing as t

import msgspec

Role = t.Literal["agent", "supervisor", "manager", "records", "admin"]
Scope = t.Literal["messages", "acts", "reviews", "metrics"]

ROLES: t.Final[tuple[Role, ...]] = t.get_args(Role)
SCOPES: t.Final[tuple[Scope, ...]] = t.get_args(Scope)
LONGEST_NAME: t.Final = 100


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with an account: `login` is what they type, `name` what others see.

    `teams` name the queues whose conversations they see: all of them, where there is none.
    """

    id: int
    login: str
    name: str
    roles: frozenset[Role]
    teams: frozenset[str] = frozenset()
    active: bool = True

    def is_a(self, *roles: Role) -> bool:
        """Whether one of these roles is theirs."""
        return not self.roles.isdisjoint(roles)


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """A program with a key: `scopes` are what it may do."""

    id: int
    name: str
    scopes: frozenset[Scope]
