"""The page that a benchmark writes: where and on what it was measured, then the figures."""

import os
import pathlib
import platform
import subprocess
import typing as t

from benchmarks.speed.figure import ROOT, Figure


def written(path: pathlib.Path, title: str, command: str, figures: t.Iterable[Figure]) -> None:
    """Write the page."""
    path.write_text("\n".join(_lines(title, command, figures)) + "\n", "utf-8")


def _lines(title: str, command: str, figures: t.Iterable[Figure]) -> t.Iterator[str]:
    yield f"# {title}"
    yield ""
    yield f"Written by `{command}`. Figures are of one run, on the machine below;"
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
