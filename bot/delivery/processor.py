"""One update, run to its end: the same for polling and for the webhook."""

import logging
import time
from enum import StrEnum

from telegram import Update
from telegram.error import TelegramError

from bot.context import BotApplication
from bot.delivery.attempt import Attempt, is_overtaken, running
from bot.delivery.flood import FloodDetector
from bot.delivery.newest_taps import NewestTaps
from bot.delivery.raw_updates import (
    RawUpdate,
    UnparsableError,
    chat_of,
    is_fleeting,
    kind_of,
    parse,
    too_old,
)
from bot.metrics import Metrics

log = logging.getLogger(__name__)


class UpdateResult(StrEnum):
    """What a run came to."""

    HANDLED = "handled"
    EXPIRED = "expired"  # nobody would see the answer any more
    UNPARSABLE = "unparsable"
    UNDELIVERED = "undelivered"  # its reply did not get through: to be run again
    BROKEN = "broken"  # what surrounds the handlers failed: to be run again


class UpdateProcessor:
    """Runs updates through the application, and counts.

    It keeps no order and runs as many at once as it is given: that is the caller's. It does not run
    an update again either; the result says whether somebody should.
    """

    def __init__(self, application: BotApplication, metrics: Metrics) -> None:
        self._application = application
        self._metrics = metrics
        self._floods = FloodDetector()
        self._taps = NewestTaps()

    def expect(self, raw: RawUpdate) -> None:
        """An update waits for its turn: the taps before it on the same message are overtaken."""
        self._taps.came(raw)

    def is_written(self, raw: RawUpdate, attempt: Attempt) -> bool:
        """Whether the store has what the attempt has changed for the update's chat."""
        chats = self._application.bot_data.chats
        return chats.is_written(chat_of(raw), attempt.changes_before)

    async def written(self, raw: RawUpdate, attempt: Attempt) -> None:
        """Wait until it has."""
        await self._application.bot_data.chats.written(chat_of(raw), attempt.changes_before)

    async def handle(self, raw: RawUpdate, received_at: float, attempt: Attempt) -> UpdateResult:
        """Run an update that came at `received_at` (Unix seconds) to its end; raises nothing.

        Handlers' errors go to PTB's error handler. After UNDELIVERED, `attempt.retry_after` holds
        the seconds that Telegram asked for.
        """
        attempt.overtaken = self._taps.came(raw)
        attempt.changes_before = self._application.bot_data.chats.changes
        with running(attempt):
            try:
                outcome = await self._run(raw, received_at, attempt)
            except Exception:  # a run that raised would hold its chat for ever
                log.exception("the update could not be run")
                outcome = UpdateResult.BROKEN
            log.debug("%s: %s", kind_of(raw), outcome)
        self._metrics.updates.labels(kind_of(raw), outcome).inc()
        return outcome

    async def _run(self, raw: RawUpdate, received_at: float, attempt: Attempt) -> UpdateResult:
        if too_old(raw, received_at, time.time()) or (is_fleeting(raw) and is_overtaken()):
            return UpdateResult.EXPIRED
        try:
            update = parse(raw, self._application.bot)
        except UnparsableError as error:
            log.warning("this update cannot be read, and is set aside: %s", error)
            return UpdateResult.UNPARSABLE
        if chat_id := self._floods.begins(raw):
            await self._tell_flood(chat_id, update)
        with self._metrics.handling.labels(kind_of(raw)).time():
            await self._application.process_update(update)
        return UpdateResult.UNDELIVERED if attempt.undelivered else UpdateResult.HANDLED

    async def _tell_flood(self, chat_id: int, update: Update) -> None:
        t = self._application.bot_data.remembered_translator(update)
        try:
            await self._application.bot.send_message(chat_id, t.text("flood"))
        except TelegramError as error:
            log.info("somebody who writes much could not be told: %s", error)
