"""One open database: who asks it, for how long, and when it is not asked at all."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar
from weakref import WeakSet

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.database.address import file_of
from storage.database.engine import PATIENT_MILLISECONDS, connected, transaction
from storage.database.errors import StoreError, StoreRefusedError
from storage.database.files import DatabaseFiles
from storage.database.rights import make_private

T = TypeVar("T")

# So long somebody who waits for an answer waits for the database. In slices: where the process
# itself is late with all it does, each takes longer, and the database is not blamed for it.
PATIENCE_SECONDS, PATIENCE_SLICES = 0.25, 10
HASTY_MILLISECONDS = 250  # ms to wait for another process's transaction meanwhile
TRANSACTION_SECONDS = 5.0  # so long a server may take; then the connection is broken off
LONG_TRANSACTION_SECONDS = 60.0  # … where it has much to tell
AWAY_SECONDS = 1.0  # so long a database that was away is not asked again
CLOSE_SECONDS = 0.5  # so long each step of the end may take

FILE_MOVED = "the database file was deleted or replaced"


class Database:
    """Transactions on one database, with a circuit breaker for a bot that is in haste.

    Commands are patient. After `hurry()` nothing takes long: a database that does not answer in
    time, or that did not a moment ago, is away (StoreError).
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.files = DatabaseFiles(file_of(engine.url))
        self.suspicious = asyncio.Event()  # the store is to be checked at once
        self.reopened: list[Callable[[], None]] = []  # called when the files are new
        self._in_haste = False
        self._trouble: str | None = None
        self._ask_again_at = 0.0
        self._tasks: set[asyncio.Task[Any]] = set()  # also those for which nobody waits any more
        self._drivers: WeakSet[Any] = WeakSet()
        event.listen(engine.sync_engine, "connect", self._connected)

    def hurry(self) -> None:
        """From now on people wait for answers."""
        self._in_haste = True

    @property
    def is_away(self) -> bool:
        """Whether it was away a moment ago: nobody who is in haste need ask."""
        return self._trouble is not None and time.monotonic() < self._ask_again_at

    @asynccontextmanager
    async def transaction(
        self,
        *,
        durable: bool = False,
        read_only: bool = False,
        probe: bool = False,
        seconds: float = TRANSACTION_SECONDS,
    ) -> AsyncIterator[AsyncConnection]:
        """A transaction, see `engine.transaction`. `probe`: also of a database that is away.

        A server has so many `seconds` for it when the bot is in haste.

        Raises StoreError, and StoreRefusedError for a statement that it does not take.
        """
        if self.is_away and not probe:
            raise StoreError(str(self._trouble))
        timer = None
        try:
            async with transaction(
                self.engine,
                durable=durable,
                read_only=read_only,
                busy_milliseconds=HASTY_MILLISECONDS if self._in_haste else PATIENT_MILLISECONDS,
            ) as connection:
                if self._in_haste:
                    timer = await _break_off_later(connection, seconds)
                yield connection
            if durable:
                await self._see_where_it_went()
            self.files.note()
        except StoreRefusedError:
            raise
        except StoreError as error:
            self._is_away(str(error))
            raise
        finally:
            if timer:
                timer.cancel()
        self._trouble = None

    async def in_time(self, work: Coroutine[Any, Any, T]) -> T:
        """What it gives, if that comes before somebody has waited too long; it goes on anyway.

        Raises StoreError.
        """
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        patience = asyncio.create_task(self.out_of_patience())
        await asyncio.wait([task, patience], return_when=asyncio.FIRST_COMPLETED)
        patience.cancel()
        if not task.done():
            self._is_away("the database does not answer in time")
            raise StoreError("the database does not answer in time")
        return task.result()

    async def out_of_patience(self) -> None:
        """Wait as long as somebody who waits for an answer waits for the database."""
        for _ in range(PATIENCE_SLICES):
            await asyncio.sleep(PATIENCE_SECONDS / PATIENCE_SLICES)
        if not self._in_haste:
            await asyncio.Event().wait()  # for ever

    async def reopen(self) -> None:
        """Leave the files that are open for those at the path. SQLite's only; raises StoreError."""
        async with connected(self.engine) as connection:  # its one connection: nobody else has it
            if self.files.is_log_for_database:
                with suppress(sqlite3.Error):
                    await _move_log_into_database(connection)
            else:
                self.files.spoil_log()
            await connection.invalidate()
        self.files.forget()
        if self.files.path:
            make_private(self.files.path)

    async def truncate_log(self) -> None:
        """Leave nothing in SQLite's log of what was written and deleted. Raises StoreError."""
        if self.files.path:
            async with connected(self.engine) as connection:
                # Should another process read just now, the next time does it.
                await _move_log_into_database(connection)
                self.files.note_checkpoint()

    async def close(self) -> None:
        """Close every connection; those of a server that does not answer are broken off."""
        if self._tasks and not self._trouble:
            await asyncio.wait(self._tasks, timeout=CLOSE_SECONDS)
        if self._tasks or self._trouble:
            for driver in self._drivers:
                driver.terminate()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=CLOSE_SECONDS)
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self.engine.dispose()
        await asyncio.sleep(0)  # in which sockets are closed

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # it is told to who waits; should nobody wait any more, it is lost

    async def _see_where_it_went(self) -> None:
        files = self.files
        # Written by a checkpoint of another process, or by who put another database there.
        if not files.moved and self._in_haste and files.was_written:
            if await asyncio.to_thread(files.reads_back):
                files.note_checkpoint()
                return
        elif not files.moved:
            return
        self.suspicious.set()
        raise StoreError(FILE_MOVED)

    def _is_away(self, why: str) -> None:
        if self._in_haste:
            self._trouble, self._ask_again_at = why, time.monotonic() + AWAY_SECONDS

    def _connected(self, connection: Any, _record: object) -> None:
        self.files.forget()
        if hasattr(connection.driver_connection, "terminate"):
            self._drivers.add(connection.driver_connection)


async def _break_off_later(
    connection: AsyncConnection, seconds: float
) -> asyncio.TimerHandle | None:
    # Cancelling would ask the server first, which is what does not answer.
    driver = (await connection.get_raw_connection()).driver_connection
    terminate = getattr(driver, "terminate", None)
    if terminate is None:
        return None
    return asyncio.get_running_loop().call_later(seconds, terminate)


async def _move_log_into_database(connection: AsyncConnection) -> None:
    # By the driver: SQLAlchemy would begin a transaction, in which it cannot be done.
    driver = (await connection.get_raw_connection()).driver_connection
    if driver:
        async with driver.execute("PRAGMA wal_checkpoint(TRUNCATE)") as cursor:
            await cursor.fetchone()
