"""The rooms of the code, in the layers of the import contract, and who imports whom."""

import functools
import itertools
import tomllib
import typing as t

import grimp

from ..pages import ROOT

PACKAGE: t.Final = "mulligan"


def layers() -> list[list[str]]:
    """The layers of the contract in `pyproject.toml`, highest first, each with its rooms."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (contract,) = [one for one in contracts if one["type"] == "layers"]
    return [[room.strip() for room in layer.split("|")] for layer in contract["layers"]]


@functools.cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph(PACKAGE, cache_dir=None)


def rooms() -> set[str]:
    """The rooms that there are."""
    return {child.removeprefix(f"{PACKAGE}.") for child in _graph().find_children(PACKAGE)}


def imports() -> set[tuple[str, str]]:
    """Pairs of rooms, the first of which imports something of the second."""
    return {
        (one, other)
        for one, other in itertools.permutations(rooms(), 2)
        if _graph().direct_import_exists(
            importer=f"{PACKAGE}.{one}", imported=f"{PACKAGE}.{other}", as_packages=True
        )
    }
