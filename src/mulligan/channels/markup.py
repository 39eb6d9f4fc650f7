"""The words of a text in HTML."""

import html
import re
import typing as t

# The parser of the standard library takes minutes for a mail that is made to slow it down.
# INVARIANT: linear in time; what a pattern has passed it never goes back over (`++`, `*+`).
_HIDDEN: t.Final = re.compile(
    r"<!--(?:.*?-->|.*)|<(script|style|title)\b(?:.*?</\1\s*+>|.*)", re.DOTALL | re.IGNORECASE
)
_TAG: t.Final = re.compile(
    r"""<(?:/?([a-zA-Z][a-zA-Z0-9]*+)|[!?])(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>"""
)
_BREAKS: t.Final = frozenset(
    ("br", "p", "div", "li", "tr", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
)
_GAPS: t.Final = re.compile(r"\n{3,}")


def plain(markup: str) -> str:
    """The text of an HTML page without its markup, a line for each block.

    >>> plain("<p>Where is<br>my <b>parcel</b> &amp; refund?</p><script>x</script>")
    'Where is\\nmy parcel & refund?'
    """
    flowing = " ".join(_HIDDEN.sub("", markup).split())
    text = html.unescape(_TAG.sub(_gap, flowing))
    return _GAPS.sub("\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()


def _gap(tag: re.Match[str]) -> str:
    return "\n" if (tag[1] or "").lower() in _BREAKS else ""
