"""The site is the pages, whole, and loads nothing from anywhere else."""

import pathlib
import re
import subprocess
import sys
import typing as t
import urllib.parse

import pytest

from docs.pages import ROOT, anchors, name, pages
from docs.web.built import Built

AWAY = ("https://", "http://", "mailto:")


class Site(t.NamedTuple):
    folder: pathlib.Path
    told: str
    pages: dict[str, Built]

    def of(self, page: pathlib.Path) -> Built:
        """What became of a page; the README of a folder is its first page."""
        at = page.relative_to(ROOT)
        at = at.with_name("index.html") if at.stem == "README" else at.with_suffix(".html")
        return self.pages[at.as_posix()]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert built.returncode == 0, built.stderr
    files = sorted(folder.rglob("*.html"))
    return Site(
        folder,
        built.stdout + built.stderr,
        {file.relative_to(folder).as_posix(): Built(file) for file in files},
    )


def test_it_is_built_without_a_warning(site: Site) -> None:
    assert [line for line in site.told.splitlines() if line.startswith(("WARN", "ERR"))] == []


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_page_is_there_and_can_be_reached_from_the_first(
    site: Site, page: pathlib.Path
) -> None:
    reached, queue = set(), [site.pages["index.html"]]
    while queue:
        at = queue.pop()
        if at.file not in reached:
            reached.add(at.file)
            targets = [
                _target(at, link, site.folder) for link in at.links if not link.startswith(AWAY)
            ]
            queue += [built for built in site.pages.values() if built.file in targets]
    assert site.of(page).file in reached


@pytest.mark.parametrize("page", pages(), ids=name)
def test_a_heading_has_the_same_anchor_as_in_the_repository(site: Site, page: pathlib.Path) -> None:
    assert anchors(page) <= site.of(page).anchors


@pytest.mark.parametrize("page", pages(), ids=name)
def test_no_list_table_or_block_is_left_as_it_was_written(site: Site, page: pathlib.Path) -> None:
    left = re.compile(r"^(\||```|- |\* |\d+\. |#+ )", re.MULTILINE)
    assert [words for words in site.of(page).words if left.search(words)] == []


def test_every_link_leads_to_a_file_and_to_an_anchor_in_it(site: Site) -> None:
    for page in site.pages.values():
        for link in [*page.links, *page.loads]:
            if link.startswith(AWAY):
                continue
            target, anchor = _target(page, link, site.folder), urllib.parse.urlsplit(link).fragment
            assert target.is_file(), f"{page.file}: {link} leads nowhere"
            if anchor:
                known = site.pages[target.relative_to(site.folder).as_posix()].anchors
                assert anchor in known, f"{page.file}: {link} has no such heading"


def test_nothing_is_loaded_from_anywhere_else(site: Site) -> None:
    for page in site.pages.values():
        assert [load for load in page.loads if "//" in load] == []
        assert "mermaid" not in page.classes, "its pictures are drawn by a script from elsewhere"
    for sheet in site.folder.rglob("*.css"):
        assert not re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", sheet.read_text("utf-8"))


def _target(page: Built, link: str, root: pathlib.Path) -> pathlib.Path:
    path = urllib.parse.unquote(urllib.parse.urlsplit(link).path)
    if not path:
        return page.file
    base = root if path.startswith("/") else page.file.parent
    target = (base / path.lstrip("/")).resolve()
    return target / "index.html" if target.is_dir() else target
