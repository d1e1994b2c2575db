"""Every call of the Bot API but getUpdates: paced as Telegram asks, patient when it fails."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram.error import ChatMigrated, TelegramError
from telegram.ext import BaseRateLimiter

from bot.delivery.attempt import Sleep, is_overtaken, pause, pause_unless_overtaken
from bot.delivery.log_throttle import LogThrottle
from bot.delivery.rate_limits import RateLimits
from bot.delivery.retry import WAITS, Backoff, Waits, is_transient
from bot.metrics import Metrics
from storage.database.engine import StoreError

log = logging.getLogger(__name__)

PACED, EDIT = ("send", "forward", "copy"), "edit"
Call = Callable[..., Coroutine[Any, Any, Any]]


class RetryingRateLimiter(BaseRateLimiter[None]):
    """PTB passes each call through `process_request`. `move_chat(old, new)` is told migrations.

    `rate` is messages a second in all, 0 for no pacing. Messages that wait for their chat's turn
    keep their order; a call that failed is tried again on its own, and others may overtake it.
    """

    def __init__(  # noqa: PLR0913
        self,
        rate: float,
        metrics: Metrics,
        move_chat: Callable[[int, int], Awaitable[None]],
        *,
        waits: Waits = WAITS,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.pacing = RateLimits(rate, clock)
        self._metrics = metrics
        self._move_chat = move_chat
        self._waits = waits
        self._clock = clock
        self._sleep = sleep
        self._throttle = LogThrottle(log)

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(  # noqa: PLR0913, PLR0917 - PTB's signature
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002
    ) -> Any:
        """Make the call when its turn has come, and give its result; a moved chat is followed.

        An edit that a newer tap overtakes meanwhile is not made, and gives True as if it were done.
        Raises TelegramError: at once what no second try would change, else the last failure when
        `Waits.call_patience` is over.
        """
        try:
            return await self._try(callback, args, kwargs, endpoint, data)
        except ChatMigrated as moved:
            try:
                await self._move_chat(data["chat_id"], moved.new_chat_id)
            except StoreError as error:  # the answer matters more than the language
                log.warning("the settings of a chat that has moved stay behind: %s", error)
            data = data | {"chat_id": moved.new_chat_id}
            return await self._try(callback, (endpoint, data), kwargs, endpoint, data)

    async def _try(
        self, callback: Call, args: Any, kwargs: dict[str, Any], endpoint: str, data: dict[str, Any]
    ) -> Any:
        until = self._clock() + self._waits.call_patience
        backoff = Backoff(self._waits)
        while await self._turn(endpoint, data):
            try:
                return await self._call(callback, args, kwargs, endpoint)
            except TelegramError as error:
                delay = backoff.after(error)
                if not is_transient(error) or self._clock() + delay > until:
                    raise
                self._throttle.tell("%s is tried again: %s", endpoint, error)
                wait = pause_unless_overtaken if endpoint.startswith(EDIT) else pause
                await wait(delay, self._sleep)
        return True  # the newer tap shows its own page

    async def _turn(self, endpoint: str, data: dict[str, Any]) -> bool:
        """Wait for the call's turn; False for an edit that a newer tap has made needless."""
        chat = data.get("chat_id")
        if endpoint.startswith(EDIT):
            message = data.get("message_id")
            while not is_overtaken() and (delay := self.pacing.wait_for_edit(chat, message)):
                await pause_unless_overtaken(delay, self._sleep)
            if is_overtaken():
                return False
        elif not endpoint.startswith(PACED):
            return True  # answers to taps, and what is no message, wait for nobody
        elif delay := self.pacing.wait_for_chat(chat):
            await pause(delay, self._sleep)
        if delay := self.pacing.wait_for_all():
            await self._sleep(delay)
        return True

    async def _call(self, callback: Call, args: Any, kwargs: dict[str, Any], endpoint: str) -> Any:
        outcome = "ok"
        try:
            return await callback(*args, **kwargs)
        except TelegramError as error:
            outcome = type(error).__name__
            raise
        finally:
            self._metrics.calls.labels(endpoint, outcome).inc()
