"""Pictures that Telegram has already: their file ids, by which they are sent again at once."""

from dataclasses import dataclass

from cachetools import LRUCache
from sqlmodel import col, select

from storage.database.database import Database
from storage.database.engine import upsert
from storage.database.tables import PictureRow

MAX_PICTURES_CACHED = 10_000  # about 2 MB


@dataclass(frozen=True, slots=True)
class PictureKey:
    """What a picture shows, and to readers of which language; `version` is of data and style."""

    subject: str
    language: str
    version: str


class Pictures:
    """One bot's file ids: no other bot can send by them. Without a database in memory alone.

    Of each picture the newest version is kept.
    """

    def __init__(self, database: Database | None = None, bot_id: int = 0) -> None:
        self._database = database
        self._bot_id = bot_id
        self._cache: LRUCache[PictureKey, str] = LRUCache(MAX_PICTURES_CACHED)

    async def file_id(self, key: PictureKey) -> str | None:
        """The file id of a picture; None where it was not sent yet. Raises StoreError."""
        if key in self._cache or self._database is None:
            return self._cache.get(key)
        found = await self._database.in_time(self._read(self._database, key))
        if found:
            self._cache[key] = found
        return found

    async def remember(self, key: PictureKey, file_id: str) -> None:
        """The picture was sent and has this id. Raises StoreError, and remembers it anyway."""
        self._cache[key] = file_id
        if self._database is not None:
            await self._database.in_time(self._write(self._database, key, file_id))

    async def _read(self, database: Database, key: PictureKey) -> str | None:
        query = select(PictureRow.file_id).where(
            col(PictureRow.bot_id) == self._bot_id,
            col(PictureRow.subject) == key.subject,
            col(PictureRow.language) == key.language,
            col(PictureRow.version) == key.version,
        )
        async with database.transaction(read_only=True) as connection:
            found: str | None = (await connection.execute(query)).scalar_one_or_none()
        return found

    async def _write(self, database: Database, key: PictureKey, file_id: str) -> None:
        async with database.transaction() as connection:
            await connection.execute(
                upsert(
                    connection,
                    PictureRow,
                    ["bot_id", "subject", "language"],
                    bot_id=self._bot_id,
                    subject=key.subject,
                    language=key.language,
                    version=key.version,
                    file_id=file_id,
                )
            )
