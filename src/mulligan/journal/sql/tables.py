"""The tables, as the newest migration leaves them."""

import typing as t

import sqlalchemy as sa

META: t.Final = sa.MetaData()

journal: t.Final = sa.Table("journal", META, sa.Column("id", sa.Text, primary_key=True))

streams: t.Final = sa.Table(
    "streams",
    META,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("digest", sa.LargeBinary, unique=True),
    sa.Column("lock", sa.Text),
    sa.Column("title", sa.LargeBinary, nullable=False),
    sa.Column("contact", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("names", sa.LargeBinary, nullable=False),
    sa.Column("turns", sa.Text, nullable=False),
    sa.Column("opened", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.LargeBinary, nullable=False),
    sa.Column("due", sa.Float),
    sa.Column("ended", sa.Float),
)
sa.Index("streams_due", streams.c.due, sqlite_where=streams.c.due.is_not(None))
sa.Index("streams_contact", streams.c.contact, sqlite_where=streams.c.contact != "")
sa.Index("streams_lock", streams.c.lock)

facts: t.Final = sa.Table(
    "facts",
    META,
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("stream", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("raw", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("stream", "version"),
)

texts: t.Final = sa.Table(
    "texts",
    META,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("stream", sa.Integer, nullable=False),
    sa.Column("entry", sa.Text, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("stream", "entry"),
    sqlite_autoincrement=True,
)

inbox: t.Final = sa.Table(
    "inbox",
    META,
    sa.Column("text", sa.Integer, primary_key=True),
    sa.Column("stream", sa.Integer, nullable=False),
)
sa.Index("inbox_stream", inbox.c.stream, inbox.c.text)

outbox: t.Final = sa.Table("outbox", META, sa.Column("position", sa.Integer, primary_key=True))

protocols: t.Final = sa.Table(
    "protocols",
    META,
    sa.Column("hash", sa.Text, primary_key=True),
    sa.Column("text", sa.LargeBinary, nullable=False),
)
