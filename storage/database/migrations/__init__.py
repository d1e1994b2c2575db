"""Alembic's migrations, and the one call that brings a database up to date."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's settings; with a connection, everything happens in its transaction."""
    config = Config()
    config.set_main_option("script_location", "storage.database:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Bring the database to the newest schema, inside the connection's transaction."""
    command.upgrade(configuration(connection), "head")
