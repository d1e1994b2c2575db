"""The owner of a bot's inbox: one process at a time, until it ends, in whatever way."""

import asyncio
import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database.database import Database
from storage.database.errors import StoreError, store_errors

# PostgreSQL's advisory locks are numbers: ours, with the bot's id behind it.
OWN_LOCK = 0x506F62 << 40
ANSWER_SECONDS = 3.0  # in which a server says whether the lock is still ours


class Owner:
    """A lock of one bot's: beside SQLite's file, or of a connection to PostgreSQL.

    The system takes it off whoever dies. Only who runs updates needs it; commands do not ask.
    """

    def __init__(self, database: Database, bot_id: int) -> None:
        self._database = database
        self._bot_id = bot_id
        self._file: int | None = None
        self._connection: AsyncConnection | None = None
        self._driver: Any = None

    async def claim(self) -> bool:
        """Whether it is ours, now or still. Raises StoreError."""
        if path := self._database.files.path:
            return self._file is not None or self._lock_file(Path(f"{path}-{self._bot_id}.lock"))
        if self._database.engine.dialect.name != "postgresql":
            return True  # in memory there is nobody else
        try:
            with store_errors():
                return await self._lock_on_server()
        except StoreError:
            await self.release()
            raise

    async def release(self) -> None:
        """It is anybody's."""
        if self._file is not None:
            os.close(self._file)
        if self._connection:
            self._driver.terminate()  # a server that does not answer is not asked
            with suppress(Exception):  # what it says of its end is no news
                await self._connection.invalidate()
            await self._connection.close()
            await asyncio.sleep(0)  # in which the socket is closed
        self._file = self._connection = None

    def _lock_file(self, path: Path) -> bool:
        try:
            file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(f"cannot make {path} ({error.strerror}); check its folder") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return False
        self._file = file
        return True

    async def _lock_on_server(self) -> bool:
        if self._connection is None:
            connection = await self._database.engine.connect()
            self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            self._driver = (await connection.get_raw_connection()).driver_connection
        # Whoever has it may take it once more: so this also tells whether it is still ours.
        number = OWN_LOCK | self._bot_id
        timer = asyncio.get_running_loop().call_later(ANSWER_SECONDS, self._driver.terminate)
        try:
            asked = text(f"SELECT pg_try_advisory_lock({number})")
            return bool((await self._connection.execute(asked)).scalar())
        finally:
            timer.cancel()
