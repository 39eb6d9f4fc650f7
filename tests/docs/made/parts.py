"""The parts that made pages consist of."""

import inspect
import typing as t

MARK: t.Final = "<!-- Made by `python -m tests.docs.update`; do not edit by hand. -->\n"


def table(head: t.Sequence[str], rows: t.Iterable[t.Sequence[str]]) -> str:
    """A table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines).replace(" --- ", "---")


def told(thing: object) -> str:
    """What a docstring says."""
    text = inspect.getdoc(thing)
    assert text, f"{thing} has no docstring"
    return f"{text}\n"


def codes(words: t.Iterable[str]) -> str:
    """Words as they stand in files, with commas between them."""
    return ", ".join(f"`{word}`" for word in words)
