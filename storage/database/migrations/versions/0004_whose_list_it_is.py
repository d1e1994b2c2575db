"""Whose list the store holds, and of when.

Revision ID: 0004
Revises: 0003
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COLUMNS: dict[str, Any] = {
    "said_en": sa.String(),
    "said_ru": sa.String(),
    "title": sa.String(),
    "url": sa.String(),
    "licence": sa.String(),
    "year": sa.Integer(),
    "month": sa.Integer(),
}


def upgrade() -> None:
    with op.batch_alter_table("revision") as table:
        for name, kind in COLUMNS.items():
            table.add_column(sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("revision") as table:
        for name in COLUMNS:
            table.drop_column(name)
