"""All extension points: what can be added to Mulligan, and how it is found by name."""

import difflib
import typing as t

from mulligan.errors import UnknownName
from mulligan.signals.port import Reader

USUAL_READER: t.Final = "lexicon"


def _lexicon() -> Reader:
    from mulligan.signals.lexicon import LexiconReader

    return LexiconReader()


def _given() -> Reader:
    from mulligan.signals.given import GivenReader

    return GivenReader()


READERS: t.Final[dict[str, t.Callable[[], Reader]]] = {"lexicon": _lexicon, "given": _given}


def reader(name: str) -> Reader:
    """The reader of this name; raises `UnknownName` where there is none."""
    if name not in READERS:
        near = difflib.get_close_matches(name, READERS, n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"there are {', '.join(READERS)}"
        raise UnknownName(f"there is no reader `{name}`", hint=hint)
    return READERS[name]()
