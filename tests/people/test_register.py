"""Accounts, sessions and keys: who is let in, who is not, and what nobody can find out."""

import pathlib
import typing as t

import pytest

from mulligan.errors import BadInput
from mulligan.people.accounts import DAY, FAILURES, INVITED_DAYS, LOCKED_SECONDS, SESSION_DAYS
from mulligan.people.person import ROLES, Person
from mulligan.people.register import Register

NOW: t.Final = 1_800_000_000.0
PASSWORD: t.Final = "seven purple umbrellas"


@pytest.fixture
def register(tmp_path: pathlib.Path) -> t.Iterator[Register]:
    made = Register(tmp_path / "people.db")
    yield made
    made.close()


def joined(register: Register, login: str = "ann", **more: t.Any) -> Person:
    """Somebody who has set a password."""
    given: dict[str, t.Any] = {"roles": ["agent"], "teams": (), **more}
    register.accept(register.invite(login, login.title(), now=NOW, **given), "", PASSWORD, NOW)
    return next(one for one in register.people() if one.login == login)


def test_the_first_link_is_offered_until_somebody_has_a_password(register: Register) -> None:
    old = register.first(NOW)
    token = register.first(NOW)
    assert old is not None
    assert token is not None
    assert register.invited(old, NOW) is None
    session = register.accept(token, "Mara", PASSWORD, NOW)
    person = register.session(session, NOW)
    assert person is not None
    assert (person.name, person.roles) == ("Mara", frozenset(ROLES))
    assert register.first(NOW) is None


def test_a_link_works_once_and_for_a_week(register: Register) -> None:
    token = register.invite("ann", "Ann", ["agent"], (), NOW)
    late = NOW + INVITED_DAYS * DAY
    with pytest.raises(BadInput, match="too old"):
        register.accept(token, "", PASSWORD, late)
    register.accept(token, "", PASSWORD, late - 1)
    with pytest.raises(BadInput, match="used already"):
        register.accept(token, "", PASSWORD, NOW)


@pytest.mark.parametrize("password", ["short", "x" * 11, "hello ann hello", "x" * 2000])
def test_a_password_that_is_easy_to_guess_is_refused_and_the_link_stays(
    register: Register, password: str
) -> None:
    token = register.invite("ann", "Ann", ["agent"], (), NOW)
    with pytest.raises(BadInput, match="a password"):
        register.accept(token, "", password, NOW)
    assert register.invited(token, NOW) is not None


def test_a_session_lasts_until_it_ends(register: Register) -> None:
    person = joined(register)
    token = register.login(" ann ", PASSWORD, NOW)
    assert register.session(token, NOW) == person
    assert register.session(token, NOW + SESSION_DAYS * DAY) is None
    assert register.session("", NOW) is None
    register.logout(token)
    assert register.session(token, NOW) is None


def test_nobody_learns_whether_there_is_an_account(register: Register) -> None:
    joined(register)
    with pytest.raises(BadInput) as wrong:
        register.login("ann", "another password", NOW)
    with pytest.raises(BadInput) as unknown:
        register.login("bob", PASSWORD, NOW)
    assert str(wrong.value) == str(unknown.value)


def test_an_account_is_locked_after_a_few_wrong_tries(register: Register) -> None:
    joined(register)
    for _ in range(FAILURES):
        with pytest.raises(BadInput):
            register.login("ann", "wrong", NOW)
    with pytest.raises(BadInput):
        register.login("ann", PASSWORD, NOW + LOCKED_SECONDS - 1)
    assert register.login("ann", PASSWORD, NOW + LOCKED_SECONDS)


def test_wrong_tries_count_in_a_row_only(register: Register) -> None:
    joined(register)
    for _ in range(3):
        for _ in range(FAILURES - 1):
            with pytest.raises(BadInput):
                register.login("ann", "wrong", NOW)
        register.login("ann", PASSWORD, NOW)


def test_what_is_changed_counts_at_once(register: Register) -> None:
    joined(register, "boss", roles=["admin"])
    ann = joined(register)
    token = register.login("ann", PASSWORD, NOW)
    register.change(ann.id, ["supervisor"], ["billing"], active=True)
    now = register.session(token, NOW)
    assert now is not None
    assert (now.roles, now.teams) == (frozenset(["supervisor"]), frozenset(["billing"]))
    register.change(ann.id, ["supervisor"], [], active=False)
    assert register.session(token, NOW) is None
    with pytest.raises(BadInput):
        register.login("ann", PASSWORD, NOW)


def test_somebody_stays_who_can_change_accounts(register: Register) -> None:
    boss = joined(register, "boss", roles=["admin"])
    for roles, active in ((["agent"], True), (["admin"], False)):
        with pytest.raises(BadInput, match="somebody must stay"):
            register.change(boss.id, t.cast(t.Any, roles), [], active=active)


def test_a_new_link_puts_an_end_to_the_old_password(register: Register) -> None:
    ann = joined(register)
    session = register.login("ann", PASSWORD, NOW)
    token = register.invite_again(ann.id, NOW)
    assert register.session(session, NOW) is None
    with pytest.raises(BadInput):
        register.login("ann", PASSWORD, NOW)
    register.accept(token, "", "another long password", NOW)
    assert register.login("ann", "another long password", NOW)


def test_faults_are_told(register: Register) -> None:
    joined(register)
    with pytest.raises(BadInput, match="already"):
        register.invite("ann", "", ["agent"], (), NOW)
    for login, roles in (("", ["agent"]), ("x" * 101, ["agent"]), ("bob", [])):
        with pytest.raises(BadInput, match="an account has"):
            register.invite(login, "", t.cast(t.Any, roles), (), NOW)
    for doing in (
        lambda: register.invite_again(99, NOW),
        lambda: register.change(99, ["admin"], [], active=True),
    ):
        with pytest.raises(BadInput, match="no such account"):
            doing()
    with pytest.raises(BadInput, match="has a role"):
        register.change(1, [], [], active=True)
    with pytest.raises(BadInput, match="a key has a name"):
        register.make_key(" ", ["messages"], NOW)


def test_a_machine_is_known_by_its_key_until_it_is_taken_away(register: Register) -> None:
    key = register.make_key("helpdesk", ["messages", "acts"], NOW)
    machine = register.machine(key)
    assert machine is not None
    assert (machine.name, machine.scopes) == ("helpdesk", frozenset(["messages", "acts"]))
    assert register.machine("mul_x") is None
    register.drop_key(machine.id)
    assert register.machine(key) is None
    assert register.machines() == []


def test_who_looked_at_what_is_written_down(register: Register) -> None:
    register.looked("ann", "conversation 1", NOW)
    register.looked("bob", "conversation 2", NOW + 1)
    assert [(look.who, look.what) for look in register.looks()] == [
        ("bob", "conversation 2"),
        ("ann", "conversation 1"),
    ]


def test_no_secret_stands_in_the_file(register: Register, tmp_path: pathlib.Path) -> None:
    joined(register)
    secrets = [
        PASSWORD,
        register.login("ann", PASSWORD, NOW),
        register.invite("bob", "Bob", ["agent"], (), NOW),
        register.make_key("helpdesk", ["acts"], NOW),
    ]
    register.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"argon2id" in kept
    assert not [secret for secret in secrets if secret.encode() in kept]


def test_it_is_all_there_the_next_time(tmp_path: pathlib.Path) -> None:
    first = Register(tmp_path / "people.db")
    joined(first)
    token = first.login("ann", PASSWORD, NOW)
    first.close()
    again = Register(tmp_path / "people.db")
    assert again.session(token, NOW) is not None
    again.close()
    assert (tmp_path / "people.db").stat().st_mode & 0o077 == 0
