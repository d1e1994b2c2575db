"""Brings the database's schema up to date; loads Alembic only where there is something to do."""

from importlib.resources import files

from sqlalchemy import Connection, inspect, text

VERSION_TABLE = "alembic_version"


def upgrade(connection: Connection) -> None:
    """Bring the schema to the newest version, inside the connection's transaction.

    Raises StoreError where a newer program has written it.
    """
    if held_version(connection) != newest_version():
        from storage.database.migrations import upgrade as migrate  # noqa: PLC0415 - slow to load

        migrate(connection)


def newest_version() -> str:
    """The last migration's, with which its file's name begins."""
    steps = (files("storage.database") / "migrations" / "versions").iterdir()
    return max(step.name.partition("_")[0] for step in steps if step.name[:1].isdigit())


def held_version(connection: Connection) -> str | None:
    """The database's; None where it has no tables of ours yet, or more than one."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    held = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).all()  # noqa: S608
    return str(held[0][0]) if len(held) == 1 else None
