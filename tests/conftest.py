"""A real browser, for every test that looks at a page."""

import shutil
import typing as t

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from web.serving import WAIT_SECONDS

_CHROMIUM: t.Final = shutil.which("chromium") or shutil.which("chromium-browser")
_REFUSED: t.Final = ("404 (Not Found)", "422 (Unprocessable")
"""Answers that a page is meant to show, and that a browser complains about all the same."""

_QUIET: t.Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> t.Iterator[Browser]:
    assert _CHROMIUM, "Chromium is not installed; on Debian or Ubuntu: apt-get install chromium"
    expect.set_options(timeout=1_000 * WAIT_SECONDS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=_CHROMIUM, args=_QUIET)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> t.Iterator[Page]:
    """A page at which no script fails, and nothing happens that its own rules forbid."""
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if _bad(said) else None)
    yield opened
    opened.close()
    assert not wrong


def _bad(said: ConsoleMessage) -> bool:
    return said.type == "error" and not any(status in said.text for status in _REFUSED)
