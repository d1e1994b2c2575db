"""From a database URL to an engine, and to transactions that fail in one way only: StoreError."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from sqlalchemy import Insert, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlmodel import SQLModel

from storage.database.address import (
    NOT_UNDERSTOOD,
    POSTGRESQL,
    file_of,
    for_asyncpg,
    parse_url,
)
from storage.database.errors import StoreError, store_errors, unreachable
from storage.database.rights import make_private
from storage.database.sqlite_connection import open_sqlite

PATIENT_MILLISECONDS = 10_000  # ms to wait for another process's transaction

__all__ = ["StoreError", "connected", "make_engine", "transaction", "upsert"]


def make_engine(url: str) -> AsyncEngine:
    """An engine for the URL. SQLite's file is made; nothing is opened yet. Raises StoreError."""
    parsed = parse_url(url)
    if parsed.drivername == POSTGRESQL:
        parsed, arguments = for_asyncpg(parsed)
        engine = _engine(parsed, connect_args=arguments)
        event.listen(engine.sync_engine, "checkout", _see_that_it_is_open)
        return engine
    if path := file_of(parsed):
        make_private(path)
    # One connection: SQLite has one writer anyway, and whoever waits for the connection is woken,
    # while whoever waits for SQLite's lock tries again and again. In memory it holds everything.
    one = {"poolclass": AsyncAdaptedQueuePool, "pool_size": 1, "max_overflow": 0}
    engine = _engine(parsed, **one, connect_args={"async_creator_fn": open_sqlite})
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _engine(url: URL, **options: Any) -> AsyncEngine:
    try:
        return create_async_engine(url, hide_parameters=True, **options)
    except (ArgumentError, ValueError):
        raise StoreError(NOT_UNDERSTOOD) from None  # what it says may repeat the URL


@asynccontextmanager
async def transaction(
    engine: AsyncEngine,
    *,
    durable: bool = False,
    read_only: bool = False,
    busy_milliseconds: int = PATIENT_MILLISECONDS,
) -> AsyncIterator[AsyncConnection]:
    """A transaction that is committed at the end. Whatever the database refuses is a StoreError.

    `durable`: it outlives a power cut, and not only this process; PostgreSQL's always do.
    `read_only`: it sees one moment of the database, and waits for nobody who writes.
    """
    options: dict[str, Any] = {
        "durable": durable,
        "read_only": read_only,
        "busy_milliseconds": busy_milliseconds,
    }
    if read_only and engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    async with connected(engine) as connection:
        await connection.execution_options(**options)
        async with connection.begin():
            yield connection


@asynccontextmanager
async def connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection on which nothing was begun. Raises StoreError."""
    is_connected = False
    try:
        with store_errors():
            async with engine.connect() as connection:
                is_connected = True
                yield connection
    except Exception as error:
        if is_connected or isinstance(error, StoreError):
            raise
        # What a driver says of an address that it does not like may be anything.
        raise StoreError(unreachable(error)) from error


def upsert(
    connection: AsyncConnection,
    table: type[SQLModel],
    keys: list[str],
    *,
    keep: bool = False,
    **values: Any,
) -> Insert:
    """Insert a row, or bring the one with the same keys up to date, or `keep` that one."""
    row = _insert(connection)(table).values(**values)
    if keep:
        kept: Insert = row.on_conflict_do_nothing(index_elements=keys)
        return kept
    changed = {name: row.excluded[name] for name in values if name not in keys}
    replaced: Insert = row.on_conflict_do_update(index_elements=keys, set_=changed)
    return replaced


def _insert(connection: AsyncConnection) -> Any:
    if connection.dialect.name != "postgresql":
        return sqlite.insert
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - slow to load, and for this alone

    return postgresql.insert


def _see_that_it_is_open(connection: Any, _record: object, _proxy: object) -> None:
    # A server that was restarted costs a reconnection, not an error; and no question beforehand.
    if connection.driver_connection.is_closed():
        raise DisconnectionError


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
    cursor.execute(f"PRAGMA busy_timeout={PATIENT_MILLISECONDS}")
    # When the log is moved into the database is ours to say (storage/database/files.py).
    cursor.execute("PRAGMA wal_autocheckpoint=0")
    # What people wrote is overwritten when it is deleted, not only marked as free.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # Taking the write lock at once lets a second process wait its turn (busy_timeout);
    # upgrading from a read lock later would fail instead of waiting. With WAL and NORMAL a power
    # cut can cost the last commits; FULL waits for the disk.
    options = connection.get_execution_options()
    durable = options.get("durable", False)
    busy = options.get("busy_milliseconds", PATIENT_MILLISECONDS)
    wanted = {"busy_timeout": busy, "synchronous": "FULL" if durable else "NORMAL"}
    for pragma, value in wanted.items():
        if connection.info.get(pragma) != value:
            connection.exec_driver_sql(f"PRAGMA {pragma}={value}")
            connection.info[pragma] = value
    connection.exec_driver_sql("BEGIN" if options.get("read_only") else "BEGIN IMMEDIATE")
