"""The catalogue and the chats.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "revision",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("bundled", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_revision")),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.String(28), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("name_ru", sa.String(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("geonames_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )
    op.create_index(op.f("ix_place_country"), "place", ["country"])
    op.create_table(
        "name",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place_id", sa.String(28), nullable=False),
        sa.Column("lang", sa.String(3), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_name_place_id_place")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_name")),
    )
    op.create_index(op.f("ix_name_place_id"), "name", ["place_id"])
    op.create_table(
        "twinning",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("city_id", sa.String(28), nullable=False),
        sa.Column("partner_id", sa.String(28), nullable=False),
        sa.Column("listed_as", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["place.id"], name=op.f("fk_twinning_city_id_place")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["place.id"], name=op.f("fk_twinning_partner_id_place")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_twinning")),
    )
    op.create_index(op.f("ix_twinning_city_id"), "twinning", ["city_id"])
    op.create_index(op.f("ix_twinning_partner_id"), "twinning", ["partner_id"])
    op.create_table(
        "chat",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat")),
    )


def downgrade() -> None:
    for table in ("chat", "twinning", "name", "place", "revision"):
        op.drop_table(table)
