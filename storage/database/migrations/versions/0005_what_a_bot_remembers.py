"""Each bot remembers its own chats; of finished updates the ids are kept, not how far they came.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _replace_chat(
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        keys=("bot_id", "id"),
        copied="SELECT 0, id, language FROM chat_before",
    )
    with op.batch_alter_table("change") as change:
        change.add_column(sa.Column("beat", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("inbox") as inbox:
        inbox.add_column(sa.Column("digest", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_table(
        "finished",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name=op.f("pk_finished")),
    )
    op.drop_table("poll")


def downgrade() -> None:
    op.create_table(
        "poll",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last_update_id", sa.BigInteger(), nullable=False),
        sa.Column("accepted_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", name=op.f("pk_poll")),
    )
    op.drop_table("finished")
    with op.batch_alter_table("inbox") as inbox:
        inbox.drop_column("digest")
    with op.batch_alter_table("change") as change:
        change.drop_column("beat")
    _replace_chat(keys=("id",), copied="SELECT id, min(language) FROM chat_before GROUP BY id")


def _replace_chat(*first: sa.Column[int], keys: tuple[str, ...], copied: str) -> None:
    """A table with another primary key: both databases want a new one."""
    op.rename_table("chat", "chat_before")
    if op.get_bind().dialect.name == "postgresql":  # whose index keeps the name
        op.execute("ALTER TABLE chat_before RENAME CONSTRAINT pk_chat TO pk_chat_before")
    op.create_table(
        "chat",
        *first,
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint(*keys, name=op.f("pk_chat")),
    )
    op.execute(f"INSERT INTO chat {copied}")
    op.drop_table("chat_before")
