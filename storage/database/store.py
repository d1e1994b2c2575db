"""The door to storage: opens the database, brings it up to date, hands out what is in it."""

import asyncio
import logging
import time
from types import TracebackType
from typing import Self

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlmodel import select

from storage.catalogue import Catalogue
from storage.database.chats import Chats
from storage.database.engine import StoreError, make_engine, transaction
from storage.database.inbox import Inbox
from storage.database.migrations import upgrade
from storage.database.read_catalogue import load_catalogue
from storage.database.tables import RevisionRow
from storage.database.write_dataset import write_dataset
from storage.ingest.dataset import Dataset, bundled_dataset

log = logging.getLogger(__name__)

START_LOCK = 0x506F6272  # any number of our own, for PostgreSQL's advisory lock
START_LOCK_TIMEOUT_SECONDS = 60.0  # another replica may be migrating


class Store:
    """An open database. Use as an async context manager, or open() and close()."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self.chats = Chats(engine)

    @classmethod
    async def open(cls, url: str) -> Self:
        """Open the database, migrate it, fill it where it is empty or has an older bundled list.

        All of it is one transaction under a lock: two starts at once do it once, a killed one not
        at all. Raises StoreError.
        """
        store = cls(make_engine(url))
        try:
            async with transaction(store._engine, durable=True) as connection:
                await _lock(connection)
                await connection.run_sync(upgrade)
                await _fill(connection)
        except BaseException:
            await store.close()
            raise
        return store

    def inbox(self, bot_id: int) -> Inbox:
        """The updates that a bot has accepted and not finished."""
        return Inbox(self._engine, bot_id)

    async def load_catalogue(self) -> Catalogue:
        """The catalogue as it stands in the database. Raises StoreError."""
        async with transaction(self._engine) as connection:
            return await load_catalogue(connection)

    async def revision(self) -> str:
        """The digest of the dataset that the database holds. Raises StoreError."""
        async with transaction(self._engine) as connection:
            return (await connection.execute(select(RevisionRow.digest))).scalar_one()

    async def replace_dataset(self, dataset: Dataset) -> bool:
        """Put another dataset in the old one's place; False where it is the same already."""
        async with transaction(self._engine, durable=True) as connection:
            await _lock(connection)
            current = (await connection.execute(select(RevisionRow.digest))).scalar_one_or_none()
            if current == dataset.digest:
                return False
            await write_dataset(connection, dataset)
            return True

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()


async def _lock(connection: AsyncConnection) -> None:
    # On SQLite each transaction begins with the write lock (storage/database/engine.py).
    if connection.dialect.name != "postgresql":
        return
    until = time.monotonic() + START_LOCK_TIMEOUT_SECONDS
    # Asked again and again: a statement that waited would meet its time limit.
    while not (
        await connection.execute(text(f"SELECT pg_try_advisory_xact_lock({START_LOCK})"))
    ).scalar():
        if time.monotonic() > until:
            raise StoreError(
                "another process keeps the store locked; is a start or an import stuck?"
            )
        await asyncio.sleep(0.1)


async def _fill(connection: AsyncConnection) -> None:
    held = (await connection.execute(select(RevisionRow.digest, RevisionRow.bundled))).one_or_none()
    if held is not None and not held.bundled:
        return  # somebody imported a list of their own
    dataset = bundled_dataset()
    if held is None or held.digest != dataset.digest:
        await write_dataset(connection, dataset)
        log.info("the store now holds the bundled list, revision %s", dataset.digest[:12])
