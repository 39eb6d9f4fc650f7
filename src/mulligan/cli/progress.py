"""Progress of long work, on standard error, where a person is looking and nothing else moves."""

import sys
import time
import typing as t

EVERY: t.Final = 256
QUIET_SECONDS: t.Final = 1.0


class Progress:
    """Shows a running count once work has gone on for a second; wipes it at the end."""

    def __init__(self, what: str = "message") -> None:
        self._what = what
        self._wanted = sys.stderr.isatty() and not sys.stdout.isatty()
        self._began = time.monotonic()
        self._shown = False

    def __enter__(self) -> t.Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.wipe()

    def wipe(self) -> None:
        """Clear the line, so that something else can be written."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._shown = False

    def at(self, count: int) -> None:
        """Tell how many are done."""
        if not self._wanted or count % EVERY:
            return
        passed = time.monotonic() - self._began
        if passed > QUIET_SECONDS:
            rate = count / passed
            line = f"\r\x1b[K{count:,} {self._what}s, {rate:,.0f} a second"
            print(line, end="", file=sys.stderr, flush=True)
            self._shown = True
