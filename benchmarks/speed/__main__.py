"""Measures, and writes `RESULTS.md`; nothing here passes or fails."""

import argparse
import os
import pathlib
import platform
import subprocess
import typing as t

from benchmarks.speed import core, journal, reading, starting, stream, trained
from benchmarks.speed.figure import ROOT, Figure, say

RESULTS: t.Final = pathlib.Path(__file__).parent / "RESULTS.md"
USUAL: t.Final = 100_000
FULL: t.Final = 1_000_000


def main() -> None:
    """Measure everything that was asked for."""
    asked = _asked()
    parts: list[t.Callable[[], t.Iterator[Figure]]] = [
        core.figures,
        starting.figures,
        reading.figures,
        trained.figures,
        lambda: journal.figures(stream.write),
        lambda: stream.figures(FULL if asked.full else asked.messages),
    ]
    if asked.install:
        parts.append(starting.installed)
    figures = []
    for part in parts:
        for figure in part():
            say(f"{figure.what}: {figure.value}")
            figures.append(figure)
    RESULTS.write_text("\n".join(_lines(figures)) + "\n", "utf-8")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--messages", type=int, default=USUAL, help="how many to watch")
    parser.add_argument("--full", action="store_true", help=f"watch {FULL:,}")
    parser.add_argument("--install", action="store_true", help="measure a fresh installation")
    return parser.parse_args()


def _lines(figures: t.Iterable[Figure]) -> t.Iterator[str]:
    yield "# Speed, as measured"
    yield ""
    yield "Written by `python -m benchmarks.speed`. Figures are of one run, on the machine below;"
    yield "compare them with each other rather than with a limit."
    yield ""
    yield f"- commit: {_git('rev-parse', '--short', 'HEAD')}{_changed()}"
    yield f"- machine: {os.cpu_count()} cores, {platform.machine()}, {_busy()}"
    yield f"- Python {platform.python_version()} on {platform.system()}"
    yield ""
    yield "| what | measured |"
    yield "|---|---|"
    for figure in figures:
        yield f"| {figure.what} | {figure.value} |"


def _busy() -> str:
    return f"load {os.getloadavg()[2]:.1f} over the last 15 minutes"


def _changed() -> str:
    return " and uncommitted changes" if _git("status", "--porcelain", "src") else ""


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() or ("unknown" if done.returncode else "")


if __name__ == "__main__":
    main()
