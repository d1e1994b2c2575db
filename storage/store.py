"""The door to storage: opens the database, brings it up to date, hands out what is in it."""

import logging
from types import TracebackType
from typing import Self

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlmodel import select

from storage.catalogue import Catalogue, load_catalogue
from storage.chats import Chats
from storage.engine import StoreError, make_engine
from storage.ingest.dataset import Dataset, bundled_dataset
from storage.ingest.write import write_dataset
from storage.migrations import upgrade
from storage.tables import RevisionRow

log = logging.getLogger(__name__)

START_LOCK = 0x506F6272  # any number of our own, for PostgreSQL's advisory lock


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
            async with store._engine.begin() as connection:
                await _lock(connection)
                await connection.run_sync(upgrade)
                await _fill(connection)
        except (DBAPIError, OSError) as error:
            await store.close()
            raise StoreError(_advice(error)) from error
        except BaseException:
            await store.close()
            raise
        return store

    async def load_catalogue(self) -> Catalogue:
        """The catalogue as it stands in the database."""
        async with self._engine.connect() as connection:
            return await load_catalogue(connection)

    async def replace_dataset(self, dataset: Dataset) -> bool:
        """Put another dataset in the old one's place; False where it is the same already."""
        async with self._engine.begin() as connection:
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
    # On SQLite each transaction begins with the write lock (storage/engine.py).
    if connection.dialect.name == "postgresql":
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({START_LOCK})"))


async def _fill(connection: AsyncConnection) -> None:
    held = (await connection.execute(select(RevisionRow.digest, RevisionRow.bundled))).one_or_none()
    if held is not None and not held.bundled:
        return  # somebody imported a list of their own
    dataset = bundled_dataset()
    if held is None or held.digest != dataset.digest:
        await write_dataset(connection, dataset)
        log.info("the store now holds the bundled list, revision %s", dataset.digest[:12])


def _advice(error: DBAPIError | OSError) -> str:
    reason = str(error.orig if isinstance(error, DBAPIError) else error)
    if "not a database" in reason or "malformed" in reason:
        return (
            "the database file is damaged and was left as it is; move it away or restore a backup"
        )
    if isinstance(error, OperationalError | OSError):
        return (
            f"the database cannot be opened ({reason}); check DATABASE_URL and the folder's rights"
        )
    return f"the database refused ({reason})"
