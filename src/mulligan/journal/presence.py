"""Which programs use a journal at the moment, told by a lock that ends with the program."""

import contextlib
import fcntl
import os
import pathlib
import typing as t

from mulligan.errors import JournalError


class Presence:
    """A program's presence at a journal: shared with others, unless it asks to be alone.

    Who may only read cannot show that it is there, and is never alone. Raises `JournalError` where
    others are in the way.
    """

    def __init__(self, path: pathlib.Path, *, alone: bool = False) -> None:
        file = path.with_name(f"{path.name}.lock")
        try:
            self._handle = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            if alone:
                hint = "is the folder there, and may you write to it?"
                told = f"cannot be written to: {error.strerror}"
                raise JournalError(told, place=str(path), hint=hint) from None
            self._handle = -1
        self._folder = path.parent
        with self._gate():
            shown = self._take(fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        if not shown and self._handle >= 0:
            self.close()
            hint = "stop what uses it, and try again"
            raise JournalError("is in use by another program", place=str(path), hint=hint)

    def __enter__(self) -> t.Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def alone(self) -> bool:
        """Whether no other program uses the journal at this moment."""
        with self._gate():
            found = self._take(fcntl.LOCK_EX)
            return self._take(fcntl.LOCK_SH) and found

    def close(self) -> None:
        """Be gone; nothing happens a second time."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)

    @contextlib.contextmanager
    def _gate(self) -> t.Iterator[None]:
        """One program at a time, since a lock that is changed is let go of for a moment."""
        if self._handle < 0:
            yield
            return
        gate = os.open(self._folder, os.O_RDONLY)
        try:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield
        finally:
            os.close(gate)

    def _take(self, kind: int) -> bool:
        try:
            fcntl.flock(self._handle, kind | fcntl.LOCK_NB)
        except (OSError, ValueError):
            return False
        return True
