"""What a page shows is what a reader gets who follows it from top to bottom."""

import doctest
import pathlib

import pytest

from docs.pages import blocks, name, pages, prose
from docs.running import matches, run


@pytest.mark.parametrize("page", [p for p in pages() if blocks(p, "console")], ids=name)
def test_each_command_prints_what_the_page_shows(
    page: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    wrong = [
        f"{name(page)}:{ran.step.first}: `{ran.step.command}` prints\n{ran.printed}"
        for ran in run(page, tmp_path)
        if not ran.true
    ]
    assert not wrong, "\n".join(wrong) + "\n(python -m tests.docs.update)"


@pytest.mark.parametrize(
    "page", [p for p in pages() if any(not b.file for b in blocks(p, "python"))], ids=name
)
def test_each_python_session_is_true(page: pathlib.Path) -> None:
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert result.attempted
    assert not result.failed


@pytest.mark.parametrize("page", [p for p in pages() if blocks(p, "console")], ids=name)
def test_a_file_to_save_is_named_in_the_text_too(page: pathlib.Path) -> None:
    text = "\n".join(prose(page))
    files = [block.file for block in blocks(page, "yaml", "jsonl", "csv") if block.file]
    assert [file for file in files if f"`{file}`" not in text] == []


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb", "a\nb\n", True),
        ("a\nb", "a\nc\n", False),
        ("a", "a\nb\n", False),
        ("", "a\n", False),
        ("a\n…\nd", "a\nb\nc\nd\n", True),
        ("a\n…", "a\n", True),
        ("…\nd", "a\nd\ne\n", False),
        ("a … c", "a b c\n", True),
        ("a … c", "a b\nc\n", False),
    ],
)
def test_an_ellipsis_stands_for_any_lines_or_any_text_in_a_line(
    shown: str, printed: str, same: bool
) -> None:
    assert matches(shown, printed) == same
