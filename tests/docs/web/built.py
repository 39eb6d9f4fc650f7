"""A page of the site as a browser gets it: its anchors, its links, and what it loads."""

import html.parser
import pathlib
import typing as t

LOADS: t.Final = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "object": ("data",),
    "embed": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
}
"""The elements that make a browser fetch something, and where they say what."""


class Built(html.parser.HTMLParser):
    """Reads a page."""

    def __init__(self, file: pathlib.Path) -> None:
        super().__init__()
        self.file = file
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.classes: set[str] = set()
        self.words: list[str] = []
        self._within: list[str] = []
        self.feed(file.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in what an element names, links to and loads."""
        given = {name: value for name, value in attrs if value is not None}
        self.anchors |= {given["id"]} if "id" in given else set()
        self.links += [given["href"]] if tag == "a" and "href" in given else []
        self.loads += [given[name] for name in LOADS.get(tag, ()) if name in given]
        self.classes |= set(given.get("class", "").split())
        self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and those in it that end nowhere."""
        while self._within and self._within.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Take in the words of a paragraph."""
        if self._within[-1:] == ["p"]:
            self.words.append(data.strip())
