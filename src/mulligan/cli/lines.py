"""`--json`: one object a message, for programs."""

import sys

from mulligan.cli.wire import encode, watch_line
from mulligan.conversation.act import Act
from mulligan.conversation.message import Message
from mulligan.pipeline import Outcome


class Lines:
    """Writes each message's line to standard output; acts show in the lines that follow."""

    def __init__(self) -> None:
        self._out = sys.stdout.buffer

    def show(self, message: Message, outcome: Outcome) -> None:
        """Write one message's line."""
        self._out.write(encode(watch_line(message, outcome)) + b"\n")

    def note(self, act: Act, outcome: Outcome) -> None:
        """An act has no line of its own."""

    def flush(self) -> None:
        """Let everything out."""
        self._out.flush()
