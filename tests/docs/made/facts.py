"""The page of facts, from their docstrings and types."""

import types
import typing as t

import msgspec

from mulligan.conversation import fact, words
from mulligan.conversation.signal import Signal
from mulligan.conversation.state import State
from mulligan.protocol.timing import TimerName

from ..pages import DOCS
from . import parts

PAGE: t.Final = DOCS / "reference" / "facts.md"
_WORDS: t.Final[dict[t.Any, tuple[str, str]]] = {
    words.Speaker: ("speaker", "../glossary.md#people"),
    words.Channel: ("channel", "../glossary.md#channels"),
    words.Merit: ("merit", "../glossary.md#merits"),
    words.Fault: ("fault", "../glossary.md#faults"),
    words.Stage: ("stage", "../glossary.md#stages"),
    words.Move: ("move", "../glossary.md#moves"),
    words.ActName: ("act", "../glossary.md#acts"),
    TimerName: ("timer", "../glossary.md#timers"),
    Signal: ("signal", "formats.md#a-signal"),
    State: ("state", "#the-state"),
    fact.Decided: ("decision", "#decided1"),
}
_PLAIN: t.Final[dict[t.Any, str]] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "`true` or `false`",
}
_EMPTY: t.Final[dict[t.Any, str]] = {None: "none", "": "empty", (): "none"}


def text() -> str:
    """The page as it should be now."""
    kinds = sorted(t.get_args(fact.AnyFact), key=_place)
    sections = [
        f"# Facts\n\n{parts.told(fact)}\n{parts.told(fact.Fact)}",
        parts.MARK,
        *(f"## `{_name(kind)}`\n\n{parts.told(kind)}\n{_fields(kind)}" for kind in kinds),
        f"## The state\n\n{parts.told(State)}\n{_fields(State)}",
    ]
    return "\n".join(sections)


def _name(kind: t.Any) -> str:
    return str(kind.__struct_config__.tag)


def _place(kind: t.Any) -> int:
    """Where the code has it: in the order in which things happen."""
    return list(vars(fact)).index(kind.__name__)


def _fields(kind: t.Any) -> str:
    shared = fact.Fact.__struct_fields__
    return parts.table(
        ("Field", "What it holds", "If missing"),
        (
            (f"`{field.name}`", _holds(field.type), _missing(field.default))
            for field in msgspec.structs.fields(kind)
            if field.name not in shared
        ),
    )


def _holds(kind: t.Any) -> str:
    if kind in _WORDS:
        return f"a [{_WORDS[kind][0]}]({_WORDS[kind][1]})".replace("a [act]", "an [act]")
    if kind in _PLAIN:
        return _PLAIN[kind]
    inner = [part for part in t.get_args(kind) if part not in (types.NoneType, ...)]
    if t.get_origin(kind) is types.UnionType or t.get_origin(kind) is t.Union:
        return " or ".join(map(_holds, inner))
    if t.get_origin(kind) is tuple:
        return f"[{_WORDS[inner[0]][0]}s]({_WORDS[inner[0]][1]})" if inner[0] in _WORDS else "texts"
    assert t.get_origin(kind) is t.Literal, kind
    return " or ".join(f"`{word}`" if word else "empty" for word in inner)


def _missing(default: t.Any) -> str:
    if default is msgspec.NODEFAULT:
        return "always there"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return _EMPTY.get(default, f"`{default}`")
