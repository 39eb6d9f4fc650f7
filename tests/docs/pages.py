"""The pages of the documentation, taken apart: headings, links, fenced blocks and tables."""

import pathlib
import re
import typing as t

ROOT: t.Final = pathlib.Path(__file__).parents[2]
DOCS: t.Final = ROOT / "docs"
TOP: t.Final = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "CODE_OF_CONDUCT.md",
    "corpus/README.md",
)
_FENCE: t.Final = re.compile(r"^```(.*)$")
_LINK: t.Final = re.compile(r"\]\(([^()\s]+)\)|<img[^>]* src=\"([^\"]+)\"")
_HEADING: t.Final = re.compile(r"^(#{1,6}) (.+)$")
_CODE: t.Final = re.compile(r"`([^`]+)`")


class Block(t.NamedTuple):
    """A fenced block: its language, the rest of its first line, its body, and where that begins."""

    language: str
    info: str
    body: str
    line: int

    @property
    def file(self) -> str:
        """The file that the reader is told to save this as, if any."""
        return next((word for word in self.info.split() if "." in word), "")


def pages() -> list[pathlib.Path]:
    """Every page that this documentation answers for."""
    return [ROOT / name for name in TOP] + sorted(DOCS.rglob("*.md"))


def name(page: pathlib.Path) -> str:
    """A page as it is called in a message."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: pathlib.Path, *languages: str) -> list[Block]:
    """The fenced blocks of a page, of these languages, in order."""
    found, start, language, info = [], 0, "", ""
    lines = page.read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        fence = _FENCE.match(line)
        if fence is None:
            continue
        if start:
            body = "\n".join(lines[start : number - 1])
            found.append(Block(language, info, body, start + 1))
            start = 0
        else:
            start = number
            language, _, info = fence.group(1).partition(" ")
    assert not start, f"{name(page)}: a block is never closed"
    return [block for block in found if block.language in languages]


def prose(page: pathlib.Path) -> list[str]:
    """The lines of a page that stand in no fenced block."""
    inside, result = False, []
    for line in page.read_text("utf-8").splitlines():
        if _FENCE.match(line):
            inside = not inside
        elif not inside:
            result.append(line)
    return result


def links(page: pathlib.Path) -> list[str]:
    """Where a page points to."""
    text = _CODE.sub("", "\n".join(prose(page)))
    return [found.group(1) or found.group(2) for found in _LINK.finditer(text)]


def anchors(page: pathlib.Path) -> set[str]:
    """The anchors that a page's headings make, as the usual viewers make them."""
    found: set[str] = set()
    for line in prose(page):
        heading = _HEADING.match(line)
        if heading:
            plain = re.sub(r"[^\w\- ]", "", heading.group(2).lower()).replace(" ", "-")
            count = sum(1 for known in found if re.fullmatch(rf"{re.escape(plain)}(-\d+)?", known))
            found.add(f"{plain}-{count}" if count else plain)
    return found


def table(page: pathlib.Path, heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its head, cells without code marks."""
    lines = iter(prose(page))
    for line in lines:
        if (found := _HEADING.match(line)) and found.group(2) == heading:
            break
    else:
        raise AssertionError(f"{name(page)} has no heading {heading!r}")
    rows: list[list[str]] = []
    for line in lines:
        if line.startswith("|"):
            rows.append([cell.strip().replace("`", "") for cell in line.strip("|").split("|")])
        elif rows or _HEADING.match(line):
            break
    return rows[2:]


def first_words(page: pathlib.Path, heading: str) -> list[str]:
    """The first cell of each row of the table under a heading."""
    return [row[0] for row in table(page, heading)]
