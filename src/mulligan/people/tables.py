"""The tables of who may do what, in a file of their own beside the journal.

Secrets are never kept: passwords as argon2 hashes, tokens and keys as SHA-256 of 256 random bits.
"""

import typing as t

import sqlalchemy as sa

META: t.Final = sa.MetaData()

people: t.Final = sa.Table(
    "people",
    META,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("login", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("roles", sa.Text, nullable=False),
    sa.Column("teams", sa.Text, nullable=False),
    sa.Column("password", sa.Text),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("locked", sa.Float),
)

invitations: t.Final = sa.Table(
    "invitations",
    META,
    sa.Column("token", sa.LargeBinary, primary_key=True),
    sa.Column("person", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("until", sa.Float, nullable=False),
)

sessions: t.Final = sa.Table(
    "sessions",
    META,
    sa.Column("token", sa.LargeBinary, primary_key=True),
    sa.Column("person", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("until", sa.Float, nullable=False),
)
sa.Index("sessions_person", sessions.c.person)

machines: t.Final = sa.Table(
    "machines",
    META,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("scopes", sa.Text, nullable=False),
    sa.Column("key", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("made", sa.Float, nullable=False),
)

looks: t.Final = sa.Table(
    "looks",
    META,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
)
