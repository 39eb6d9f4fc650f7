"""A protocol as a text to read: what holds, in order, and the words."""

import typing as t

import msgspec

from mulligan.cli.console import wrapped
from mulligan.conversation.words import HAND_OF
from mulligan.protocol.schema import Count, Protocol, Rule, When, listed


def sheet(protocol: Protocol) -> t.Iterator[str]:
    """The lines of the sheet."""
    yield f"{protocol.name}: {protocol.title}"
    yield f"{protocol.about}"
    yield f"content {protocol.hash[:12]}"
    yield ""
    for number, rule in enumerate(protocol.rules, 1):
        yield from _rule(number, rule)
    for key, scripts in protocol.scripts.items():
        yield f"words for {key}"
        for script in scripts:
            where = f" ({', '.join(script.channels)})" if script.channels else ""
            yield f"  “{script.text}”{where}"


def _rule(number: int, rule: Rule) -> t.Iterator[str]:
    hand = f"{HAND_OF[rule.move]}: " if rule.move != "none" else ""
    yield f"{number:3}. {rule.id}  →  {hand}{rule.move}" + (
        f", then {rule.then}" if rule.then else ""
    )
    for place, when in enumerate(listed(rule.when)):
        yield f"       {'or' if place else 'when'} {_when(when)}"
    practice = ", ".join(listed(rule.practice))
    why = f"       {rule.because}{f' ({practice})' if practice else ''}"
    yield wrapped(why, indent="       ")
    yield ""


def _when(when: When) -> str:
    asked = [
        f"{field} {_value(getattr(when, field))}"
        for field in when.__struct_fields__
        if getattr(when, field) is not None
    ]
    return ", ".join(asked) or "anything else"


def _value(value: t.Any) -> str:
    if isinstance(value, Count):
        words = {"at_least": "at least {}", "at_most": "at most {}", "every": "every {} times"}
        given = msgspec.structs.asdict(value)
        return " and ".join(words[k].format(v) for k, v in given.items() if v is not None)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " or ".join(str(one) for one in listed(value))
