"""What it costs to start, to prove a protocol, and to install."""

import pathlib
import statistics
import subprocess
import sys
import tempfile
import typing as t

from benchmarks.speed.figure import COMMAND, ROOT, Figure, median

_IMPORT: t.Final = (
    "import time; began = time.perf_counter(); import {}; print(time.perf_counter() - began)"
)
_TOOLS: t.Final = ("pip", "setuptools", "pkg_resources", "_distutils_hack", "distutils-")


def figures() -> t.Iterator[Figure]:
    """Starting, importing, proving."""
    yield Figure("`mulligan --help`, median of 7", f"{median([*COMMAND, '--help'], 7):.2f} s")
    for module in ("mulligan", "mulligan.pipeline"):
        yield Figure(f"`import {module}`, median of 7", f"{_import(module) * 1000:.1f} ms")
    first = median([*COMMAND, "watch", "examples/parcel.jsonl", "--json"], 3)
    yield Figure("`mulligan watch examples/parcel.jsonl`, whole, median of 3", f"{first:.2f} s")
    check = median([*COMMAND, "protocol", "check", "default"], 3)
    yield Figure("`mulligan protocol check default`, median of 3", f"{check:.2f} s")


def _import(module: str) -> float:
    command = [sys.executable, "-c", _IMPORT.format(module)]
    return statistics.median(
        float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
        for _ in range(7)
    )


def installed() -> t.Iterator[Figure]:
    """The size of a fresh installation of what the core needs, without pip and setuptools."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [f"{folder}/bin/python", "-m", "pip", "--quiet", "--disable-pip-version-check"]
        core = str(ROOT / "requirements" / "core.txt")
        subprocess.run([*pip, "install", "--require-hashes", "-r", core], check=True)
        [site] = pathlib.Path(folder).glob("lib/python*/site-packages")
        size = sum(_size(part) for part in site.iterdir() if not part.name.startswith(_TOOLS))
    own = _size(ROOT / "src" / "mulligan")
    yield Figure("core installation, without pip and setuptools", f"{size / 1e6:.1f} MB")
    yield Figure("Mulligan itself", f"{own / 1e6:.1f} MB")


def _size(path: pathlib.Path, without: tuple[str, ...] = ()) -> int:
    files = path.rglob("*") if path.is_dir() else (path,)
    return sum(
        file.stat().st_size
        for file in files
        if file.is_file() and not set(without) & set(file.parts)
    )
