"""One measured figure, and small ways of measuring."""

import pathlib
import statistics
import subprocess
import sys
import typing as t

ROOT: t.Final = pathlib.Path(__file__).parent.parent.parent
CORPUS: t.Final = ROOT / "corpus"
COMMAND: t.Final = (sys.executable, "-m", "mulligan.cli.app")
_BETWEEN: t.Final = """
import resource, subprocess, sys, time
began = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


class Figure(t.NamedTuple):
    """What was measured, and what came out."""

    what: str
    value: str


class Cost(t.NamedTuple):
    """What a process took: wall seconds, and the most memory it ever held (MiB)."""

    seconds: float
    peak: float


def cost(command: t.Sequence[str]) -> Cost:
    """Run a command to its end, without its output; raises `CalledProcessError` if it fails.

    A small process stands between, since a process counts its parent's memory as its own peak.
    """
    between = [sys.executable, "-c", _BETWEEN, *command]
    done = subprocess.run(between, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    seconds, peak = map(float, done.stdout.split())
    return Cost(seconds, peak / 1024)


def median(command: t.Sequence[str], times: int) -> float:
    """The median wall seconds of a command."""
    return statistics.median(cost(command).seconds for _ in range(times))


def say(text: str) -> None:
    """Progress, on standard error."""
    print(text, file=sys.stderr, flush=True)
