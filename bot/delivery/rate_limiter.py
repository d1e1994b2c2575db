"""Every call of the Bot API but getUpdates: paced as Telegram asks, patient when it fails."""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

from telegram.error import ChatMigrated, RetryAfter, TelegramError, TimedOut
from telegram.ext import BaseRateLimiter

from bot.delivery.api_call import EDIT, NO_MESSAGE, ApiCall
from bot.delivery.attempt import (
    Sleep,
    answered,
    current,
    is_overtaken,
    pause,
    pause_unless_overtaken,
)
from bot.delivery.outage import Outage
from bot.delivery.rate_limits import RateLimits
from bot.delivery.retry import WAITS, Backoff, Waits, is_transient
from bot.metrics import Metrics
from storage.database.engine import StoreError

log = logging.getLogger(__name__)

SHORTEST_CALL_SECONDS = 5.0  # less is left of a run: no message is begun


class RetryingRateLimiter(BaseRateLimiter[None]):
    """PTB passes each call through `process_request`. `move_chat(old, new)` is told migrations.

    `rate` is messages a second in all, 0 for no pacing. Messages that wait for their chat's turn
    keep their order; a call that failed is tried again on its own, and others may overtake it.
    """

    def __init__(  # noqa: PLR0913
        self,
        rate: float,
        metrics: Metrics,
        move_chat: Callable[[int, int], Awaitable[object]],
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
        self._outage = Outage(log, quiet=waits.longest_backoff)

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(  # noqa: PLR0913, PLR0917 - PTB's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,  # noqa: ARG002 - the endpoint and the data once more
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002
    ) -> Any:
        """Make the call when its turn has come, and give its result; a moved chat is followed.

        An edit that a newer tap overtakes meanwhile is not made, and gives True as if it were done.
        Raises TelegramError: at once what no second try would change, else the last failure when
        `Waits.call_patience` or the time of the run is over. CountedAsSentError: whether the
        message is there nobody knows, and another might be there twice.
        """
        call = ApiCall(callback, kwargs, endpoint, data)
        if attempt := current():
            ends_at = math.inf if attempt.ends_at is None else attempt.ends_at
            call = replace(call, doubts=attempt.doubts, ends_at=ends_at)
        try:
            return await self._try(call)
        except ChatMigrated as moved:
            try:
                await self._move_chat(data["chat_id"], moved.new_chat_id)
            except StoreError as error:  # the answer matters more than the language
                log.warning("the settings of a chat that has moved stay behind: %s", error)
            return await self._try(replace(call, data=data | {"chat_id": moved.new_chat_id}))

    async def _try(self, call: ApiCall) -> Any:
        until = min(self._clock() + self._waits.call_patience, call.ends_at)
        backoff = Backoff(self._waits)
        while True:
            if call.message in call.doubts:
                # The one try that is left is kept until Telegram answers again.
                await self._try(replace(call, endpoint="getMe", data={}))
            if not await self._turn(call):
                return True  # the newer tap shows its own page
            try:
                result = await self._call(call)
            except TelegramError as error:
                if not is_transient(error) or call.endpoint == NO_MESSAGE:
                    raise
                self._outage.tell("%s is tried again: %s", call.endpoint, error)
                call.doubt(error)
                delay = backoff.after(error)
                if self._clock() + delay > until:
                    raise
                wait = pause_unless_overtaken if call.endpoint.startswith(EDIT) else pause
                await wait(delay, self._sleep)
            else:
                self._outage.over("Telegram takes what it is told again")
                return result

    async def _turn(self, call: ApiCall) -> bool:
        """Wait for the call's turn; False for an edit that a newer tap has made needless."""
        chat, most = call.data.get("chat_id"), self._left(call) - SHORTEST_CALL_SECONDS
        if call.endpoint.startswith(EDIT):
            message = call.data.get("message_id") or call.data.get("inline_message_id")
            while not is_overtaken() and (delay := self.pacing.wait_for_edit(chat, message)):
                await pause_unless_overtaken(_in_time(delay, most), self._sleep)
            if is_overtaken():
                return False
        elif not call.is_message:
            return True  # answers to taps, and what is no message, wait for nobody
        elif delay := _in_time(self.pacing.wait_for_chat(chat, most), most):
            await pause(delay, self._sleep)
        most = self._left(call) - SHORTEST_CALL_SECONDS
        if delay := _in_time(self.pacing.wait_for_all(most), most):
            await self._sleep(delay)
        return True

    def _left(self, call: ApiCall) -> float:
        """Seconds until the run must end."""
        return call.ends_at - self._clock()

    async def _call(self, call: ApiCall) -> Any:
        outcome = "ok"
        try:
            return await self._answer(call)
        except TelegramError as error:
            outcome = type(error).__name__
            raise
        finally:
            self._metrics.calls.labels(call.endpoint, outcome).inc()

    async def _answer(self, call: ApiCall) -> Any:
        left = self._left(call)
        if left <= 0:
            raise RetryAfter(1)
        made = call.make(call.endpoint, call.data, **call.options)
        try:
            async with asyncio.timeout(None if left == math.inf else left):
                return await answered(made, self._waits.slow_call)
        except TimeoutError:
            raise TimedOut("the time of the run is over") from None


def _in_time(delay: float, most: float) -> float:
    """The delay; raises RetryAfter where the message's turn comes when the run is over."""
    if delay > most:
        raise RetryAfter(max(1, math.ceil(delay)))
    return delay
