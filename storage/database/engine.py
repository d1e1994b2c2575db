"""From a database URL to an engine, and to transactions that fail in one way only: StoreError."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Insert, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlmodel import SQLModel

from storage.database.address import (
    NOT_UNDERSTOOD,
    POSTGRESQL,
    StoreError,
    for_asyncpg,
    is_in_memory,
    parse_url,
)
from storage.database.rights import make_private

SQLITE_BUSY_MILLISECONDS = 10_000  # ms to wait for another process's transaction

__all__ = ["StoreError", "make_engine", "transaction", "upsert"]


def make_engine(url: str) -> AsyncEngine:
    """An engine for the URL. SQLite's file is made; nothing is opened yet. Raises StoreError."""
    parsed = parse_url(url)
    if parsed.drivername == POSTGRESQL:
        parsed, arguments = for_asyncpg(parsed)
        # Asked before use: a restarted server costs a reconnection, not an error.
        return _engine(parsed, pool_pre_ping=True, connect_args=arguments)
    if not is_in_memory(parsed):
        make_private(Path((parsed.database or "").removeprefix("file:")))
    # One connection: SQLite has one writer anyway, and whoever waits for the connection is woken,
    # while whoever waits for SQLite's lock tries again and again. In memory it holds everything.
    engine = _engine(parsed, poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _engine(url: URL, **options: Any) -> AsyncEngine:
    try:
        return create_async_engine(url, **options)
    except (ArgumentError, ValueError):
        raise StoreError(NOT_UNDERSTOOD) from None  # what it says may repeat the URL


@asynccontextmanager
async def transaction(
    engine: AsyncEngine, *, durable: bool = False
) -> AsyncIterator[AsyncConnection]:
    """A transaction that is committed at the end. Whatever the database refuses is a StoreError.

    `durable`: it outlives a power cut, and not only this process; PostgreSQL's always do.
    """
    connected = False
    try:
        async with engine.connect() as connection:
            connected = True
            await connection.execution_options(durable=durable)
            async with connection.begin():
                yield connection
    except (DBAPIError, PoolTimeoutError, OSError) as error:  # TimeoutError is an OSError
        raise StoreError(_advice(error)) from error
    except Exception as error:
        if connected:
            raise
        # What a driver says of an address that it does not like may be anything.
        raise StoreError(_unreachable(error)) from error


def upsert(
    connection: AsyncConnection, table: type[SQLModel], keys: list[str], **values: Any
) -> Insert:
    """Insert a row, or bring the one with the same keys up to date."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = insert(table).values(**values)
    changed = {name: row.excluded[name] for name in values if name not in keys}
    return row.on_conflict_do_update(index_elements=keys, set_=changed)


def _advice(error: Exception) -> str:
    reason = str(error.orig if isinstance(error, DBAPIError) else error) or type(error).__name__
    if "not a database" in reason or "malformed" in reason:
        return (
            "the database file is damaged and was left as it is; move it away or restore a backup"
        )
    if "disk is full" in reason:
        return "the disk is full; make room for the database"
    if "readonly" in reason:
        return "the database cannot be written; check the rights of its file and folder"
    if isinstance(error, OperationalError | OSError | PoolTimeoutError):
        return _unreachable(reason)
    return f"the database refused ({_first_line(reason)})"


def _unreachable(reason: object) -> str:
    told = _first_line(str(reason)) or type(reason).__name__
    return f"the database cannot be reached ({told}); check DATABASE_URL and the folder's rights"


def _first_line(text: str) -> str:
    return text.partition("\n")[0]  # what follows may quote rows


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: it would leave DDL outside them,
    # and a migration killed half-way would stay half done.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=0")
    # Readers and the writer do not wait for each other. The file remembers it; should another
    # process be setting it right now, waiting for each other would block both.
    with suppress(sqlite3.OperationalError):
        cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute(f"PRAGMA busy_timeout={SQLITE_BUSY_MILLISECONDS}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # Taking the write lock at once lets a second process wait its turn (busy_timeout);
    # upgrading from a read lock later would fail instead of waiting. With WAL and NORMAL a power
    # cut can cost the last commits; FULL waits for the disk.
    durable = connection.get_execution_options().get("durable", False)
    connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
