"""Tokens and passwords, kept so that nobody can read them back."""

import hashlib
import secrets
import typing as t

import pwdlib

from mulligan.errors import BadInput

SHORTEST: t.Final = 12
LONGEST: t.Final = 1024

_HASH: t.Final = pwdlib.PasswordHash.recommended()
_NOBODY: t.Final = _HASH.hash(secrets.token_urlsafe())


def token() -> str:
    """A new token of 256 random bits, to be given to somebody once."""
    return secrets.token_urlsafe(32)


def digest(given: str) -> bytes:
    """What is kept of a token: it has too many random bits to be guessed from this."""
    return hashlib.sha256(given.encode()).digest()


def hashed(password: str, login: str) -> str:
    """What is kept of a password (argon2id); raises `BadInput` where it is too easy to guess.

    Length alone is asked for, as in NIST SP 800-63B: rules about signs make passwords worse.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        hint = "a few words that only you would put side by side are easy to remember"
        raise BadInput(f"a password has {SHORTEST} characters or more", hint=hint)
    if login and login.casefold() in password.casefold():
        raise BadInput("a password does not contain the name you log in with")
    return _HASH.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was kept; as slow where there is none to compare with."""
    return _HASH.verify(password[:LONGEST], kept or _NOBODY) and kept is not None
