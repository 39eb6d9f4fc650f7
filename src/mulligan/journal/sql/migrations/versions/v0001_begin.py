"""The tables of the first journal."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table("journal", sa.Column("id", sa.Text, primary_key=True))
    op.create_table(
        "streams",
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
    op.create_index("streams_due", "streams", ["due"], sqlite_where=sa.text("due IS NOT NULL"))
    op.create_index(
        "streams_contact", "streams", ["contact"], sqlite_where=sa.text("contact != ''")
    )
    op.create_index("streams_lock", "streams", ["lock"])
    op.create_table(
        "facts",
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("stream", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("stream", "version"),
    )
    op.create_table(
        "texts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("stream", sa.Integer, nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("stream", "entry"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "inbox",
        sa.Column("text", sa.Integer, primary_key=True),
        sa.Column("stream", sa.Integer, nullable=False),
    )
    op.create_index("inbox_stream", "inbox", ["stream", "text"])
    op.create_table("outbox", sa.Column("position", sa.Integer, primary_key=True))
    op.create_table(
        "protocols",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("text", sa.LargeBinary, nullable=False),
    )
