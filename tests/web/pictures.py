"""Pictures of the main pages, as the documentation shows them: `python -m tests.web.pictures`."""

import pathlib
import shutil
import sys
import tempfile
import time
import typing as t

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

import msgspec
from playwright.sync_api import Page, sync_playwright

from mulligan.signals.lexicon import LexiconReader
from mulligan.web.samples import samples
from web.serving import Served

FOLDER: t.Final = pathlib.Path(__file__).parents[2] / "docs" / "pictures"
WIDE, NARROW = (1280, 800), (390, 844)
NAMES: t.Final = ("desk", "board", "practice", "desk-narrow")
_UNTIL: t.Final = {"line-88031": 4}
"""The conversation that is shown stops where the line was just crossed."""


def take(page: Page, house: Served, folder: pathlib.Path) -> None:
    """Let the samples unfold, and take a picture of each page."""
    for name, messages in samples().items():
        for message in messages[: _UNTIL.get(name)]:
            house.submit(msgspec.structs.replace(message, at=time.time()))
    rows = house.ask(house.hub.rows())
    second = next(row.number for row in rows if row.state.stage == "second_chance")
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    for name, path in (("desk", f"desk/{second}"), ("board", "board"), ("practice", "practice")):
        _picture(page, f"{house.url}/{path}", folder / f"{name}.png")
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    _picture(page, f"{house.url}/desk/{second}", folder / "desk-narrow.png")
    page.goto("about:blank")


def _picture(page: Page, url: str, path: pathlib.Path) -> None:
    page.goto(url)
    page.get_by_role("alert").locator("p").first.wait_for()
    page.screenshot(path=path)


def main() -> None:
    """Write them anew."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    with (
        tempfile.TemporaryDirectory() as folder,
        Served(pathlib.Path(folder) / "journal.db", LexiconReader()) as house,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        take(browser.new_page(), house, FOLDER)
        browser.close()


if __name__ == "__main__":
    main()
