"""Run by Alembic: on the caller's connection, or from the shell on that of DATABASE_URL."""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection

from storage.database.engine import make_engine
from storage.database.tables import Table


def migrate(connection: Connection) -> None:
    """Run the asked-for migrations on one connection."""
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        render_as_batch=True,  # SQLite alters a table by copying it
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def migrate_from_shell() -> None:
    """Open DATABASE_URL for a developer's `alembic` command."""
    engine = make_engine(os.environ.get("DATABASE_URL") or "sqlite+aiosqlite:///var/pobratim.db")
    async with engine.begin() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


given = context.config.attributes.get("connection")
if given is None:
    asyncio.run(migrate_from_shell())
else:
    migrate(given)
