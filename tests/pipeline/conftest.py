"""A place for a journal, for each test its own."""

import pathlib

import pytest

from pipeline.keeping import Desk


@pytest.fixture
def desk(tmp_path: pathlib.Path) -> Desk:
    """A place for a journal."""
    return Desk(tmp_path / "journal.db")
