"""A protocol's text as plain data, with the place of everything in it.

Only plain YAML is read: tags, aliases, duplicate keys and deep nesting are refused, so that a
protocol can be nothing but data.
"""

import re
import typing as t

import yaml

from mulligan.errors import BadProtocol, MulliganError

MOST_CHARACTERS: t.Final = 1_000_000
DEEPEST: t.Final = 12
_LOADER: t.Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same loader in C, where PyYAML was built with it."""

_TRUE: t.Final = frozenset(("true", "yes", "on"))

Path = tuple[str | int, ...]


class Source:
    """One protocol text: its `data`, and `place(path)` for the line a piece of it stands on."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.faults: list[MulliganError] = []
        self._lines: dict[Path, int] = {(): 1}
        self._guard(text)
        node = self._compose(text)
        self.data = self._plain(node, ()) if node is not None else {}
        if not isinstance(self.data, dict):
            self.fault(
                "a protocol is a mapping of fields", (), hint="begin with `name: my-protocol`"
            )
        self.settle()

    def place(self, path: Path) -> str:
        """`FILE:LINE` of a piece, or of the nearest piece around it."""
        while path not in self._lines:
            path = path[:-1]
        return f"{self.name}:{self._lines[path]}"

    def fault(self, message: str, path: Path, hint: str = "") -> None:
        """Note a fault; `settle` raises them all together."""
        self.faults.append(MulliganError(message, place=self.place(path), hint=hint))

    def refuse(self, message: str, path: Path, hint: str = "") -> t.NoReturn:
        """Note a fault that nothing can be read beyond, and raise `BadProtocol`."""
        self.fault(message, path, hint)
        raise BadProtocol(self.faults)

    def settle(self) -> None:
        """Raise `BadProtocol` if any fault was noted."""
        if self.faults:
            raise BadProtocol(self.faults)

    def _fault_at(self, line: int, message: str, hint: str = "") -> None:
        self.faults.append(MulliganError(message, place=f"{self.name}:{line + 1}", hint=hint))

    def _guard(self, text: str) -> None:
        if len(text) > MOST_CHARACTERS:
            self._fault_at(0, f"the file is longer than {MOST_CHARACTERS:,} characters")
            self.settle()
        depth = 0
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                depth += isinstance(event, yaml.CollectionStartEvent)
                depth -= isinstance(event, yaml.CollectionEndEvent)
                self._guard_event(event, depth)
        except yaml.YAMLError as error:
            self._not_yaml(error, text)
        self.settle()

    def _guard_event(self, event: yaml.Event, depth: int) -> None:
        line = event.start_mark.line if event.start_mark else 0
        if depth > DEEPEST:
            self._fault_at(line, f"nested deeper than {DEEPEST} levels")
            self.settle()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._fault_at(line, "anchors and aliases are not read", "write the value out")
        elif (tag := getattr(event, "tag", None)) is not None:
            self._fault_at(line, f"the tag `{tag}` is not read", "leave it out")

    def _compose(self, text: str) -> yaml.Node | None:
        try:
            return yaml.compose(text, Loader=_LOADER)
        except yaml.YAMLError as error:
            self._not_yaml(error, text)
            raise BadProtocol(self.faults) from None

    def _not_yaml(self, error: yaml.YAMLError, text: str) -> None:
        mark = getattr(error, "problem_mark", None)
        line = mark.line if mark else text.count("\n", 0, getattr(error, "position", 0))
        problem = getattr(error, "problem", None) or "a character that no YAML has"
        self._fault_at(line, f"this is not YAML: {problem}")

    def _plain(self, node: yaml.Node, path: Path) -> t.Any:
        self._lines[path] = node.start_mark.line + 1
        match node:
            case yaml.MappingNode():
                return self._mapping(node, path)
            case yaml.SequenceNode():
                return [self._plain(item, (*path, n)) for n, item in enumerate(node.value)]
            case _:
                return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, t.Any]:
        result: dict[str, t.Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in result:
                self._fault_at(key_node.start_mark.line, f"`{key}` is given twice here")
            result[key] = self._plain(value_node, (*path, key))
            self._lines[(*path, key)] = key_node.start_mark.line + 1
        return result


def _scalar(node: yaml.Node) -> t.Any:
    text = str(node.value)
    match str(node.tag).rpartition(":")[2]:
        case "null":
            return None
        case "bool":
            return text.lower() in _TRUE
        case "int" if re.fullmatch(r"[+-]?[0-9]{1,15}", text):
            return int(text)
        case "float" if re.fullmatch(r"[0-9]{1,3}\.[0-9]{1,6}", text):
            return float(text)
        case _:
            return text
