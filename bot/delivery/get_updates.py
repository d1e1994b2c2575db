"""Long polling: updates from Telegram, raw, so that one which cannot be read stops no other."""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import ExtBot

from bot.delivery.attempt import Sleep
from bot.delivery.outage import Outage
from bot.delivery.raw_updates import ALLOWED_UPDATES, RawUpdate
from bot.delivery.retry import WAITS, Backoff, TokenRefusals, Waits

log = logging.getLogger(__name__)

AT_ONCE_SECONDS = 0.5  # a long poll that brings nothing takes longer
TELL_IDLE_AFTER = 3  # polls in a row
CONFIRM_SECONDS = 0.5  # for the last poll; the process is asked to end


class LongPoll:
    """Long polls, one at a time; what fails is tried again, with backoff and jitter, for ever.

    `rest()` is to be called after each.
    """

    def __init__(
        self,
        bot: ExtBot[None],
        waits: Waits = WAITS,
        sleep: Sleep = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot = bot
        self._seconds = waits.long_poll
        self._sleep = sleep
        self._clock = clock
        self._outage = Outage(log, logging.ERROR)
        self._backoff = Backoff(waits, waits.longest_poll_flood)
        self._idle_backoff = Backoff(replace(waits, longest_backoff=waits.longest_idle_backoff))
        self._idle = 0  # polls in a row that brought nothing, though they took no time
        self._token = TokenRefusals(waits, clock)
        self._polled = self._at_once = False

    async def fetch(self, offset: int | None) -> list[RawUpdate]:
        """The next batch, by ascending ids, empty after a long poll without news.

        The offset confirms all before it to Telegram, which then forgets them: they must be kept by
        then. None confirms nothing. Raises InvalidToken, nothing else.
        """
        while True:
            began = self._clock()
            try:
                batch = await self._poll(offset)
            except InvalidToken as error:
                if self._token.refused():
                    raise
                await self._pause(error)
            except Exception as error:  # noqa: BLE001 - garbage makes PTB raise anything
                await self._pause(error)
                await self._take_over(error)
            else:
                self._backoff.reset()
                self._token.accepted()
                self._at_once = self._polled and self._clock() - began < AT_ONCE_SECONDS
                self._polled = True
                self._outage.over("polling goes on")
                return batch
            offset = None  # who answers next may be another server, with other ids

    async def rest(self, *, brought_news: bool) -> None:
        """Wait, longer and longer, where polls bring nothing new and yet come back at once."""
        if brought_news or not self._at_once:
            self._idle = 0
            self._idle_backoff.reset()
            return
        self._idle += 1
        if self._idle == TELL_IDLE_AFTER:
            log.warning("getUpdates comes back at once and brings nothing new; it is asked less")
        await self._sleep(self._idle_backoff.next())

    async def confirm(self, offset: int) -> None:
        """Confirm all before the offset, and take nothing: the last poll. Raises nothing."""
        asked = urlencode({"timeout": 0, "limit": 1, "offset": offset})
        url = f"{self._bot.base_url}/getUpdates?{asked}"
        try:
            async with asyncio.timeout(CONFIRM_SECONDS):
                await self._bot.request.post(url)
        except Exception as error:  # noqa: BLE001 - Telegram will bring them again, that is all
            log.info("what was finished last is not confirmed: %s", type(error).__name__)

    async def _poll(self, offset: int | None) -> list[RawUpdate]:
        # The first poll waits for nothing: so it is known at once whether polling works.
        wait = int(self._seconds) if self._polled else 0
        asked: dict[str, object] = {"timeout": wait, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        if offset is not None:
            asked["offset"] = offset
        # Not do_api_request: it warns here, and takes a wrong token for a wrong method.
        batch: list[RawUpdate] = await self._bot.request.post(
            f"{self._bot.base_url}/getUpdates?{urlencode(asked)}",
            read_timeout=self._seconds + 10,
        )  # type: ignore[assignment]
        if not isinstance(batch, list):
            raise NetworkError("no list of updates")
        return batch

    async def _take_over(self, error: Exception) -> None:
        """Delete a webhook that was set before the start; one set later is somebody else's."""
        if self._polled or not _tells_of_webhook(error):
            return
        try:
            await self._bot.delete_webhook()
        except TelegramError as failure:
            self._outage.tell("the webhook cannot be deleted: %s", failure)

    async def _pause(self, error: Exception) -> None:
        if not isinstance(error, Conflict):
            self._outage.tell("Telegram gives no updates: %s", error)
        elif _tells_of_webhook(error):
            self._outage.tell("a webhook is set for this bot: another process serves it there")
        else:
            self._outage.tell("another process polls with this token; stop one of the two")
        await self._sleep(self._backoff.after(error))


def _tells_of_webhook(error: Exception) -> bool:
    return isinstance(error, Conflict) and "webhook" in error.message.lower()
