"""Polling: updates are run, and confirmed to Telegram once they are kept or finished."""

import asyncio
import json
import logging
import time
from collections.abc import Sequence

from cachetools import LRUCache
from telegram.ext import ExtBot

from bot.delivery.get_updates import LongPoll
from bot.delivery.liveness import Liveness
from bot.delivery.raw_updates import RawUpdate, id_of, ordering_key_of
from bot.delivery.retry import WAITS, Waits
from bot.delivery.worker import InboxWorker
from storage.database.engine import StoreError
from storage.database.entries import Entry
from storage.database.inbox import Inbox

log = logging.getLogger(__name__)

MAX_REMEMBERED = 10_000  # updates that came last


class Polling:
    """Takes updates by long polling and has the worker run them: at least once, a chat's in order.

    `run()` may be called once.
    """

    def __init__(
        self,
        bot: ExtBot[None],
        work: InboxWorker,
        inbox: Inbox,
        liveness: Liveness,
        waits: Waits = WAITS,
    ) -> None:
        self._work = work
        self._inbox = inbox
        self._liveness = liveness
        self._fetching = LongPoll(bot, waits)
        self._waits = waits
        self._known: LRUCache[int, int] = LRUCache(MAX_REMEMBERED)  # digests of what has come
        self._window: list[int] = []  # the last batch: all that is not known to be confirmed
        self._unsafe: list[int] = []  # of these, what only Telegram keeps
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll until cancelled; then drain the worker, and end within `Waits.drain` and a moment.

        The first poll confirms nothing: ids may begin anew, after a week of silence or on another
        server. Raises InvalidToken.
        """
        self._liveness.inbox_is_read = self._work.has_read_inbox
        resuming = asyncio.create_task(self._work.resume())
        try:
            await self._work.read_inbox()
            await self._read_finished()
            while True:
                if resuming.done():
                    resuming.result()  # if it broke, so should we: nothing would be run
                news = await self._take(await self._fetching.fetch(self._offset))
                if self._unsafe and not news:  # Telegram brings them again at once
                    await asyncio.sleep(self._waits.unconfirmed_poll)
                else:
                    await self._fetching.rest(brought_news=news)
        finally:
            resuming.cancel()
            await self._work.drain(self._waits.drain)
            await self._confirm_finished()

    async def _read_finished(self) -> None:
        try:
            async with asyncio.timeout(self._waits.recovery):
                self._known.update(await asyncio.shield(self._inbox.finished()))
        except (StoreError, TimeoutError) as error:
            log.warning("what was finished last may be answered again: %s", error)

    async def _take(self, batch: Sequence[RawUpdate]) -> bool:
        """Let what is new run, and tell whether anything was.

        What is neither finished nor in the store stays unconfirmed.
        """
        self._liveness.beat()
        entries = [_entry(id, raw) for raw in batch if (id := id_of(raw)) is not None]
        if not entries:
            self._unsafe = []
            return False
        new = [each for each in entries if self._known.get(each.update_id) != each.digest]
        self._window = [each.update_id for each in entries]
        self._work.put(new, self._window)
        self._known.update({each.update_id: each.digest for each in new})
        self._unsafe = await self._work.kept(self._window)
        self._offset = min(self._unsafe, default=max(self._window) + 1)
        return bool(new)

    async def _confirm_finished(self) -> None:
        """What has ended in time is not to come again, though no other poll will confirm it."""
        unsafe = self._work.unsafe(self._window)
        if self._window:
            await self._fetching.confirm(min(unsafe, default=max(self._window) + 1))


def _entry(update_id: int, raw: RawUpdate) -> Entry:
    return Entry(update_id, ordering_key_of(raw), json.dumps(raw), time.time())
