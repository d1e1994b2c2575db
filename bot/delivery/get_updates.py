"""Long polling: updates from Telegram, raw, so that one which cannot be read stops no other."""

import asyncio
import json
import logging
from urllib.parse import urlencode

from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.delivery.attempt import Sleep
from bot.delivery.log_throttle import LogThrottle
from bot.delivery.raw_updates import ALLOWED_UPDATES, RawUpdate
from bot.delivery.retry import WAITS, Backoff, Waits

log = logging.getLogger(__name__)


class LongPoll:
    """Long polls, one at a time; what fails is tried again, with backoff and jitter, for ever."""

    def __init__(
        self, bot: ExtBot[None], waits: Waits = WAITS, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._bot = bot
        self._seconds = waits.long_poll
        self._sleep = sleep
        self._throttle = LogThrottle(log, logging.ERROR)
        self._backoff = Backoff(waits)
        self._polled = False

    async def fetch(self, offset: int | None) -> list[RawUpdate]:
        """The next batch, by ascending ids, empty after a long poll without news.

        The offset confirms all before it to Telegram, which then forgets them: they must be kept by
        then. None confirms nothing. Raises InvalidToken, nothing else.
        """
        while True:
            try:
                batch = await self._poll(offset)
            except InvalidToken:
                raise
            except (TelegramError, KeyError) as error:  # KeyError: JSON without a result
                await self._pause(error)
                await self._take_over(error)
            else:
                self._backoff.reset()
                self._polled = True
                self._throttle.over("polling goes on")
                return batch

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
        return batch

    async def _take_over(self, error: Exception) -> None:
        """Delete a webhook that was set before the start; one set later is somebody else's."""
        if self._polled or not _tells_of_webhook(error):
            return
        try:
            await self._bot.delete_webhook()
        except InvalidToken:
            raise
        except TelegramError as failure:
            self._throttle.tell("the webhook cannot be deleted: %s", failure)

    async def _pause(self, error: Exception) -> None:
        if not isinstance(error, Conflict):
            self._throttle.tell("Telegram gives no updates: %s", error)
        elif _tells_of_webhook(error):
            self._throttle.tell("a webhook is set for this bot: another process serves it there")
        else:
            self._throttle.tell("another process polls with this token; stop one of the two")
        await self._sleep(self._backoff.after(error))


def _tells_of_webhook(error: Exception) -> bool:
    return isinstance(error, Conflict) and "webhook" in error.message.lower()
