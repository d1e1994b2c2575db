"""What is remembered of a chat: the language its people chose, and what they say is wrong."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from cachetools import LRUCache
from sqlalchemy import Insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, delete, select, update

from storage.database.corrections import Corrections
from storage.database.database import Database
from storage.database.engine import upsert
from storage.database.errors import StoreError, StoreRefusedError
from storage.database.tables import ChangeRow, ChatRow, InboxRow, State

log = logging.getLogger(__name__)

MAX_CHATS_CACHED = 10_000  # chats kept in memory: about 1 MB


@dataclass(frozen=True, slots=True)
class _Write:
    """A change that is known here and may not be in the store yet: what is remembered after it."""

    chats: frozenset[int]
    languages: Mapping[int, str | None]
    execute: Callable[[AsyncConnection], Coroutine[Any, Any, None]]
    forgets: bool = False
    number: int = 0


class Chats:
    """The chosen languages of one bot's chats, in memory; the store follows.

    After `refresh()` it is known what other replicas changed, and no chat costs a query while those
    that chose are few enough. What is changed here is known at once; while the store does not take
    it, it is not `is_written`, and `flush()` tries again.
    """

    def __init__(self, database: Database, bot_id: int = 0, cached: int = MAX_CHATS_CACHED) -> None:
        self.corrections = Corrections(database, bot_id)
        self._database = database
        self._bot_id = bot_id
        self._own = col(ChatRow.bot_id) == bot_id
        self._cache: LRUCache[int, str | None] = LRUCache(cached)
        self._has_all = False  # the cache has all that chose: who is not in it, did not
        self._changes: int | None = None  # as counted when the cache was last known to be right
        self._version = 0  # of the cache: what was read before it grew is out of date
        self.changes = 0  # made here since the start
        self._unwritten: list[_Write] = []
        self._progress = asyncio.Event()  # set, and another one, when one of them is written
        self._flushing = asyncio.Lock()

    async def language(self, chat_id: int) -> str | None:
        """The language chosen in the chat, or None where nobody chose one. Raises StoreError."""
        if chat_id in self._cache or self._has_all:
            return self._cache.get(chat_id)
        return await self._database.in_time(self._read(chat_id))

    def remembered(self, chat_id: int) -> str | None:
        """The language chosen in the chat, as far as the cache knows: the store is not asked."""
        return self._cache.get(chat_id)

    async def choose_language(self, chat_id: int, language: str | None) -> bool:
        """Remember a language for the chat, or with None that it has none; whether it is written.

        Nothing else that is remembered of the chat changes.
        """

        async def execute(connection: AsyncConnection) -> None:
            own = delete(ChatRow).where(self._own, col(ChatRow.id) == chat_id)
            row = self._row(connection, chat_id, language) if language else own
            await connection.execute(row)

        return await self._write(_Write(frozenset([chat_id]), {chat_id: language}, execute))

    async def forget(self, chat_id: int) -> bool:
        """Delete all that is kept of a chat or a person, dead letters too; whether it is done."""

        async def execute(connection: AsyncConnection) -> None:
            await connection.execute(delete(ChatRow).where(self._own, col(ChatRow.id) == chat_id))
            its = (col(InboxRow.bot_id) == self._bot_id, col(InboxRow.lane) == chat_id)
            dead = col(InboxRow.state) == State.DEAD_LETTER
            await connection.execute(delete(InboxRow).where(*its, dead))
            await self.corrections.forget(connection, chat_id)

        return await self._write(
            _Write(frozenset([chat_id]), {chat_id: None}, execute, forgets=True)
        )

    async def move(self, old_id: int, new_id: int) -> bool:
        """A group has become a supergroup: what was remembered goes with it; whether it is written.

        It may be told any number of times. What the supergroup chose itself stays.
        """

        async def execute(connection: AsyncConnection) -> None:
            old = (self._own, col(ChatRow.id) == old_id)
            row = delete(ChatRow).where(*old).returning(col(ChatRow.language))
            if language := (await connection.execute(row)).scalar_one_or_none():
                await connection.execute(self._row(connection, new_id, language, keep=True))
            lane = update(InboxRow).where(col(InboxRow.bot_id) == self._bot_id)
            its = lane.where(col(InboxRow.lane) == old_id)
            await connection.execute(its.values(lane=new_id))
            await self.corrections.move(connection, old_id, new_id)

        languages: dict[int, str | None] = {old_id: None}
        if old_id in self._cache or self._has_all:
            languages[new_id] = self._cache.get(new_id) or self._cache.get(old_id)
        else:
            self._cache.pop(new_id, None)
        return await self._write(_Write(frozenset([old_id, new_id]), languages, execute))

    def is_written(self, chat_id: int | None, since: int = 0) -> bool:
        """Whether the store has what was changed for the chat, since so many changes of any."""
        return not any(chat_id in write.chats and write.number > since for write in self._unwritten)

    async def written(self, chat_id: int | None, since: int = 0) -> None:
        """Wait until the store has it."""
        while not self.is_written(chat_id, since):
            await self._progress.wait()

    async def flush(self) -> None:
        """Write what is unwritten, in order. Raises StoreError."""
        async with self._flushing:
            while self._unwritten:
                write = self._unwritten[0]
                try:
                    async with self._database.transaction(probe=True) as connection:
                        await write.execute(connection)
                        await _count(connection)
                except StoreRefusedError:
                    self._unwritten.pop(0)
                    self.distrust()
                    raise
                self._unwritten.pop(0)
                self._version += 1
                self._progress.set()
                self._progress = asyncio.Event()
                if write.forgets:
                    with suppress(StoreError):  # it will be done before long anyway
                        await self._database.truncate_log()

    async def refresh(self) -> None:
        """Write what is unwritten, and see what others have changed. Raises StoreError."""
        await self.flush()
        version = self._version
        async with self._database.transaction(read_only=True, probe=True) as connection:
            count = select(ChangeRow.number).where(col(ChangeRow.id) == 1)
            changes = (await connection.execute(count)).scalar_one()
            if changes == self._changes:
                return
            query = select(ChatRow.id, ChatRow.language).where(self._own)
            limited = query.limit(int(self._cache.maxsize) + 1)
            chosen = [(row[0], row[1]) for row in await connection.execute(limited)]
        if version != self._version:
            return  # what was read may be older than what is known; the next time will tell
        self.distrust()
        if len(chosen) <= self._cache.maxsize:
            self._cache.update(chosen)
            self._has_all = True
        self._changes = changes

    def distrust(self) -> None:
        """The store may hold anything: it is asked anew, but for what is not written yet."""
        self._version += 1
        self._cache.clear()
        self._has_all, self._changes = False, None
        for write in self._unwritten:
            self._know(write)

    async def _read(self, chat_id: int) -> str | None:
        version = self._version
        query = select(ChatRow.language).where(self._own, col(ChatRow.id) == chat_id)
        async with self._database.transaction(read_only=True) as connection:
            chosen: str | None = (await connection.execute(query)).scalar_one_or_none()
        if version == self._version:
            self._cache[chat_id] = chosen
        return chosen

    async def _write(self, write: _Write) -> bool:
        self.changes += 1
        write = replace(write, number=self.changes)
        self._unwritten.append(write)
        self._know(write)
        if self._database.is_away:
            return False
        try:
            await self._database.in_time(self.flush())
        except StoreRefusedError:
            raise
        except StoreError as error:
            log.warning("a chat's settings are written later: %s", error)
        return write not in self._unwritten

    def _know(self, write: _Write) -> None:
        self._version += 1
        self._cache.update(write.languages)
        if len(self._cache) >= self._cache.maxsize:
            self._has_all = False  # somebody may have had to go

    def _row(
        self, connection: AsyncConnection, chat_id: int, language: str, *, keep: bool = False
    ) -> Insert:
        """The chat's row; `keep`: one that is there already stays as it is."""
        values = {"bot_id": self._bot_id, "id": chat_id, "language": language}
        return upsert(connection, ChatRow, ["bot_id", "id"], keep=keep, **values)


async def _count(connection: AsyncConnection) -> None:
    one = update(ChangeRow).where(col(ChangeRow.id) == 1)
    await connection.execute(one.values(number=ChangeRow.number + 1))
