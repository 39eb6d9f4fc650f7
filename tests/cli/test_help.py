"""What the command says about itself, and what it answers to wrong usage."""

import importlib.metadata
import shutil
import subprocess
import sys

import pytest

from cli.command import ROOT, environment, run

COMMANDS = [
    "",
    "watch",
    "read",
    "protocol",
    "protocol list",
    "protocol show",
    "protocol check",
    "protocol trial",
    "protocol diagram",
    "protocol schema",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    got = run(*command.split(), "--help")
    assert (got.code, got.err) == (0, "")
    assert f" {command} [OPTIONS]".replace("  ", " ") in got.out.splitlines()[0]
    assert not any(odd in got.out for odd in ("<str>", "list[str]", "\b", "}..."))
    assert max(map(len, got.out.splitlines())) <= 80


@pytest.mark.parametrize("command", ["watch", "read", "protocol check", "protocol show"])
def test_each_example_stands_on_its_own_line(command: str) -> None:
    help_text = run(*command.split(), "-h").out
    after = help_text.partition("Example")[2].splitlines()[1:]
    examples = [line for line in after if line.strip()]
    assert examples
    assert all(line.startswith("    ") and f"mulligan {command}" in line for line in examples)


def test_no_summary_of_a_command_is_cut_short() -> None:
    for group in ([], ["protocol"]):
        listed = run(*group, "--help").out.partition("Commands:")[2]
        assert listed
        assert "..." not in listed


def test_the_version_is_the_package_s() -> None:
    assert run("--version").out == f"mulligan {importlib.metadata.version('mulligan')}\n"


def test_the_installed_command_is_there() -> None:
    script = shutil.which("mulligan", path=str(ROOT / ".venv/bin")) or shutil.which("mulligan")
    assert script
    done = subprocess.run([script, "--version"], capture_output=True, env=environment())
    assert done.stdout.startswith(b"mulligan ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "Usage: "),
        (["protocol"], "Usage: "),
        (["wach"], "Did you mean 'watch'?"),
        (["protocol", "chekc"], "Did you mean 'check'?"),
        (["watch"], "Missing argument 'FILE…'"),
        (["watch", "x", "--jsn"], "--json"),
        (
            ["watch", "x", "--reader", "lexicn"],
            "there is no reader `lexicn` (did you mean `lexicon`?)",
        ),
        (["watch", "x", "--reader", "?"], "(there are trained, early, lexicon, given)"),
        (["watch", "x", "--protocol", "dignty"], "(did you mean `dignity`?)"),
        (["watch", "x", "--speakers", "Ann"], "`Ann` does not say who is who; write NAME=PART"),
        (["watch", "x", "--speakers", "Ann=boss"], "`Ann=boss` does not say who is who"),
        (["read", "--reader", "givn"], "there is no reader `givn` (did you mean `given`?)"),
        (
            ["protocol", "check", "defalt"],
            "there is no protocol and no file `defalt` (did you mean",
        ),
        (
            ["protocol", "show", "zzz"],
            "(shipped are default, personal-attacks, threats, in-writing,",
        ),
    ],
)
def test_wrong_usage_is_told_with_a_way_on(words: list[str], told: str) -> None:
    got = run(*words)
    assert got.code == 2
    assert told in (got.err or got.out)
    assert "Traceback" not in got.err


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from mulligan.cli.app import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "print(*{'rich', 'yaml', 'msgspec', 'asyncio'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == ""
