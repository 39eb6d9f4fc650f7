"""What stands in `docs/` and is made from the code: `python -m tests.docs.update` makes it anew."""

import pathlib
import typing as t

from . import commands, errors, facts, moves, picture, settings

MADE: t.Final[dict[pathlib.Path, t.Callable[[], str]]] = {
    made.PAGE: made.text for made in (commands, moves, facts, errors, settings, picture)
}
"""Each file, and what gives the text that it should have now."""


def write() -> None:
    """Write every file that is made."""
    for file, text in MADE.items():
        file.write_text(text(), "utf-8")
