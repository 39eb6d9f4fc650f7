"""Pictures show what the program really says, and say it to everybody."""

import pathlib
import re
import xml.etree.ElementTree as ET

import pytest

from docs.pages import DOCS, ROOT
from docs.running import printed

SVG = "{http://www.w3.org/2000/svg}"
CARDS = DOCS / "pictures" / "cards.svg"


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[▌●▶■◆✚]", " ", text).split())


def _texts(picture: pathlib.Path) -> list[str]:
    """The words in a picture; lines of one class that follow each other are one text."""
    found: list[tuple[str, str]] = []
    for element in ET.parse(picture).iter(f"{SVG}text"):
        part, words = element.get("class", ""), element.text or ""
        if found and found[-1][0] == part:
            found[-1] = part, f"{found[-1][1]} {words}"
        else:
            found.append((part, words))
    return [_plain(words) for _, words in found]


def test_every_text_on_the_cards_is_in_the_sample() -> None:
    real = _plain(printed("mulligan watch examples/parcel.jsonl", ROOT))
    assert [text for text in _texts(CARDS) if text not in real] == []


@pytest.mark.parametrize("picture", sorted(DOCS.rglob("*.svg")), ids=lambda p: p.name)
def test_a_picture_tells_those_who_cannot_see_it_what_it_shows(picture: pathlib.Path) -> None:
    tree = ET.parse(picture)
    assert tree.findtext(f"{SVG}title")
    assert tree.findtext(f"{SVG}desc")
