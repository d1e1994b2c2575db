"""The webhook: Telegram is the queue, and hears 200 only when an update is handled."""

import asyncio
import hashlib
import hmac
import json
import logging
import math
import time
from collections import Counter
from collections.abc import Hashable
from typing import Any

from aiohttp import hdrs, web
from cachetools import LRUCache
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.delivery.attempt import Attempt
from bot.delivery.liveness import Liveness
from bot.delivery.log_throttle import LogThrottle
from bot.delivery.outage import Outage
from bot.delivery.processor import UpdateProcessor, UpdateResult
from bot.delivery.raw_updates import (
    ALLOWED_UPDATES,
    RawUpdate,
    id_of,
    ordering_key_of,
    own_update_id,
)
from bot.delivery.retry import MAX_BROKEN_RUNS, WAITS, TokenRefusals, Waits
from storage.database.engine import StoreError
from storage.database.entries import Entry
from storage.database.inbox import Inbox

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
MAX_CONNECTIONS = 100
MAX_FINISHED_REMEMBERED = 10_000  # finished updates that are not run again
OTHER_REPLICA_SECONDS = 1.0  # after which Telegram is to bring what another replica could take
CANCEL_SECONDS = 4.0  # more than a run may take, after which it is interrupted


def path_of(secret: str) -> str:
    """Where the webhook listens: with a new secret the address is new, so Telegram is told both."""
    return f"/telegram/{hashlib.sha256(secret.encode()).hexdigest()[:12]}"


class Webhook:
    """Takes updates by HTTP. `run()` sets the webhook, lasts until it is cancelled, and drains.

    Each update runs at once: the order in a chat is Telegram's, which sends the next of a chat when
    the last has its 200. The same update is not run twice at once, nor again after its 200 while it
    is among the last that are `remembered`. A run ends before Telegram hangs up: it would bring the
    update to another replica, which cannot know of this one.
    """

    def __init__(  # noqa: PLR0913
        self,
        bot: ExtBot[None],
        processor: UpdateProcessor,
        inbox: Inbox,
        liveness: Liveness,
        secret: str,
        *,
        waits: Waits = WAITS,
        remembered: int = MAX_FINISHED_REMEMBERED,
    ) -> None:
        self._bot = bot
        self._processor = processor
        self._inbox = inbox
        self._liveness = liveness
        self._secret = secret
        self._waits = waits
        self._running: dict[int, asyncio.Task[float | None]] = {}
        self._finished: LRUCache[int, None] = LRUCache(remembered)
        self._broken: Counter[int] = Counter()  # runs that broke, of updates that come again
        self._doubts: LRUCache[int, set[Hashable]] = LRUCache(remembered)  # and their messages
        self._open = False
        self._token = TokenRefusals(waits)
        self._throttle = LogThrottle(log)
        self._outage = Outage(log)

    async def run(self, root: str) -> None:
        """See that the webhook stays set, until cancelled; then drain. Raises InvalidToken."""
        self._open = True
        try:
            while True:
                ours = await self._look(root + path_of(self._secret))
                waits = self._waits
                await asyncio.sleep(waits.webhook_check if ours else waits.webhook_recheck)
        finally:
            self._open = False
            if self._running:
                _, late = await asyncio.wait(self._running.values(), timeout=self._waits.drain)
                for task in late:
                    task.cancel()  # it gets no 200, so Telegram sends it again
                await asyncio.gather(*late, return_exceptions=True)

    async def receive(self, request: web.Request) -> web.Response:
        """One update. The secret is looked at before the body is read.

        200: Telegram may forget it. 400: no body that can be decoded. 403: a wrong secret. 503: it
        does not run yet, or drains. 500: it is to be sent again; with both it is told when. (413,
        for a body that is too large, is aiohttp's.)
        """
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(errors="replace"), self._secret.encode()):
            return web.Response(status=403)
        if not self._open:
            return _again(503, OTHER_REPLICA_SECONDS)
        try:
            raw = _read(await request.read())
        except web.RequestPayloadError:  # said to be compressed, and is not
            request.content.feed_eof()  # aiohttp would read on, and log a trace
            refused = web.Response(status=400)
            refused.force_close()
            return refused
        if (update_id := id_of(raw)) is not None:
            again = await self._take(update_id, raw)
        elif hdrs.CONTENT_ENCODING in request.headers:  # half of something that was compressed
            return web.Response(status=400)
        else:
            kept = await self._add_dead_letter(raw, own_update_id(), "no update")
            again = None if kept else self._waits.webhook_again
        return web.Response() if again is None else _again(500, again)

    async def _take(self, update_id: int, raw: RawUpdate) -> float | None:
        """Have it run; gives the seconds until it is to be sent again, None when it is done."""
        if update_id in self._finished:
            return None
        task = self._running.get(update_id) or self._begin(update_id, raw)
        await asyncio.wait([task])  # goes on, should Telegram hang up meanwhile
        return OTHER_REPLICA_SECONDS if task.cancelled() else task.result()

    def _begin(self, update_id: int, raw: RawUpdate) -> asyncio.Task[float | None]:
        task = self._running[update_id] = asyncio.create_task(self._handle(update_id, raw))
        task.add_done_callback(lambda _: self._running.pop(update_id, None))
        return task

    async def _handle(self, update_id: int, raw: RawUpdate) -> float | None:
        """The same, by a run of its own."""
        attempt = Attempt(update_id, doubts=self._doubts.setdefault(update_id, set()))
        outcome = await self._run(raw, attempt)
        if outcome is UpdateResult.UNDELIVERED or self._may_mend(update_id, outcome):
            return max(self._waits.webhook_again, attempt.retry_after)
        hopeless = outcome in (UpdateResult.UNPARSABLE, UpdateResult.BROKEN)
        if hopeless and not await self._add_dead_letter(raw, update_id, outcome):
            return self._waits.webhook_again
        if not await self._is_written(raw, attempt):
            return self._waits.webhook_again  # what it was to change is not lost
        del self._broken[update_id]
        self._doubts.pop(update_id, None)
        self._finished[update_id] = None
        return None

    async def _run(self, raw: RawUpdate, attempt: Attempt) -> UpdateResult:
        longest = self._waits.webhook_run
        attempt.ends_at = time.monotonic() + longest
        try:
            async with asyncio.timeout(longest + CANCEL_SECONDS):
                return await self._processor.handle(raw, time.time(), attempt)
        except TimeoutError:
            log.warning("an update runs for more than %.0f s, and is interrupted", longest)
            return UpdateResult.BROKEN

    async def _is_written(self, raw: RawUpdate, attempt: Attempt) -> bool:
        try:
            async with asyncio.timeout(self._waits.webhook_unwritten):
                await self._processor.written(raw, attempt)
        except TimeoutError:
            return False
        return True

    def _may_mend(self, update_id: int, outcome: UpdateResult) -> bool:
        if outcome is UpdateResult.BROKEN:
            self._broken[update_id] += 1
            return self._broken[update_id] < MAX_BROKEN_RUNS
        return False

    async def _add_dead_letter(self, raw: Any, update_id: int, why: str) -> bool:
        key = ordering_key_of(raw) if isinstance(raw, dict) else None
        entry = Entry(update_id, key, json.dumps(raw), time.time())
        try:
            await self._inbox.add_dead_letter(entry, why)
        except StoreError as error:
            self._throttle.tell("what could not be read waits for the store: %s", error)
            return False
        log.error("update %s was set aside: %s", update_id, why)
        return True

    async def _look(self, url: str) -> bool:
        """Set the webhook where it differs: replicas that all set it are told to wait."""
        try:
            now = await self._bot.get_webhook_info()
            told = (now.url, now.max_connections, sorted(now.allowed_updates or ()))
            if told != (url, MAX_CONNECTIONS, sorted(ALLOWED_UPDATES)):
                await self._bot.set_webhook(
                    url,
                    secret_token=self._secret,
                    allowed_updates=ALLOWED_UPDATES,
                    max_connections=MAX_CONNECTIONS,
                )
                log.info("the webhook is set")
        except TelegramError as error:
            if isinstance(error, InvalidToken) and self._token.refused():
                raise
            self._outage.tell("the webhook cannot be looked at: %s", error)
            return False
        self._token.accepted()
        self._liveness.beat()
        self._outage.over("the webhook is ours")
        return True


def _again(status: int, seconds: float) -> web.Response:
    return web.Response(status=status, headers={"Retry-After": str(math.ceil(seconds))})


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body.decode(errors="replace")
