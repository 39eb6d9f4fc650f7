"""Measures the desk under load, and writes `RESULTS.md`; nothing here passes or fails."""

import argparse
import itertools
import pathlib

from benchmarks.desk import killing, load
from benchmarks.page import written
from benchmarks.speed.figure import say

RESULTS = pathlib.Path(__file__).parent / "RESULTS.md"


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser("python -m benchmarks.desk", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="how often to kill the server")
    asked = parser.parse_args()
    figures = []
    for figure in itertools.chain(load.figures(), killing.figures(asked.kills)):
        say(f"{figure.what}: {figure.value}")
        figures.append(figure)
    written(RESULTS, "The desk under load, as measured", "make bench-desk", figures)


if __name__ == "__main__":
    main()
