"""`mulligan ready` says what is missing, one line each, until nothing is."""

import pathlib
import time
import typing as t

from cli.command import run
from mulligan.journal.opening import open_journal
from mulligan.people.register import Register
from mulligan.pipeline import Pipeline
from mulligan.pipeline.intake import Intake
from mulligan.protocol.file.load import load
from mulligan.signals.given import GivenReader
from mulligan.web.readiness import TEST_ALARM
from web.serving import did, said

PROTOCOL: t.Final = """
name: ours
title: Ours
extends: default
contact: care@example.org
"""
SETTINGS: t.Final = """
protocol = "{protocol}"
rota = ["mara", "jo"]
[sites.hall]
emergency = "112"
security = "0100"
crisis = "0200"
hours = "Mon-Fri 8-18"
[alerts]
chat = "http://127.0.0.1/hook"
"""


def made(folder: pathlib.Path, text: str = "") -> Intake:
    """A folder as `mulligan serve` keeps it."""
    (folder / "mulligan.toml").write_text(text, encoding="utf-8")
    book = open_journal(folder / "journal.db", new=True)
    return Intake(Pipeline(load("default"), GivenReader(), book), book)


def test_a_fresh_folder_lacks_nearly_everything(tmp_path: pathlib.Path) -> None:
    made(tmp_path)
    got = run("ready", "--data", str(tmp_path))
    assert got.code == 1
    for what in ("no site", "two people", "neither mail", "contact", "no test alarm"):
        assert what in got.out


def test_each_thing_that_is_missing_is_named(tmp_path: pathlib.Path) -> None:
    made(tmp_path, 'rota = ["nobody"]\n[sites.hall]\nemergency = "112"\n')
    got = run("ready", "--data", str(tmp_path))
    for what in ("sites.hall: `security`", "sites.hall: `crisis`", "login `nobody`"):
        assert what in got.out
    assert "emergency" not in got.out


def test_once_all_is_there_it_says_so(tmp_path: pathlib.Path) -> None:
    protocol = tmp_path / "ours.yaml"
    protocol.write_text(PROTOCOL, encoding="utf-8")
    intake = made(tmp_path, SETTINGS.format(protocol=protocol))
    register = Register(tmp_path / "people.db")
    for login in ("mara", "jo"):
        register.invite(login, login, ["supervisor"], (), time.time())
    register.close()
    name = f"{TEST_ALARM}1"
    intake.take([said("(a test)", 1, conversation=name)])
    assert "no test alarm" in run("ready", "--data", str(tmp_path)).out
    intake.take([did("take", 2, conversation=name)])
    got = run("ready", "--data", str(tmp_path))
    assert (got.code, got.out) == (0, "")
    assert "Ready." in got.err
