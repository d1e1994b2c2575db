"""From a database URL to an engine that is set up the way this project needs it."""

from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

PRAGMAS = (
    "PRAGMA busy_timeout=10000",  # ms; first, since the others may have to wait already
    "PRAGMA journal_mode=WAL",  # readers and one writer do not wait for each other
    "PRAGMA synchronous=NORMAL",  # with WAL a power cut costs the last commit at most
    "PRAGMA foreign_keys=ON",
)


class StoreError(Exception):
    """The store cannot be used; the message says why and what to do."""


def parse_url(url: str) -> URL:
    """Check a database URL; raises StoreError with advice."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.drivername not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
        raise StoreError(
            "DATABASE_URL is not understood; "
            "write sqlite+aiosqlite:///PATH or postgresql+asyncpg://USER:PASSWORD@HOST/NAME"
        )
    return parsed


def make_engine(url: str) -> AsyncEngine:
    """An engine for the URL. SQLite's folder is made; nothing is opened yet. Raises StoreError."""
    parsed = parse_url(url)
    if parsed.drivername != "sqlite+aiosqlite":
        return create_async_engine(parsed)
    if parsed.database and parsed.database != ":memory:":
        folder = Path(parsed.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"cannot make the folder {folder} for the database ({error.strerror}); "
                "run from a folder you may write to, or set DATABASE_URL"
            ) from error
    engine = create_async_engine(parsed)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: it would leave DDL outside them,
    # and a migration killed half-way would stay half done.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # Taking the write lock at once lets a second process wait its turn (busy_timeout);
    # upgrading from a read lock later would fail instead of waiting.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
