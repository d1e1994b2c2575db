"""A connection to SQLite whose thread has let go of the event loop when it cannot be opened."""

import asyncio
import sqlite3
from functools import partial
from typing import Any

import aiosqlite

ROWS_AT_ONCE = 64  # as aiosqlite has it


async def open_sqlite(path: str, **options: Any) -> aiosqlite.Connection:
    """Open the database with the driver's own options; whatever sqlite3 raises, it raises."""
    connection = _Connection(partial(sqlite3.connect, path, **options), ROWS_AT_ONCE)
    connection._thread.daemon = True  # as SQLAlchemy has it: no exit of ours waits for it
    try:
        return await connection
    except Exception:  # and not a cancellation: a file may hang
        # aiosqlite stops its thread and does not wait: if the loop was closed by then, the thread
        # would end with a traceback on the terminal.
        if connection.stopped is not None:
            await connection.stopped
        raise


class _Connection(aiosqlite.Connection):
    stopped: asyncio.Future[Any] | None = None

    def stop(self) -> asyncio.Future[Any] | None:
        self.stopped = super().stop()
        return self.stopped
