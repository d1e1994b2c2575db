"""Alembic's migrations, and the one call that brings a database up to date."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.database.engine import StoreError


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's settings; with a connection, everything happens in its transaction."""
    config = Config()
    config.set_main_option("script_location", "storage.database:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Bring the database to the newest schema, inside the connection's transaction.

    Raises StoreError where a newer program has written it: a deployment was rolled back.
    """
    config = configuration(connection)
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    held = MigrationContext.configure(connection).get_current_heads()
    if newer := set(held) - known:
        raise StoreError(
            "a newer version of this program has changed the store "
            f"(to {', '.join(sorted(newer))}); start that version, or restore an older backup"
        )
    command.upgrade(config, "head")
