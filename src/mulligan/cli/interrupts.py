"""Ctrl-C ends between two messages, never in the middle of one."""

import contextlib
import signal
import types
import typing as t


class Interrupts:
    """While entered, Ctrl-C waits for what is held to be whole, and then interrupts."""

    def __init__(self) -> None:
        self._held = False
        self._asked = False
        self._before: t.Any = None

    def __enter__(self) -> t.Self:
        self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    @contextlib.contextmanager
    def held(self) -> t.Iterator[None]:
        """Hold an interrupt back until the block is done."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        if self._asked:
            raise KeyboardInterrupt

    def _note(self, number: int, frame: types.FrameType | None) -> None:
        if not self._held:
            raise KeyboardInterrupt
        self._asked = True
