"""Brings a journal's tables to this version, or says why it cannot."""

import pathlib
import typing as t

import sqlalchemy as sa

from mulligan.errors import JournalError
from mulligan.journal.sql import tables

NEWEST: t.Final = "0001"
_KNOWN: t.Final = ("0001",)
_OURS: t.Final = {"alembic_version", tables.journal.name, tables.streams.name}
_HERE: t.Final = pathlib.Path(__file__).parent


def migrate(connection: sa.Connection, place: str, journal: str) -> None:
    """Make or mend the tables, within the connection's transaction.

    `journal` is the id that the keys have; raises `JournalError` for another journal's keys, for
    a file that is something else, or for one that a newer version of Mulligan wrote.
    """
    here = set(sa.inspect(connection).get_table_names())
    if here and not here >= _OURS:
        raise JournalError("is a database, but no journal", place=place, hint="use another file")
    version = _version(connection, place) if here else ""
    if version not in ("", *_KNOWN):
        raise JournalError(
            "was written by a newer version of Mulligan",
            place=place,
            hint="use that version, or restore a backup that this one wrote",
        )
    if version != NEWEST:
        _upgrade(connection)
        connection.execute(tables.journal.insert().prefix_with("OR IGNORE").values(id=journal))
    if connection.execute(sa.select(tables.journal.c.id)).scalar() != journal:
        raise JournalError(
            "the file of keys beside it belongs to another journal",
            place=place,
            hint="put the right one back from your backup",
        )


def _version(connection: sa.Connection, place: str) -> str:
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if found is None:
        raise JournalError(
            "is damaged: it does not say of which version it is",
            place=place,
            hint="`mulligan journal restore` puts a backup in its place",
        )
    return str(found)


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
