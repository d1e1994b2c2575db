"""The door to storage: opens the database, brings it up to date, hands out what is in it."""

import asyncio
import logging
import time
from types import TracebackType
from typing import Self

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, delete, select, update

from storage.catalogue import Catalogue
from storage.database.chats import Chats
from storage.database.database import LONG_TRANSACTION_SECONDS, Database
from storage.database.engine import make_engine
from storage.database.errors import StoreDamagedError, StoreError
from storage.database.inbox import Inbox
from storage.database.owner import Owner
from storage.database.pictures import Pictures
from storage.database.read_catalogue import load_catalogue
from storage.database.schema import upgrade
from storage.database.tables import ChangeRow, ChatRow, RevisionRow
from storage.database.write_dataset import write_dataset
from storage.ingest.dataset import Dataset, bundled_dataset, bundled_digest

log = logging.getLogger(__name__)

START_LOCK = 0x506F6272  # any number of our own, for PostgreSQL's advisory lock
START_LOCK_TIMEOUT_SECONDS = 60.0  # another replica may be migrating


class Store:
    """An open database. Use as an async context manager, or open() and close()."""

    def __init__(self, database: Database, bot_id: int = 0, *, adopts: bool = True) -> None:
        self.database = database
        self.chats = Chats(database, bot_id)
        self._bot_id = bot_id
        self._adopts = adopts
        self._lost = False  # the files that were open; those in their place are not ready yet

    @classmethod
    async def open(cls, url: str, bot_id: int = 0, *, adopts: bool = True) -> Self:
        """Open the database, migrate it, fill it where it is empty or has an older bundled list.

        All of it is one transaction under a lock: two starts at once do it once, a killed one not
        at all. `bot_id`: whose chats are asked for; it `adopts` those of which no bot is known.
        Raises StoreError.
        """
        store = cls(Database(make_engine(url)), bot_id, adopts=adopts)
        try:
            await store._prepare()
        except BaseException:
            await store.close()
            raise
        return store

    def inbox(self, bot_id: int) -> Inbox:
        """The updates that a bot has accepted and not finished."""
        return Inbox(self.database, bot_id)

    def owner(self, bot_id: int) -> Owner:
        """Who may run what is in a bot's inbox."""
        return Owner(self.database, bot_id)

    def pictures(self, bot_id: int) -> Pictures:
        """The pictures that a bot has sent."""
        return Pictures(self.database, bot_id)

    async def load_catalogue(self) -> Catalogue:
        """The catalogue as it stands in the database. Raises StoreError."""
        seconds = LONG_TRANSACTION_SECONDS
        async with self.database.transaction(read_only=True, seconds=seconds) as connection:
            return await load_catalogue(connection)

    async def revision(self) -> str:
        """The digest of the dataset that the database holds. Raises StoreError."""
        async with self.database.transaction(read_only=True, probe=True) as connection:
            return (await connection.execute(select(RevisionRow.digest))).scalar_one()

    async def check(self) -> None:
        """See that what is written can be read again by the next start, and leave no words behind.

        Files that were deleted, replaced or overwritten are left for those that are there, which
        `Database.reopened` tells. Raises StoreError.
        """
        self.database.suspicious.clear()
        if self._lost or self.database.files.moved or not await self._writes_and_reads():
            await self._reopen()
        await self.database.truncate_log()

    async def _writes_and_reads(self) -> bool:
        beat, files = time.time_ns(), self.database.files
        if not await asyncio.to_thread(files.reads_back):
            return False
        try:
            async with self.database.transaction(probe=True) as connection:
                written = await connection.execute(update(ChangeRow).values(beat=beat))
        except StoreDamagedError:
            if files.path is None:
                raise
            return False
        files.beat = beat
        return files.path is None or written.rowcount == 1

    async def _reopen(self) -> None:
        if not self._lost:
            log.error(
                "the database was deleted, replaced or damaged while it was in use; "
                "from now on what stands in its place is used"
            )
        self._lost = True
        await self.database.reopen()
        await self._prepare()
        self._lost = False
        self.chats.distrust()
        for told in self.database.reopened:
            told()

    async def _prepare(self) -> None:
        async with self.database.transaction(durable=True, probe=True) as connection:
            await _lock(connection)
            await connection.run_sync(upgrade)
            await _fill(connection)
            if self._bot_id and self._adopts:
                await _adopt(connection, self._bot_id)

    async def replace_dataset(self, dataset: Dataset) -> bool:
        """Put another dataset in the old one's place; False where it is the same already."""
        async with self.database.transaction(durable=True) as connection:
            await _lock(connection)
            current = (await connection.execute(select(RevisionRow.digest))).scalar_one_or_none()
            if current == dataset.digest:
                return False
            await write_dataset(connection, dataset)
            return True

    async def close(self) -> None:
        """Close every connection."""
        await self.database.close()

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


async def _adopt(connection: AsyncConnection, bot_id: int) -> None:
    nobody, own = col(ChatRow.bot_id) == 0, col(ChatRow.bot_id) == bot_id
    if (await connection.execute(select(ChatRow.id).where(nobody).limit(1))).first() is None:
        return  # as usual, and then nothing is written: the database may only read now
    known = select(ChatRow.id).where(own)
    orphans = update(ChatRow).where(nobody, col(ChatRow.id).not_in(known))
    await connection.execute(orphans.values(bot_id=bot_id))
    await connection.execute(delete(ChatRow).where(nobody))


async def _fill(connection: AsyncConnection) -> None:
    held = (await connection.execute(select(RevisionRow.digest, RevisionRow.bundled))).one_or_none()
    if held is not None and not held.bundled:
        return  # somebody imported a list of their own
    if held is None or held.digest != bundled_digest():
        dataset = bundled_dataset()
        await write_dataset(connection, dataset)
        log.info("the store now holds the bundled list, revision %s", dataset.digest[:12])
