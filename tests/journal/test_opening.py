"""A journal is opened whole, or it is told what is wrong with it and nothing is touched."""

import pathlib
import stat

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from journal.making import JOURNAL, execute, faults, intake, opened, outcome, says
from mulligan.errors import JournalError
from mulligan.journal import opening
from mulligan.journal.opening import keys_of, memory, open_journal
from mulligan.journal.sql import migrate as module
from mulligan.journal.sql import tables
from mulligan.journal.sql.migrations.versions import v0001_begin
from mulligan.journal.sql.store import SqlStore
from mulligan.sqlite import connect


def test_a_new_journal_is_two_files_for_their_owner_alone(tmp_path: pathlib.Path) -> None:
    opened(tmp_path).close()
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "journal.db",
        "journal.db.keys",
        "journal.db.lock",
    ]
    assert {stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()} == {0o600}


def test_what_is_committed_is_flushed_to_the_disk(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    for path in (tmp_path / "journal.db", keys_of(tmp_path / "journal.db")):
        writing, reading = connect(path)
        with reading.connect() as connection:
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("journal_mode", "synchronous", "secure_delete")
            }
        assert found == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
        writing.dispose()
    book.close()


def test_only_where_it_is_asked_for_a_new_journal_is_made(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "journal.db"
    with pytest.raises(JournalError, match="there is no journal") as caught:
        open_journal(path)
    assert (caught.value.place, list(tmp_path.iterdir())) == (str(path), [])
    assert "watch" in caught.value.hint
    path.touch()
    with pytest.raises(JournalError, match="there is no journal"):
        open_journal(path)
    open_journal(path, new=True).close()
    open_journal(path).close()


def test_a_folder_is_no_journal(tmp_path: pathlib.Path) -> None:
    with pytest.raises(JournalError, match="is a folder"):
        open_journal(tmp_path, new=True)


def test_a_journal_in_a_folder_that_is_not_there_is_told(tmp_path: pathlib.Path) -> None:
    with pytest.raises(JournalError, match="cannot be made: No such file") as caught:
        open_journal(tmp_path / "none" / "journal.db", new=True)
    assert caught.value.hint


@pytest.mark.parametrize("chunk", [1, 2, 500])
def test_what_was_erased_is_erased_again_at_opening(
    tmp_path: pathlib.Path, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_CHUNK", chunk)
    book = opened(tmp_path)
    intake(book).take([says(f"c{number}") for number in range(5)])
    locks = [one.lock for one in book.store.streams() if one.lock is not None]
    book.keys.destroy(None, locks[:3], 7.0)
    assert book.store.counts()["texts"] == 5
    book.close()
    again = opened(tmp_path, new=False)
    assert again.store.counts()["texts"] == 2
    assert [one.lock for one in again.store.streams()] == [None, None, None, *locks[3:]]
    assert faults(again) == []
    again.close()


def test_the_tables_are_those_that_the_steps_lead_to(tmp_path: pathlib.Path) -> None:
    store = SqlStore(tmp_path / "j.db", JOURNAL)
    writing, _ = connect(tmp_path / "j.db")
    made = sa.MetaData()
    made.reflect(writing)
    assert set(made.tables) == {*tables.META.tables, "alembic_version"}
    for name, table in tables.META.tables.items():
        found = made.tables[name]
        assert [_column(one) for one in found.columns] == [_column(one) for one in table.columns]
        assert {index.name for index in found.indexes} == {index.name for index in table.indexes}
        assert _unique(found) == _unique(table)
    with writing.begin() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == module.NEWEST
        written = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE name = 'texts'"
        ).scalar_one()
    assert "AUTOINCREMENT" in written
    writing.dispose()
    store.close()


def _migrate_and_fail(connection: sa.Connection, path: str) -> None:
    module.migrate(connection, path, JOURNAL)
    raise ValueError("a step")


def _column(column: sa.Column[object]) -> tuple[str, str, bool, bool]:
    kind = str(column.type.compile()).replace("REAL", "FLOAT")
    return column.name, kind, bool(column.nullable), column.primary_key


def _unique(table: sa.Table) -> set[tuple[str, ...]]:
    found = {
        tuple(column.name for column in one.columns)
        for one in table.constraints
        if isinstance(one, sa.UniqueConstraint)
    }
    return found | {(column.name,) for column in table.columns if column.unique}


def _steps() -> tuple[Config, ScriptDirectory]:
    config = Config()
    config.set_main_option("script_location", str(module._HERE / "migrations"))
    return config, ScriptDirectory.from_config(config)


def test_the_newest_step_is_the_one_that_is_known() -> None:
    config, script = _steps()
    assert script.get_current_head() == module.NEWEST
    assert v0001_begin.revision == module._KNOWN[0]
    assert tuple(step.revision for step in script.walk_revisions())[::-1] == module._KNOWN
    assert EnvironmentContext(config, script).get_head_revision() == module.NEWEST


def test_a_step_that_fails_leaves_nothing_behind(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "j.db"
    writing, _ = connect(path)
    with pytest.raises(ValueError, match="a step"), writing.begin() as connection:
        _migrate_and_fail(connection, str(path))
    with writing.begin() as connection:
        assert sa.inspect(connection).get_table_names() == []
    writing.dispose()


def test_a_journal_in_memory_works_as_one_on_the_disk() -> None:
    book = memory()
    assert outcome(intake(book).take([says()])[0]).state.stage == "open"
    book.close()
    stored = SqlStore(None, JOURNAL)
    assert stored.last() == 0
    stored.close()


def test_a_fault_that_nobody_foresaw_is_told_in_the_databases_words(
    tmp_path: pathlib.Path,
) -> None:
    book = opened(tmp_path)
    execute(tmp_path / "journal.db", "DROP TABLE outbox")
    with pytest.raises(JournalError, match="the database says: no such table: outbox") as caught:
        book.store.orders(1)
    assert caught.value.place == str(tmp_path / "journal.db")
    book.close()


def test_where_an_erasure_cannot_be_repeated_nothing_is_opened(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    intake(book).take([says()])
    (stream,) = book.store.streams()
    assert stream.lock is not None
    book.keys.destroy(None, [stream.lock], 7.0)
    book.close()
    path = tmp_path / "journal.db"
    stop = "CREATE TRIGGER t BEFORE UPDATE ON streams BEGIN SELECT RAISE(ABORT, 'no'); END"
    execute(path, stop)
    with pytest.raises(JournalError, match="the database says: no"):
        open_journal(path)
    execute(path, "DROP TRIGGER t")
    again = open_journal(path)
    assert again.store.counts()["texts"] == 0
    again.close()
