"""From a protocol's name or file to a `Protocol`, with every fault told by its place."""

import difflib
import hashlib
import importlib.resources
import pathlib
import re
import typing as t

import msgspec

from mulligan.conversation import words
from mulligan.errors import BadProtocol, MulliganError, UnknownName
from mulligan.protocol.file.arrange import arrange
from mulligan.protocol.file.scripts import script_faults
from mulligan.protocol.file.source import Path, Source
from mulligan.protocol.hearing import ALWAYS_HEARD
from mulligan.protocol.schema import (
    Count,
    Gross,
    Line,
    NewRule,
    Protocol,
    ProtocolFile,
    Rule,
    Script,
    Time,
    TimeBox,
    Warnings,
    When,
)

SHIPPED: t.Final = (
    "default",
    "personal-attacks",
    "threats",
    "in-writing",
    "dignity",
    "hot-headed",
)
WRITTEN_ROUTE: t.Final = "by e-mail or letter"
Part = t.TypeVar("Part", Line, Gross, Warnings, Time)
_AT: t.Final = re.compile(r" - at `\$(.*)`$")
_STEP: t.Final = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[\.\.\.\]")
_QUOTED: t.Final = re.compile(r"[`']([^`']+)[`']")
_PARTS: t.Final = (ProtocolFile, NewRule, When, Count, Script, Line, Gross, Warnings, Time, TimeBox)
_FIELD_NAMES: t.Final = tuple(
    field.encode_name for part in _PARTS for field in msgspec.structs.fields(part)
)
_VALUES: t.Final = (
    *words.MOVES,
    *words.STAGES,
    *words.KINDS,
    *words.CHANNELS,
    "none",
    "others",
    "us",
)


def library(name: str) -> pathlib.Path:
    """The folder of a shipped protocol: `protocol.yaml` and `trials.jsonl`."""
    return pathlib.Path(str(importlib.resources.files("mulligan.protocol"))) / "library" / name


def load(name: str) -> Protocol:
    """The protocol of this name (a shipped one) or file.

    Raises `UnknownName` where there is none, `BadProtocol` with all faults where it is faulty.

    >>> load("default").rules[0].id
    'crisis'
    """
    return _load(find(name), ())


def find(name: str, beside: pathlib.Path | None = None) -> pathlib.Path:
    """The file of a protocol; a file that `extends` another looks beside itself first."""
    if name in SHIPPED:
        return library(name) / "protocol.yaml"
    path = (beside or pathlib.Path()) / name
    if path.is_file():
        return path
    near = difflib.get_close_matches(name, SHIPPED, n=1)
    hint = f"did you mean `{near[0]}`?" if near else f"shipped are {', '.join(SHIPPED)}"
    raise UnknownName(f"there is no protocol and no file `{name}`", hint=hint)


def _load(path: pathlib.Path, through: tuple[pathlib.Path, ...]) -> Protocol:
    shipped = path.parent.name in SHIPPED and path.name == "protocol.yaml"
    source = Source(path.parent.name if shipped else str(path), _text(path))
    file = _convert(source)
    return _whole(source, file, _parent(source, file, path, (*through, path.resolve())))


def _text(path: pathlib.Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        fault = MulliganError("this is not UTF-8 text", place=f"{path}:{line}")
    except OSError as error:
        fault = MulliganError(f"cannot be read: {error.strerror}", place=str(path))
    raise BadProtocol([fault]) from None


def _convert(source: Source) -> ProtocolFile:
    data = dict(source.data)
    rules = data.pop("rules", None) or []
    scripts = data.pop("scripts", None) or {}
    if not isinstance(rules, list):
        source.fault("`rules` is a list", ("rules",), "begin each rule with `- id: …`")
        rules = []
    if not isinstance(scripts, dict):
        source.fault("`scripts` is a mapping from a move to its words", ("scripts",))
        scripts = {}
    head: ProtocolFile | None = _piece(source, data, ProtocolFile, ())
    made = [_piece(source, rule, NewRule, ("rules", n)) for n, rule in enumerate(rules)]
    said = {
        key: _piece(source, texts, tuple[Script, ...], ("scripts", key))
        for key, texts in scripts.items()
    }
    source.settle()
    assert head is not None
    return msgspec.structs.replace(head, rules=tuple(made), scripts=said)


def _piece(source: Source, data: t.Any, kind: type[t.Any], path: Path) -> t.Any:
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        message = str(error)
        found = _AT.search(message)
        where = (*path, *_steps(found.group(1) if found else ""))
        plain = _AT.sub("", message).replace("Object contains unknown", "there is no")
        source.fault(_lower(plain), where, _did_you_mean(plain, data, where[len(path) :]))
        return None


def _steps(path: str) -> Path:
    return tuple(int(n) if n else key for key, n in _STEP.findall(path) if key or n)


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _did_you_mean(message: str, data: t.Any, path: Path) -> str:
    quoted = _QUOTED.search(message)
    word = quoted.group(1) if quoted else ""
    for step in path:
        inside = isinstance(data, dict) and step in data
        listed = isinstance(data, list) and isinstance(step, int) and step < len(data)
        data = data[step] if inside or listed else None
    known = _FIELD_NAMES if "field" in message else _VALUES
    asked = data if isinstance(data, str) and "field" not in message else word
    near = difflib.get_close_matches(asked, known, n=1)
    return f"did you mean `{near[0]}`?" if near and near[0] != asked else ""


def _parent(
    source: Source, file: ProtocolFile, path: pathlib.Path, through: tuple[pathlib.Path, ...]
) -> Protocol | None:
    if file.extends is None:
        return None
    try:
        parent = find(file.extends, path.parent)
    except UnknownName as error:
        source.refuse(error.message, ("extends",), error.hint)
    if parent.resolve() in through:
        chain = " → ".join(step.name for step in (*through, parent))
        source.refuse(f"protocols extend each other in a circle: {chain}", ("extends",))
    return _load(parent, through)


def _whole(source: Source, file: ProtocolFile, parent: Protocol | None) -> Protocol:
    rules = arrange(source, file, parent.rules if parent else ())
    scripts = {**(parent.scripts if parent else {}), **file.scripts}
    _check_scripts(source, file, rules, scripts)
    for kind in ALWAYS_HEARD & file.least.keys():
        source.fault(f"`{kind}` always counts, whatever its probability", ("least", kind))
    source.settle()
    whole = Protocol(
        name=file.name,
        title=file.title,
        about=file.about,
        contact=file.contact or (parent.contact if parent else WRITTEN_ROUTE),
        line=_over(source, "line", parent.line if parent else Line()),
        gross=_over(source, "gross", parent.gross if parent else Gross()),
        warnings=_over(source, "warnings", parent.warnings if parent else Warnings()),
        time=_over(source, "time", parent.time if parent else Time()),
        time_box=file.time_box or (parent.time_box if parent else None),
        rules=rules,
        scripts=scripts,
        least={**(parent.least if parent else {}), **file.least},
    )
    content = msgspec.json.encode(whole, order="deterministic")
    return msgspec.structs.replace(whole, hash=hashlib.sha256(content).hexdigest())


def _over(source: Source, field: str, inherited: Part) -> Part:
    """A setting's fields, where the file gives them, over those inherited."""
    given = source.data.get(field) or {}
    return msgspec.convert({**msgspec.to_builtins(inherited), **given}, type(inherited))


def _check_scripts(
    source: Source,
    file: ProtocolFile,
    rules: tuple[Rule, ...],
    scripts: dict[str, tuple[Script, ...]],
) -> None:
    for key, texts in file.scripts.items():
        for n, script in enumerate(texts):
            for fault in script_faults(script.text):
                source.fault(fault, ("scripts", key, n))
    own = {rule.id: n for n, rule in enumerate(file.rules)}
    for rule in rules:
        asked = rule.say or (rule.move if rule.move != "none" else "nothing")
        if asked != "nothing" and asked not in scripts:
            path: Path = ("rules", own[rule.id]) if rule.id in own else ("scripts",)
            near = difflib.get_close_matches(asked, scripts, n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"add `{asked}:` under `scripts:`"
            source.fault(f"the rule `{rule.id}` says `{asked}`, which has no scripts", path, hint)
    if file.time_box and "time_box" not in scripts:
        source.fault("a time box needs words", ("time_box",), "add `time_box:` under `scripts:`")
