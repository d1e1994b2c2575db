"""What is remembered of a chat: the language its people chose. Nothing else."""

from collections import OrderedDict

from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import ChatRow

REMEMBERED = 10_000  # chats kept in memory: about 1 MB


class Chats:
    """The chosen languages, read through a small cache: a known chat costs no query."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._cache: OrderedDict[int, str | None] = OrderedDict()

    async def language(self, chat_id: int) -> str | None:
        """The language chosen in the chat, or None where nobody chose one."""
        if chat_id in self._cache:
            self._cache.move_to_end(chat_id)
            return self._cache[chat_id]
        async with AsyncSession(self._engine) as session:
            chosen = (
                await session.exec(select(ChatRow.language).where(ChatRow.id == chat_id))
            ).one_or_none()
        self._keep(chat_id, chosen)
        return chosen

    async def choose_language(self, chat_id: int, language: str) -> None:
        """Remember a language for the chat."""
        async with AsyncSession(self._engine) as session:
            await session.merge(ChatRow(id=chat_id, language=language))
            await session.commit()
        self._keep(chat_id, language)

    async def forget(self, chat_id: int) -> None:
        """Delete all that is remembered of the chat."""
        async with AsyncSession(self._engine) as session:
            await session.exec(delete(ChatRow).where(ChatRow.id == chat_id))  # type: ignore[arg-type]
            await session.commit()
        self._keep(chat_id, None)

    def _keep(self, chat_id: int, language: str | None) -> None:
        self._cache[chat_id] = language
        self._cache.move_to_end(chat_id)
        if len(self._cache) > REMEMBERED:
            self._cache.popitem(last=False)
