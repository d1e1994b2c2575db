"""The webhook: Telegram is the queue, and hears 200 only when an update is handled."""

import asyncio
import hashlib
import hmac
import json
import logging
import time
from collections import Counter, OrderedDict
from typing import Any

from aiohttp import web
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.delivery.attempt import Attempt
from bot.delivery.liveness import Pulse
from bot.delivery.log_throttle import Trouble
from bot.delivery.processor import Handling, Outcome
from bot.delivery.raw_updates import KINDS, Raw, id_of, lane_of
from storage.database.engine import StoreError
from storage.database.inbox import Entry, Inbox

log = logging.getLogger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"
CONNECTIONS = 100
TRIES = 5  # runs that broke, after which an update is set aside
REMEMBERED = 10_000  # finished updates that are not run again
LOOK = 30.0  # seconds between two looks whether the webhook is still ours
LOOK_SOON = 3.0  # … after one that failed
DRAIN = 7.0  # seconds that running updates have to end


def path_of(secret: str) -> str:
    """Where the webhook listens: with a new secret the address is new, so Telegram is told both."""
    return f"/telegram/{hashlib.sha256(secret.encode()).hexdigest()[:12]}"


class Webhook:
    """Takes updates by HTTP. `run()` sets the webhook, lasts until it is cancelled, and drains."""

    def __init__(
        self, bot: ExtBot[None], handling: Handling, inbox: Inbox, pulse: Pulse, secret: str
    ) -> None:
        self._bot = bot
        self._handling = handling
        self._inbox = inbox
        self._pulse = pulse
        self._secret = secret
        self._running: dict[int, asyncio.Task[bool]] = {}
        self._finished: OrderedDict[int, None] = OrderedDict()
        self._broken: Counter[int] = Counter()  # runs that broke, of updates that come again
        self._open = False
        self._trouble = Trouble(log)

    async def run(self, root: str) -> None:
        """Serve, and see that the webhook stays set. Raises InvalidToken."""
        self._open = True
        try:
            while True:
                ours = await self._look(root + path_of(self._secret))
                await asyncio.sleep(LOOK if ours else LOOK_SOON)
        finally:
            self._open = False
            if self._running:
                _, late = await asyncio.wait(self._running.values(), timeout=DRAIN)
                for task in late:
                    task.cancel()  # it gets no 200, so Telegram sends it again
                await asyncio.gather(*late, return_exceptions=True)

    async def receive(self, request: web.Request) -> web.Response:
        """One update. The secret is looked at before the body is read."""
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(errors="replace"), self._secret.encode()):
            return web.Response(status=403)
        if not self._open:
            return web.Response(status=503)
        raw = _read(await request.read())
        update_id = id_of(raw)
        if update_id is None:
            # No update has an id below zero, and none is so far below.
            kept = await self._keep_aside(raw, -time.time_ns() // 1000, "no update")
            return web.Response(status=200 if kept else 500)
        if update_id in self._finished:
            return web.Response()
        task = self._running.get(update_id) or self._begin(update_id, raw)
        await asyncio.wait([task])  # goes on, should Telegram hang up meanwhile
        done = not task.cancelled() and task.result()
        return web.Response(status=200 if done else 500)

    def _begin(self, update_id: int, raw: Raw) -> asyncio.Task[bool]:
        task = self._running[update_id] = asyncio.create_task(self._handle(update_id, raw))
        task.add_done_callback(lambda _: self._running.pop(update_id, None))
        return task

    async def _handle(self, update_id: int, raw: Raw) -> bool:
        outcome = await self._handling.handle(raw, time.time(), Attempt(update_id))
        if outcome is Outcome.UNHEARD or self._may_mend(update_id, outcome):
            return False  # it gets no 200, so Telegram sends it again
        hopeless = outcome in (Outcome.UNPARSABLE, Outcome.BROKEN)
        if hopeless and not await self._keep_aside(raw, update_id, outcome):
            return False
        del self._broken[update_id]
        self._finished[update_id] = None
        if len(self._finished) > REMEMBERED:
            self._finished.popitem(last=False)
        return True

    def _may_mend(self, update_id: int, outcome: Outcome) -> bool:
        if outcome is Outcome.BROKEN:
            self._broken[update_id] += 1
            return self._broken[update_id] < TRIES
        return False

    async def _keep_aside(self, raw: Any, update_id: int, why: str) -> bool:
        lane = lane_of(raw) if isinstance(raw, dict) else None
        entry = Entry(update_id, lane, json.dumps(raw), time.time())
        try:
            await self._inbox.set_aside(entry, why)
        except StoreError as error:
            self._trouble.tell("what could not be read waits for the store: %s", error)
            return False
        log.error("update %s was set aside: %s", update_id, why)
        return True

    async def _look(self, url: str) -> bool:
        """Set the webhook where it differs: replicas that all set it are told to wait."""
        try:
            now = await self._bot.get_webhook_info()
            told = (now.url, now.max_connections, sorted(now.allowed_updates or ()))
            if told != (url, CONNECTIONS, sorted(KINDS)):
                await self._bot.set_webhook(
                    url,
                    secret_token=self._secret,
                    allowed_updates=KINDS,
                    max_connections=CONNECTIONS,
                )
                log.info("the webhook is set")
        except InvalidToken:
            raise
        except TelegramError as error:
            self._trouble.tell("the webhook cannot be looked at: %s", error)
            return False
        self._pulse.beat()
        self._trouble.over("the webhook is ours")
        return True


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body.decode(errors="replace")
