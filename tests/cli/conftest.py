"""A journal for each test, its own."""

import pathlib

import pytest

from cli.keeping import Desk, ladder


@pytest.fixture
def desk(tmp_path: pathlib.Path) -> Desk:
    """A folder for a journal."""
    return Desk(tmp_path)


@pytest.fixture
def kept(desk: Desk) -> Desk:
    """A journal with one conversation."""
    got = desk.keep(*ladder())
    assert (got.code, len(got.rows)) == (0, 4)
    return desk
