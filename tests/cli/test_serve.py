"""`mulligan serve` keeps everything in one folder, and begins with a link that works once."""

import os
import pathlib
import re
import signal
import subprocess
import sys
import typing as t

import httpx2 as httpx
import pytest

WAIT_SECONDS: t.Final = 60


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mulligan.toml").write_text(
        'listen = "127.0.0.1:0"\nreader = "lexicon"\n', encoding="utf-8"
    )
    return tmp_path / "data"


def started(folder: pathlib.Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "mulligan.cli.app", "serve", "--data", str(folder)],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "COLUMNS": "200"},
    )


def told(server: subprocess.Popen[str], sign: str) -> str:
    """The next thing it says that looks like this."""
    assert server.stderr is not None
    for line in server.stderr:
        if found := re.search(sign, line):
            return found[0]
    raise AssertionError(f"it never said {sign}")


def ended(server: subprocess.Popen[str]) -> None:
    server.send_signal(signal.SIGINT)
    server.communicate(timeout=WAIT_SECONDS)
    assert server.returncode == 0


def test_it_serves_and_offers_the_first_account_until_there_is_one(folder: pathlib.Path) -> None:
    first = started(folder)
    link = told(first, r"http://127\.0\.0\.1:\d+/welcome/\S+")
    with httpx.Client() as browser:
        assert browser.get(link).status_code == 200
        token = {"x-csrftoken": browser.cookies["csrftoken"]}
        form = {"name": "Mara", "password": "seven purple umbrellas"}
        assert browser.post(link, data=form, headers=token).status_code == 303
    ended(first)
    again = started(folder)
    url = told(again, r"http://127\.0\.0\.1:\d+")
    with httpx.Client(base_url=url) as browser:
        page = browser.get("/desk", headers={"Accept": "text/html"})
        assert page.headers["location"].startswith("/login")
    again.send_signal(signal.SIGINT)
    _, rest = again.communicate(timeout=WAIT_SECONDS)
    assert "welcome" not in rest
    names = {path.name for path in folder.iterdir()}
    assert {"journal.db", "journal.db.keys", "people.db", "mulligan.toml"} <= names


@pytest.mark.parametrize(
    ("text", "sign"),
    [("listen = 1", "Expected `str`"), ("reader = 'x'", "no reader"), ("protocol = 'x'", "`x`")],
)
def test_wrong_settings_are_told_in_a_line(folder: pathlib.Path, text: str, sign: str) -> None:
    (folder / "mulligan.toml").write_text(text, encoding="utf-8")
    server = started(folder)
    _, said = server.communicate(timeout=WAIT_SECONDS)
    assert server.returncode in (1, 2)
    assert sign in said
    assert "Traceback" not in said
