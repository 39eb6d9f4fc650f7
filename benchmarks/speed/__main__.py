"""Measures, and writes `RESULTS.md`; nothing here passes or fails."""

import argparse
import pathlib
import typing as t

from benchmarks.page import written
from benchmarks.speed import core, journal, reading, starting, stream, trained
from benchmarks.speed.figure import Figure, say

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
    written(RESULTS, "Speed, as measured", "python -m benchmarks.speed", figures)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--messages", type=int, default=USUAL, help="how many to watch")
    parser.add_argument("--full", action="store_true", help=f"watch {FULL:,}")
    parser.add_argument("--install", action="store_true", help="measure a fresh installation")
    return parser.parse_args()


if __name__ == "__main__":
    main()
