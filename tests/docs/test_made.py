"""What is made from the code is what the code would make now."""

import pathlib
import subprocess
import sys

import pytest

from docs.made import MADE, errors, facts
from docs.made.commands import commands
from docs.pages import first_words, name, prose
from mulligan.conversation.fact import WIRE_NAMES


@pytest.mark.parametrize("file", MADE, ids=name)
def test_it_is_current(file: pathlib.Path) -> None:
    assert file.read_text("utf-8") == MADE[file](), "python -m tests.docs.update"


def test_every_command_is_told() -> None:
    assert {"watch", "read", "protocol"} <= {words[0] for words in commands() if words}


def test_every_fact_is_told_once() -> None:
    headings = [line for line in prose(facts.PAGE) if line.startswith("## `")]
    assert sorted(headings) == sorted(f"## `{name}`" for name in WIRE_NAMES)


def test_every_error_is_told() -> None:
    told = first_words(errors.PAGE, "The kinds")
    assert {"BadInput", "BadProtocol", "UnknownName", "JournalError"} <= set(told)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("watch -", "BadInput"),
        ("protocol show broken.yaml", "BadProtocol"),
        ("watch - --reader nobody", "UnknownName"),
    ],
)
def test_a_command_ends_with_the_exit_code_of_its_error(
    words: str, kind: str, tmp_path: pathlib.Path
) -> None:
    (tmp_path / "broken.yaml").write_text("name: broken", "utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "mulligan.cli.app", *words.split()],
        cwd=tmp_path,
        input=b"not a message",
        capture_output=True,
        timeout=60,
    )
    codes = {one.__name__: errors.exit_code(one) for one in errors.kinds()}
    assert ended.returncode == codes[kind], ended.stderr.decode()
