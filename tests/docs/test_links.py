"""Every link leads somewhere, and every page can be reached."""

import pathlib
import re

import pytest

from docs.pages import DOCS, ROOT, anchors, links, name, pages, prose

AWAY = ("https://", "http://", "mailto:")


def _target(page: pathlib.Path, link: str) -> pathlib.Path:
    path, _, _ = link.partition("#")
    return (page.parent / path).resolve() if path else page


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_link_resolves(page: pathlib.Path) -> None:
    for link in links(page):
        if link.startswith(AWAY):
            continue
        target = _target(page, link)
        assert target.is_relative_to(ROOT), f"{link} leaves the repository"
        assert target.exists(), f"{link} leads nowhere"
        anchor = link.partition("#")[2]
        assert not anchor or anchor in anchors(target), f"{link} has no such heading"


def test_every_page_of_the_docs_can_be_reached_from_the_index() -> None:
    reached, queue = set(), [DOCS / "README.md"]
    while queue:
        page = queue.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        queue += [_target(page, link) for link in links(page) if not link.startswith(AWAY)]
    assert set(pages()) <= reached


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_source_file_that_a_page_names_is_there(page: pathlib.Path) -> None:
    for named in re.findall(r"`([\w/-]+/[\w.-]*\.(?:py|jsonl|yaml))`", "\n".join(prose(page))):
        assert (ROOT / named).exists() or (ROOT / "src/mulligan" / named).exists(), named
