"""JSON documents one after another: one a line, or each over many lines."""

import typing as t

from mulligan.channels.jsonl import parse, written
from mulligan.errors import BadInput

LONGEST_DOCUMENT: t.Final = 64 << 20

Document = dict[str, t.Any]


def documents(lines: t.Iterable[bytes]) -> t.Iterator[tuple[int, Document | BadInput]]:
    """Each document with the line it begins on, as soon as it is whole; or why it is none.

    A broken document ends where the next one begins: at a line that begins with `{`. Memory: one
    document of at most 64 MiB. Cost: no document is tried more often than its size doubles.
    """
    start, tried, held = 0, 0, bytearray()
    for number, line in written(lines):
        if held and line.startswith(b"{"):
            yield start, _document(held)
            held.clear()
        if not held:
            start, tried = number, 0
        held += line[: LONGEST_DOCUMENT + 1 - len(held)]
        closing = line.rstrip().endswith(b"}") and (number == start or line.startswith(b"}"))
        if closing and len(held) >= 2 * tried:
            tried = len(held)
            document = _document(held)
            if not _goes_on(document):
                yield start, document
                held.clear()
    if held:
        yield start, _document(held)


def _document(raw: bytearray) -> Document | BadInput:
    try:
        return parse(bytes(raw), "document", LONGEST_DOCUMENT)
    except BadInput as error:
        return error


def _goes_on(document: Document | BadInput) -> bool:
    return isinstance(document, BadInput) and "truncated" in document.message
