"""Both stores that keep the contract."""

import pathlib
import typing as t

import pytest

from journal.making import JOURNAL
from mulligan.journal.memory import MemoryStore
from mulligan.journal.sql.store import SqlStore
from mulligan.journal.store import Store


@pytest.fixture(params=["memory", "sql"])
def store(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> t.Iterator[Store]:
    """A store of each kind."""
    made: Store = (
        MemoryStore() if request.param == "memory" else SqlStore(tmp_path / "j.db", JOURNAL)
    )
    yield made
    made.close()
