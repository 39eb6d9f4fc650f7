"""Terminals: where results and messages go, and how hostile text is kept from acting there."""

import shutil
import sys
import textwrap
import typing as t
import unicodedata

if t.TYPE_CHECKING:
    from rich.console import Console

WIDEST: t.Final = 100


def console(stderr: bool = False) -> "Console":
    """A calm console: no markup, no emoji codes, no guessing at colours of numbers."""
    from rich.console import Console

    made = Console(stderr=stderr, markup=False, emoji=False, highlight=False, soft_wrap=False)
    made.width = min(made.width, WIDEST)
    return made


def any_character() -> None:
    """Let standard output take any character: what its encoding cannot show becomes `?`."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def wrapped(text: str, indent: str) -> str:
    """A line broken to the width of the terminal; `indent` stands before all but the first."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    return textwrap.fill(
        text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def some(count: int, what: str) -> str:
    """A count of things, in words.

    >>> some(1, "fault"), some(0, "fault")
    ('1 fault', '0 faults')
    """
    return f"{count:,} {what}{'s' * (count != 1)}"


def put(value: object) -> None:
    """One JSON object, for programs, on a line of standard output."""
    import msgspec

    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()


def tell(message: object) -> None:
    """A line for a person, on standard error."""
    print(harmless(str(message)), file=sys.stderr, flush=True)


def harmless(text: str) -> str:
    """Text that cannot move the cursor, colour the screen or turn the reading direction.

    Every character becomes one character, so places in the text stay the same.

    >>> harmless("\\x1b[31mred\\u202e")
    '·[31mred·'
    """
    return "\n".join(
        line if line.isprintable() else "".join(_shown(c) for c in line)
        for line in text.split("\n")
    )


def one_line(text: str) -> str:
    """Harmless text, such as a name, that stays on its line."""
    return harmless(text.replace("\n", " "))


def _shown(c: str) -> str:
    if c in "\t\r":
        return " "
    return "·" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c
