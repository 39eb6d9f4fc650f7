"""One file of settings: what it may say, and what is told where it is wrong."""

import pathlib

import pytest

from mulligan import settings
from mulligan.errors import BadInput


def written(tmp_path: pathlib.Path, text: str) -> settings.Settings:
    path = tmp_path / settings.FILE
    path.write_text(text, encoding="utf-8")
    return settings.read(path)


def test_without_a_file_all_is_as_it_comes(tmp_path: pathlib.Path) -> None:
    given = settings.read(tmp_path / "nothing.toml")
    assert given.address == ("127.0.0.1", 8642)
    assert (given.seen_at, given.host, given.secure) == (
        "http://127.0.0.1:8642",
        "127.0.0.1:8642",
        False,
    )


def test_what_the_file_says_counts(tmp_path: pathlib.Path) -> None:
    given = written(
        tmp_path,
        """
        listen = "[::1]:9000"
        url = "https://desk.example.org/"
        step = "shadow"
        [queues.billing]
        step = "actions"
        """,
    )
    assert given.address == ("::1", 9000)
    assert (given.seen_at, given.host) == ("https://desk.example.org", "desk.example.org")
    assert given.secure
    assert (given.goes("billing"), given.goes("other")) == ("actions", "shadow")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("listen = ", "is not TOML"),
        ("lisen = 'x:1'", "unknown field `lisen`"),
        ("listen = 'nowhere'", "cannot be listened to"),
        ("listen = '0.0.0.0:70000'", "cannot be listened to"),
        ("step = 'all'", "Invalid enum value 'all'"),
        ("[queues.a]\nstep = 1", r"\$\.queues\[\.\.\.\]\.step"),
        ("url = 'desk.example.org'", "is no address"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: pathlib.Path, text: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        written(tmp_path, text)


def test_a_folder_is_no_settings_file(tmp_path: pathlib.Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        settings.read(tmp_path)
