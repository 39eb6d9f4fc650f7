"""The words on offer: which fields they may name, and how they are filled."""

import re
import typing as t

from mulligan.conversation.message import spoken_name
from mulligan.protocol.schema import Protocol

FIELDS: t.Final = ("customer", "agent", "contact", "reference")
_FIELD: t.Final = re.compile(r"\{([^{}]*)\}")
_MAYBE: t.Final = re.compile(r"\[([^\[\]]*)\]")


def fill(protocol: Protocol, script: str, known: t.Mapping[str, str]) -> str:
    """The words of a script (`MOVE/NUMBER`), filled from what is known.

    A part in square brackets falls away where a field in it is unknown; names are data and are
    never filled again.
    """
    key, _, number = script.rpartition("/")
    text = protocol.scripts[key][int(number) - 1].text
    fields = {"contact": protocol.contact, **known}
    values = {name: spoken_name(fields.get(name, "")) for name in FIELDS}
    values["contact"] = protocol.contact

    def maybe(part: re.Match[str]) -> str:
        names = _FIELD.findall(part.group(1))
        return part.group(1) if all(values[name] for name in names) else ""

    return _FIELD.sub(lambda field: values[field.group(1)], _MAYBE.sub(maybe, text))


def script_faults(text: str) -> list[str]:
    """What is wrong with a script's text: fields nobody knows, brackets that do not close."""
    faults = [
        f"a script names `{{{name}}}`, which nobody can fill in"
        for name in _FIELD.findall(text)
        if name not in FIELDS
    ]
    bare = _FIELD.sub("", _MAYBE.sub(r"\1", text))
    if any(mark in bare for mark in "{}[]"):
        faults.append("a bracket in a script does not close, or stands inside another")
    optional = "".join(_MAYBE.findall(text))
    for name in ("customer", "agent"):
        if text.count(f"{{{name}}}") > optional.count(f"{{{name}}}"):
            faults.append(f"`{{{name}}}` may be unknown: put it in square brackets")
    return faults
