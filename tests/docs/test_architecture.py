"""The page of the architecture, and its picture, tell of the rooms and imports that there are."""

import re
import xml.etree.ElementTree as ET

import pytest

from docs.made.imports import imports, layers, rooms
from docs.made.picture import PAGE as PICTURE
from docs.pages import DOCS, first_words

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def picture() -> ET.Element:
    return ET.parse(PICTURE).getroot()


def test_every_room_has_its_layer() -> None:
    assert sorted(room for layer in layers() for room in layer) == sorted(rooms())


def test_the_page_has_every_room_from_the_highest_to_the_lowest() -> None:
    told = first_words(DOCS / "architecture.md", "The rooms")
    assert told == [room for layer in layers() for room in layer]


def test_the_picture_has_every_room(picture: ET.Element) -> None:
    assert sorted(text.text or "" for text in picture.iter(f"{SVG}text")) == sorted(rooms())


def test_the_picture_has_an_arrow_for_every_import(picture: ET.Element) -> None:
    drawn = [path.findtext(f"{SVG}title", "") for path in picture.iter(f"{SVG}path")]
    assert sorted(filter(None, drawn)) == sorted(f"{a} imports {b}" for a, b in imports())


def test_every_arrow_leads_down_from_one_room_to_the_other(
    picture: ET.Element,
) -> None:
    boxes = [box for box in picture.iter(f"{SVG}rect") if box.get("class") == "room"]
    names = [text.text for text in picture.iter(f"{SVG}text")]
    right = {
        n: int(b.get("x", "")) + int(b.get("width", "")) for n, b in zip(names, boxes, strict=True)
    }
    top = {n: int(b.get("y", "")) for n, b in zip(names, boxes, strict=True)}
    for path in picture.iter(f"{SVG}path"):
        if path.get("class") == "import":
            one, _, other = path.findtext(f"{SVG}title", "").split()
            way = re.findall(r"[MHV]?(\d+)", path.get("d", ""))
            assert (int(way[0]), int(way[-1])) == (right[one], top[other])
            assert int(way[1]) < top[other]
