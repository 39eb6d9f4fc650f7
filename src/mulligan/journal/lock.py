"""What keeps one conversation's words: a key that seals them, and a salt for its aliases."""

import base64
import hashlib
import secrets
import typing as t

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mulligan.errors import Damaged

_KEY: t.Final = 32
_SALT: t.Final = 16
_NONCE: t.Final = 12
_ALIAS: t.Final = 12
SECRET: t.Final = _KEY + _SALT


def secret() -> bytes:
    """A new secret for a lock."""
    return secrets.token_bytes(SECRET)


class Lock:
    """Seals words with AES-256-GCM, and turns names into aliases with keyed BLAKE2b.

    Without the lock nobody can open what it sealed, nor find the name behind an alias.

    >>> lock = Lock("c1", secret())
    >>> lock.open(lock.seal(b"words", "m1"), "m1")
    b'words'
    >>> lock.alias("m1") == lock.alias("m1") != lock.alias("m2")
    True
    """

    __slots__ = ("_cipher", "_salt", "id")

    def __init__(self, name: str, secret: bytes) -> None:
        self.id = name
        self._cipher = AESGCM(secret[:_KEY])
        self._salt = secret[_KEY:]

    def seal(self, plain: bytes, label: str) -> bytes:
        """Seal words under a label, which must be given again to open them."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, label.encode())

    def open(self, sealed: bytes, label: str, place: str = "") -> bytes:
        """The words again; raises `Damaged`, naming the place, where they are others now."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], label.encode())
        except (InvalidTag, ValueError):
            raise Damaged(
                "a sealed text is damaged, or its key is another one",
                place=place,
                hint="`mulligan journal restore` puts a backup in its place",
            ) from None

    def alias(self, name: str) -> str:
        """What facts call a message or a person: 16 characters that tell nothing."""
        digest = hashlib.blake2b(
            name.encode(errors="surrogatepass"), key=self._salt, digest_size=_ALIAS
        )
        return base64.urlsafe_b64encode(digest.digest()).decode()
