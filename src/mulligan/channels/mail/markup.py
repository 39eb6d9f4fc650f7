"""A mail in HTML as text, with what it quotes marked as in a mail that is text."""

import re
import typing as t

from mulligan.channels.markup import plain

_BLOCK: t.Final = re.compile(r"<(/?)blockquote\b[^<>]*>", re.IGNORECASE)
_OPEN: t.Final = "\ue000"
_CLOSE: t.Final = "\ue001"
_MARKS: t.Final = re.compile(f"[{_OPEN}{_CLOSE}]")


def marked(markup: str) -> str:
    """The text of a mail in HTML; the lines of its quotes begin with `>`.

    >>> marked("<p>No.</p><blockquote>Will you<br>wait?</blockquote>")
    'No.\\n\\n> Will you\\n> wait?'
    """
    bare = _MARKS.sub("", markup)
    text = plain(_BLOCK.sub(_mark, bare))
    depth, lines = 0, []
    for line in text.split("\n"):
        if line == _OPEN:
            depth += 1
        elif line == _CLOSE:
            depth = max(0, depth - 1)
        else:
            lines.append(f"> {line}" if depth else line)
    return "\n".join(lines)


def _mark(tag: re.Match[str]) -> str:
    return f"<p>{_CLOSE if tag[1] else _OPEN}</p>"
