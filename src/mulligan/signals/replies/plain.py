"""Plain word lists that the reading of replies needs beside its phrases."""

import functools

from mulligan.signals import lexica


@functools.cache
def plain(heading: str) -> frozenset[str]:
    """The entries under one heading of the plain list, read once."""
    return frozenset(
        phrase
        for section in lexica.sections("replies/plain")
        if section.heading == heading
        for phrase in section.phrases
    )
