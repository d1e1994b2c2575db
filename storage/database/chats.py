"""What is remembered of a chat: the language its people chose. Nothing else."""

from cachetools import LRUCache
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlmodel import col, delete, select, update

from storage.database.engine import transaction, upsert
from storage.database.tables import DEAD_LETTER, ChangeRow, ChatRow, InboxRow

MAX_CHATS_CACHED = 10_000  # chats kept in memory: about 1 MB


class Chats:
    """The chosen languages, read through a small cache: a known chat costs no query.

    What another replica changed is seen after `refresh()`. Every method raises StoreError.
    """

    def __init__(self, engine: AsyncEngine, cached: int = MAX_CHATS_CACHED) -> None:
        self._engine = engine
        self._cache: LRUCache[int, str | None] = LRUCache(cached)
        self._changes: int | None = None  # as counted when the cache was last known to be right

    async def language(self, chat_id: int) -> str | None:
        """The language chosen in the chat, or None where nobody chose one."""
        if chat_id in self._cache:
            return self._cache[chat_id]
        query = select(ChatRow.language).where(col(ChatRow.id) == chat_id)
        async with transaction(self._engine) as connection:
            chosen: str | None = (await connection.execute(query)).scalar_one_or_none()
        self._cache[chat_id] = chosen
        return chosen

    def remembered(self, chat_id: int) -> str | None:
        """The language chosen in the chat, as far as the cache knows: the store is not asked."""
        return self._cache.get(chat_id)

    async def choose_language(self, chat_id: int, language: str) -> None:
        """Remember a language for the chat."""
        async with transaction(self._engine) as connection:
            row = upsert(connection, ChatRow, ["id"], id=chat_id, language=language)
            await connection.execute(row)
            await _count(connection)
        self._cache[chat_id] = language

    async def forget(self, chat_id: int) -> None:
        """Delete all that is remembered of the chat, dead letters included."""
        async with transaction(self._engine) as connection:
            await connection.execute(delete(ChatRow).where(col(ChatRow.id) == chat_id))
            dead = (col(InboxRow.lane) == chat_id, col(InboxRow.state) == DEAD_LETTER)
            await connection.execute(delete(InboxRow).where(*dead))
            await _count(connection)
        self._cache[chat_id] = None

    async def move(self, old_id: int, new_id: int) -> None:
        """A group has become a supergroup: what was remembered goes with it."""
        async with transaction(self._engine) as connection:
            query = (
                delete(ChatRow).where(col(ChatRow.id) == old_id).returning(col(ChatRow.language))
            )
            language = (await connection.execute(query)).scalar_one_or_none()
            if language is not None:
                row = upsert(connection, ChatRow, ["id"], id=new_id, language=language)
                await connection.execute(row)
            await _count(connection)
        self._cache.pop(old_id, None)
        self._cache.pop(new_id, None)

    async def refresh(self) -> None:
        """Trust the cache no more if anybody has changed a chat since the last call."""
        query = select(ChangeRow.number).where(col(ChangeRow.id) == 1)
        async with transaction(self._engine) as connection:
            changes = (await connection.execute(query)).scalar_one()
        if changes != self._changes:
            self._cache.clear()
            self._changes = changes


async def _count(connection: AsyncConnection) -> None:
    one = update(ChangeRow).where(col(ChangeRow.id) == 1)
    await connection.execute(one.values(number=ChangeRow.number + 1))
