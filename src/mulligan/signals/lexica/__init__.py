"""The word lists, written for this project, and how a list is read."""

import functools
import hashlib
import importlib.resources
import importlib.resources.abc
import typing as t


class Section(t.NamedTuple):
    """One heading of a list and the phrases under it."""

    heading: str
    phrases: tuple[str, ...]


def sections(name: str) -> tuple[Section, ...]:
    """Read a list (`folder/name`): `[heading]` lines, phrases with commas between, `#` comments."""
    found: list[Section] = []
    heading, phrases = "", list[str]()
    for line in _source(name).splitlines():
        line = line.split(" #")[0].strip() if not line.startswith("#") else ""
        if line.startswith("["):
            found.append(Section(heading, tuple(phrases)))
            heading, phrases = line[1 : line.rindex("]")].strip(), []
        elif line:
            phrases.extend(part.strip() for part in line.split(",") if part.strip())
    found.append(Section(heading, tuple(phrases)))
    return tuple(section for section in found if section.phrases)


def plain_words(name: str) -> tuple[str, ...]:
    """All words of a list, without its headings, in order."""
    return tuple(phrase for section in sections(name) for phrase in section.phrases)


@functools.cache
def section(name: str, heading: str) -> frozenset[str]:
    """The words under one heading of a list, read once."""
    return frozenset(
        phrase for one in sections(name) if one.heading == heading for phrase in one.phrases
    )


@functools.cache
def digest() -> str:
    """Eight hex digits that change whenever any list does, or the code that reads with them."""
    total = hashlib.sha256()
    for name, entry in sorted(
        _entries(importlib.resources.files("mulligan.signals"), ""), key=lambda one: one[0]
    ):
        total.update(name.encode() + b"\0" + entry.read_bytes())
    return total.hexdigest()[:8]


def _entries(
    folder: importlib.resources.abc.Traversable, path: str
) -> t.Iterator[tuple[str, importlib.resources.abc.Traversable]]:
    """Every list and every piece of code in this room, by its path."""
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _entries(entry, f"{path}{entry.name}/")
        elif entry.name.endswith((".txt", ".py")):
            yield path + entry.name, entry


def _source(name: str) -> str:
    folder = importlib.resources.files(__name__)
    return folder.joinpath(f"{name}.txt").read_text(encoding="utf-8")
