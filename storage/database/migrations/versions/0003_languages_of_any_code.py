"""A chat's language is an IETF tag, which may be longer than two letters.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("chat") as chat:
        chat.alter_column("language", existing_type=sa.String(2), type_=sa.String(16))


def downgrade() -> None:
    op.execute("DELETE FROM chat WHERE length(language) > 2")
    with op.batch_alter_table("chat") as chat:
        chat.alter_column("language", existing_type=sa.String(16), type_=sa.String(2))
