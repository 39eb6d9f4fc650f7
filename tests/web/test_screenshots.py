"""The pictures in the documentation are of the pages as they are."""

import pathlib

from playwright.sync_api import Page

from mulligan.signals.lexicon import LexiconReader
from web.pictures import FOLDER, NAMES, take
from web.serving import Served


def _size(picture: pathlib.Path) -> tuple[int, int]:
    """Width and height of a PNG, in pixels."""
    head = picture.read_bytes()[:24]
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def test_each_picture_can_be_taken_and_stands_in_the_documentation(
    tmp_path: pathlib.Path, page: Page
) -> None:
    with Served(tmp_path / "journal.db", LexiconReader()) as house:
        take(page, house, tmp_path)
    for name in NAMES:
        assert _size(tmp_path / f"{name}.png") == _size(FOLDER / f"{name}.png")
