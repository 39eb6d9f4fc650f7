"""Keys keep locks and contacts in a file of their own, and are gone for good once destroyed."""

import pathlib
import stat

import pytest

from journal.making import tables
from mulligan.errors import JournalError
from mulligan.journal import keys as module
from mulligan.journal.keys import Hold, Keys
from mulligan.journal.lock import Lock


@pytest.fixture
def path(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "j.db.keys"


def files(path: pathlib.Path) -> bytes:
    """All bytes of a file, and of what lies beside it."""
    return b"".join(one.read_bytes() for one in sorted(path.parent.iterdir()))


def test_they_stay_the_same_when_opened_again(path: pathlib.Path) -> None:
    first = Keys(path)
    (lock,) = first.make(1)
    sealed, alias = lock.seal(b"words", "m"), lock.alias("Ann")
    contact = first.link("ann@example.org", lock)
    digest = first.digest("conversation", "c1")
    first.close()
    again = Keys(path)
    known = again.lock(lock.id)
    assert known is not None
    assert (known.open(sealed, "m"), known.alias("Ann")) == (b"words", alias)
    assert again.journal == first.journal
    assert again.contact("ann@example.org") == contact
    assert again.of(contact) == [lock.id]
    assert again.digest("conversation", "c1") == digest
    again.close()


def test_the_file_is_for_its_owner_alone(path: pathlib.Path) -> None:
    Keys(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_digests_tell_kinds_names_and_journals_apart(path: pathlib.Path) -> None:
    one, other = Keys(path), Keys(None)
    digests = [
        one.digest("conversation", "ann"),
        one.digest("contact", "ann"),
        one.digest("conversation", "Ann"),
        one.digest("conversation", "\ud800"),
        other.digest("conversation", "ann"),
    ]
    assert len(set(digests)) == 5
    assert {len(digest) for digest in digests} == {16}
    one.close()


def test_each_lock_is_another_one() -> None:
    keys = Keys(None)
    locks = keys.make(3)
    assert len({lock.id for lock in locks}) == 3
    assert len({lock.alias("m1") for lock in locks}) == 3
    assert keys.make(0) == []
    assert keys.lock("nobody's") is None


def test_a_contact_may_have_many_locks_and_a_lock_many_contacts() -> None:
    keys = Keys(None)
    one, two = keys.make(2)
    ann = keys.link("ann", one)
    assert keys.link("ann", one) == keys.link("ann", two) == ann
    bob = keys.link("bob", two)
    assert sorted(keys.of(ann)) == sorted([one.id, two.id])
    assert keys.of(bob) == [two.id]
    assert sorted(keys.owners([two.id])) == sorted([ann, bob])
    assert keys.owners([one.id]) == [ann]
    assert keys.owners([]) == keys.of("nobody") == []
    assert keys.contact("Ann") is None


def test_a_contact_that_another_program_made_is_found(path: pathlib.Path) -> None:
    one, other = Keys(path), Keys(path)
    (lock,) = one.make(1)
    contact = one.link("ann", lock)
    assert other.link("ann", lock) == contact
    assert other.of(contact) == [lock.id]
    one.close()
    other.close()


def test_only_others_changes_are_told_and_only_once(path: pathlib.Path) -> None:
    one, other = Keys(path), Keys(path)
    (lock,) = one.make(1)
    assert (one.generation(), other.generation(), other.generation()) == (0, 1, 1)
    assert other.lock(lock.id) is not None
    one.destroy(None, [lock.id], 1.0)
    assert (one.generation(), other.generation()) == (0, 2)
    assert other.lock(lock.id) is None
    one.close()
    other.close()


def test_what_is_destroyed_is_gone_from_every_file(path: pathlib.Path) -> None:
    keys = Keys(path)
    one, two = keys.make(2)
    ann, bob = keys.link("ann", one), keys.link("bob", two)
    keys.hold(ann, Hold("Tom", 3.0))
    secrets = {row[0]: row[1] for row in tables(path)["locks"]}
    person = {row[0]: row[2] for row in tables(path)["contacts"]}
    keys.destroy(ann, [one.id], 5.0)
    assert keys.lock(one.id) is None
    assert keys.contact("ann") is None
    assert keys.held(ann) is None
    assert keys.of(ann) == keys.owners([one.id]) == []
    assert keys.erased() == {one.id: 5.0, ann: 5.0}
    assert keys.lock(two.id) is not None
    assert keys.contact("bob") == bob
    raw = files(path)
    assert secrets[one.id] not in raw
    assert person[ann] not in raw
    assert secrets[two.id] in raw
    keys.destroy(None, [one.id], 9.0)
    assert keys.erased()[one.id] == 5.0
    keys.close()


def test_a_hold_stands_until_it_is_released_and_is_sealed(path: pathlib.Path) -> None:
    keys = Keys(path)
    (lock,) = keys.make(1)
    ann = keys.link("ann", lock)
    assert keys.held(ann) is None
    assert not keys.release(ann)
    keys.hold(ann, Hold("Quixote", 3.0, "a lawsuit in Zanzibar"))
    keys.hold(ann, Hold("Quixote", 4.0, "two lawsuits in Zanzibar"))
    assert keys.held(ann) == Hold("Quixote", 4.0, "two lawsuits in Zanzibar")
    assert b"Quixote" not in files(path)
    assert b"Zanzibar" not in files(path)
    assert keys.release(ann)
    assert keys.held(ann) is None
    keys.close()


def test_locks_are_kept_at_hand_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_KEPT", 2)
    keys = Keys(None)
    locks = keys.make(5)
    first = keys.lock(locks[0].id)
    assert first is not None
    assert first.alias("m1") == locks[0].alias("m1")
    assert keys.lock(locks[4].id) is locks[4]


def test_a_lock_opens_only_what_it_sealed_under_the_same_label() -> None:
    one, other = Keys(None).make(2)
    sealed = one.seal(b"words", "m1")
    assert b"words" not in sealed
    assert sealed != one.seal(b"words", "m1")
    wrong = [
        (other, sealed, "m1"),
        (one, sealed, "m2"),
        (one, sealed[:-1], "m1"),
        (one, bytes([sealed[0] ^ 1]) + sealed[1:], "m1"),
        (one, b"", "m1"),
        (one, b"short", "m1"),
    ]
    for lock, raw, label in wrong:
        with pytest.raises(JournalError, match="text 7: a sealed text is damaged") as caught:
            lock.open(raw, label, "text 7")
        assert "restore" in caught.value.hint


def test_an_alias_is_short_safe_and_always_the_same() -> None:
    lock = Lock("l", bytes(range(48)))
    aliases = {lock.alias(name) for name in ("m1", "m2", "", "\ud800", "é" * 500)}
    assert len(aliases) == 5
    assert all(len(alias) == 16 and alias.isascii() for alias in aliases)
    assert lock.alias("m1") == Lock("other", bytes(range(48))).alias("m1")
