"""Accounts: who may log in, and as what. Times are seconds since 1970; `now` is always said."""

import typing as t

import sqlalchemy as sa

from mulligan.errors import BadInput
from mulligan.people import secrets, tables
from mulligan.people.file import File
from mulligan.people.person import LONGEST_NAME, ROLES, Person, Role

DAY: t.Final = 86_400.0
INVITED_DAYS: t.Final = 7
SESSION_DAYS: t.Final = 7
FAILURES: t.Final = 5
LOCKED_SECONDS: t.Final = 900.0
FIRST: t.Final = "admin"

_people, _sessions, _invitations = tables.people, tables.sessions, tables.invitations


class Accounts(File):
    """Everybody who has an account, and who is logged in."""

    def people(self) -> list[Person]:
        """Everybody with an account, by name."""
        return [_person(row) for row in self._all(sa.select(_people).order_by(_people.c.name))]

    def first(self, now: float) -> str | None:
        """A token to make the first account with; None where somebody has a password already."""
        with self._write() as connection:
            had = sa.select(_people.c.id).where(_people.c.password.is_not(None))
            if connection.execute(had).first() is not None:
                return None
            found = connection.execute(sa.select(_people.c.id).where(_people.c.login == FIRST))
            number = found.scalar()
            if number is None:
                values = _values(FIRST, "Admin", ROLES, ())
                number = _added(connection, values)
            return _invite(connection, number, now)

    def invite(
        self, login: str, name: str, roles: t.Iterable[Role], teams: t.Iterable[str], now: float
    ) -> str:
        """Make an account, and a token with which its owner sets the password.

        Raises `BadInput` where the login is taken, or something is missing.
        """
        login, name = login.strip(), name.strip() or login.strip()
        roles = [role for role in ROLES if role in set(roles)]
        if not login or len(login) > LONGEST_NAME or len(name) > LONGEST_NAME:
            raise BadInput(f"an account has a login and a name, up to {LONGEST_NAME} characters")
        if not roles:
            raise BadInput("an account has a role", hint=f"one or more of {', '.join(ROLES)}")
        with self._write() as connection:
            if connection.execute(sa.select(_people).where(_people.c.login == login)).first():
                raise BadInput(f"there is an account `{login}` already")
            values = _values(login, name, roles, teams)
            number = _added(connection, values)
            return _invite(connection, number, now)

    def invite_again(self, number: int, now: float) -> str:
        """A new token for an account: its old password counts no more, and nobody is logged in."""
        with self._write() as connection:
            gone = _people.update().where(_people.c.id == number)
            if not connection.execute(gone.values(password=None, failures=0, locked=None)).rowcount:
                raise BadInput("there is no such account")
            connection.execute(_sessions.delete().where(_sessions.c.person == number))
            return _invite(connection, number, now)

    def invited(self, token: str, now: float) -> Person | None:
        """Whose token it is, while it may be used."""
        query = (
            sa.select(_people)
            .join(_invitations, _invitations.c.person == _people.c.id)
            .where(_invitations.c.token == secrets.digest(token), _invitations.c.until > now)
        )
        return next(map(_person, self._all(query)), None)

    def accept(self, token: str, name: str, password: str, now: float) -> str:
        """Use up a token: set name and password, and log in; the session's token.

        Raises `BadInput` where the token was used, or is too old, or the password is too easy.
        """
        person = self.invited(token, now)
        if person is None:
            hint = "ask whoever sent it for a new one"
            raise BadInput("this link was used already, or is too old", hint=hint)
        kept = secrets.hashed(password, person.login)
        name = name.strip()[:LONGEST_NAME] or person.name
        with self._write() as connection:
            used = _invitations.delete().where(_invitations.c.token == secrets.digest(token))
            if not connection.execute(used).rowcount:
                raise BadInput("this link was used already")
            mine = _people.update().where(_people.c.id == person.id)
            connection.execute(mine.values(password=kept, name=name, failures=0, locked=None))
            return _begin(connection, person.id, now)

    def login(self, login: str, password: str, now: float) -> str:
        """Log in; the session's token.

        Raises `BadInput`, in the same words and after the same time whether there is such an
        account or not. After five failures in a row it is locked for a quarter of an hour.
        """
        row = self._one(sa.select(_people).where(_people.c.login == login.strip()))
        fits = secrets.matches(password, row.password if row is not None else None)
        locked = row is not None and (row.locked or 0.0) > now
        if row is None or not fits or locked or not row.active:
            if row is not None and not locked:
                with self._write() as connection:
                    _failed(connection, row, now)
            hint = "after five wrong tries, it takes a quarter of an hour until the next"
            raise BadInput("that login and password do not go together", hint=hint)
        with self._write() as connection:
            mine = _people.update().where(_people.c.id == row.id)
            connection.execute(mine.values(failures=0, locked=None))
            connection.execute(_sessions.delete().where(_sessions.c.until <= now))
            return _begin(connection, row.id, now)

    def session(self, token: str, now: float) -> Person | None:
        """Who is logged in with this token."""
        query = (
            sa.select(_people)
            .join(_sessions, _sessions.c.person == _people.c.id)
            .where(_sessions.c.token == secrets.digest(token), _sessions.c.until > now)
            .where(_people.c.active)
        )
        return next(map(_person, self._all(query)), None)

    def logout(self, token: str) -> None:
        """End a session."""
        with self._write() as connection:
            mine = _sessions.c.token == secrets.digest(token)
            connection.execute(_sessions.delete().where(mine))

    def change(
        self, number: int, roles: t.Iterable[Role], teams: t.Iterable[str], *, active: bool
    ) -> None:
        """Change what somebody may; it counts from the next click on.

        Raises `BadInput` where nobody would be left who can change it back.
        """
        roles = [role for role in ROLES if role in set(roles)]
        if not roles:
            raise BadInput("an account has a role", hint="take its right to log in away instead")
        with self._write() as connection:
            if not (active and "admin" in roles):
                others = sa.select(_people.c.roles).where(_people.c.active, _people.c.id != number)
                if not any("admin" in one.split() for one in connection.execute(others).scalars()):
                    raise BadInput("somebody must stay who can change accounts")
            values = {"roles": " ".join(roles), "teams": " ".join(sorted(teams)), "active": active}
            changing = _people.update().where(_people.c.id == number)
            if not connection.execute(changing.values(values)).rowcount:
                raise BadInput("there is no such account")
            if not active:
                connection.execute(_sessions.delete().where(_sessions.c.person == number))


def _values(
    login: str, name: str, roles: t.Iterable[Role], teams: t.Iterable[str]
) -> dict[str, t.Any]:
    return {
        "login": login,
        "name": name,
        "roles": " ".join(roles),
        "teams": " ".join(sorted(teams)),
        "active": True,
    }


def _invite(connection: sa.Connection, person: int, now: float) -> str:
    token = secrets.token()
    connection.execute(_invitations.delete().where(_invitations.c.person == person))
    until = now + INVITED_DAYS * DAY
    adding = _invitations.insert()
    connection.execute(adding.values(token=secrets.digest(token), person=person, until=until))
    return token


def _added(connection: sa.Connection, values: dict[str, t.Any]) -> int:
    adding = _people.insert().values(values).returning(_people.c.id)
    return int(connection.execute(adding).scalar_one())


def _begin(connection: sa.Connection, person: int, now: float) -> str:
    token = secrets.token()
    values = {"token": secrets.digest(token), "person": person, "until": now + SESSION_DAYS * DAY}
    connection.execute(_sessions.insert().values(values))
    return token


def _person(row: t.Any) -> Person:
    return Person(
        id=row.id,
        login=row.login,
        name=row.name,
        roles=frozenset(row.roles.split()),
        teams=frozenset(row.teams.split()),
        active=row.active,
    )


def _failed(connection: sa.Connection, row: t.Any, now: float) -> None:
    """Count a wrong password; the last of a few in a row locks the account for a while."""
    failures = row.failures + 1
    locked = now + LOCKED_SECONDS if failures >= FAILURES else None
    values = {"failures": 0 if locked else failures, "locked": locked}
    connection.execute(_people.update().where(_people.c.id == row.id).values(values))
