"""Brings the documentation up to date: `python -m tests.docs.update [PAGE…]`.

What is made from the code is made anew; into the other pages goes what commands print now. Shown
output with a `…` in it is left alone and told, because only a person knows what to cut.
"""

import pathlib
import sys
import tempfile

from . import made
from .pages import blocks, name, pages
from .running import Ran, run


def update(page: pathlib.Path) -> None:
    """Bring one page up to date."""
    with tempfile.TemporaryDirectory() as folder:
        stale = [ran for ran in run(page, pathlib.Path(folder)) if not ran.true]
    lines = page.read_text("utf-8").split("\n")
    for ran in reversed(stale):
        place = f"{name(page)}:{ran.step.first}"
        if "…" in ran.step.shown:
            print(f"{place}: by hand; `{ran.step.command}` prints\n{ran.printed}")
            continue
        lines[ran.step.first - 1 : ran.step.last] = _shown(ran)
        print(f"{place}: updated")
    page.write_text("\n".join(lines), "utf-8")


def _shown(ran: Ran) -> list[str]:
    text = ran.printed.strip("\n")
    gap = [""] if ran.step.shown.endswith("\n") else []
    return [line.rstrip() for line in text.split("\n")] + gap if text else gap


def main() -> None:
    """Update the pages named on the command line, or all of them."""
    wanted = {pathlib.Path(word).resolve() for word in sys.argv[1:]}
    made.write()
    for page in pages():
        if (not wanted or page in wanted) and blocks(page, "console"):
            update(page)


if __name__ == "__main__":
    main()
