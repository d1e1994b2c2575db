"""Polling: a batch is kept in the inbox, confirmed to Telegram by the next poll, and run."""

import asyncio
import json
import logging
import time
from collections.abc import Sequence

from telegram.ext import ExtBot

from bot.delivery.get_updates import LongPoll
from bot.delivery.liveness import Liveness
from bot.delivery.log_throttle import LogThrottle
from bot.delivery.raw_updates import RawUpdate, id_of, ordering_key_of
from bot.delivery.retry import WAITS, Waits
from bot.delivery.update_ids import New, UpdateIds
from bot.delivery.worker import InboxWorker
from storage.database.engine import StoreError
from storage.database.inbox import Entry, Inbox

log = logging.getLogger(__name__)


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
        self._ids = UpdateIds(None)
        self._offset: int | None = None  # nothing is confirmed to a server that we do not know yet
        self._throttle = LogThrottle(log)

    async def run(self) -> None:
        """Poll until cancelled; then drain the worker, and end within `Waits.drain` and a moment.

        Raises InvalidToken, and StoreError where it cannot begin.
        """
        self._ids = UpdateIds(await self._inbox.last())
        resuming = asyncio.create_task(self._work.resume())
        try:
            while True:
                if resuming.done():
                    resuming.result()  # if it broke, so should we: nothing would be run
                batch = await self._fetching.fetch(self._offset)
                await self._fetching.rest(brought_news=await self._take(batch))
        finally:
            resuming.cancel()
            # Waited for: a query that is cancelled once more, by the loop's end, hangs for ever.
            await asyncio.wait([resuming])
            await self._work.drain(self._waits.drain)

    async def _take(self, batch: Sequence[RawUpdate]) -> bool:
        """Keep a batch and let it run; whether anything in it was new."""
        self._liveness.beat()
        await self._work.flush()
        entries = [_entry(id, raw) for raw in batch if (id := id_of(raw)) is not None]
        if not entries:
            return False
        new = self._ids.new_of(entries)
        if new.entries:
            await self._accept(new)
        self._ids.took(entries)
        self._offset = max(e.update_id for e in entries) + 1
        return bool(new.entries)

    async def _accept(self, new: New) -> None:
        try:
            self._work.put(await self._inbox.accept(new.entries, anew=new.anew))
            self._throttle.over("the store is back")
        except StoreError as error:
            self._throttle.tell("updates are handled before they are confirmed: %s", error)
            await self._handle_first(new)

    async def _handle_first(self, new: New) -> None:
        """With the store away Telegram keeps the batch until it is handled, or the store back."""
        open_ = list(zip(new.entries, self._work.put(new.entries), strict=True))
        while open_:
            await _all_done([job.done for _, job in open_], within=self._waits.store_away)
            open_ = [(entry, job) for entry, job in open_ if not job.done.is_set()]
            try:
                await self._inbox.accept([entry for entry, _ in open_], anew=new.anew)
            except StoreError:
                continue
            # What ended in this moment must not be run by the next process.
            ended = [entry.update_id for entry, job in open_ if job.done.is_set()]
            await self._work.forget(ended)
            return


async def _all_done(events: Sequence[asyncio.Event], within: float) -> None:
    try:
        async with asyncio.timeout(within):
            for event in events:
                await event.wait()
    except TimeoutError:
        pass


def _entry(update_id: int, raw: RawUpdate) -> Entry:
    return Entry(update_id, ordering_key_of(raw), json.dumps(raw), time.time())
