"""A served desk."""

import pathlib
import typing as t

import pytest

from web.serving import Served


@pytest.fixture
def house(tmp_path: pathlib.Path) -> t.Iterator[Served]:
    with Served(tmp_path / "journal.db") as served:
        yield served
