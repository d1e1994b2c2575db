"""Brings updates to a webhook: one by one in a chat, side by side across chats, until accepted."""

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from bot.sandbox.updates import Updates
from bot.sandbox.wire import Json

log = logging.getLogger(__name__)

LONGEST_WAIT = 60.0  # seconds between two tries …
LONGEST_ASKED = 3600  # … and those that a bot may ask for by Retry-After
SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
# No reply may take the courier's own ground from under it, and nobody hears what is asked.
NOT_IN_REPLIES = ("get", "setwebhook", "deletewebhook")

# Of these each user has a lane beside that of the chat.
OWN_LANES = {
    "callback_query": "taps",
    "inline_query": "inline queries",
    "chosen_inline_result": "chosen results",
}

Call = Callable[[str, Json], Awaitable[Any]]


@dataclass(frozen=True)
class Webhook:
    """Where updates go, as setWebhook told; at most so many at once."""

    url: str
    secret: str
    connections: int


class Courier:
    """Works from its making to its close, for one webhook. `call` runs what the bot replies."""

    def __init__(
        self, hook: Webhook, updates: Updates, call: Call, retry_base: float, time_out: float
    ) -> None:
        self.running = 0  # updates the bot is working on
        self.error: Json = {}
        self._hook = hook
        self._updates = updates
        self._call = call
        self._retry_base = retry_base
        self._session = ClientSession(timeout=ClientTimeout(time_out))
        self._free = asyncio.Semaphore(hook.connections)
        self._lanes: dict[int | str, deque[int]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        for update in updates.first():
            self._take(update)
        updates.arrived = self._take

    async def close(self) -> None:
        """Stop; what the bot has not accepted stays in the queue."""
        self._updates.arrived = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    def _take(self, update: Json) -> None:
        """Put it at the end of its chat's lane; a lane lasts while something is in it."""
        key = lane_of(update)
        if key in self._lanes:
            self._lanes[key].append(update["update_id"])
            return
        self._lanes[key] = deque([update["update_id"]])
        task = asyncio.create_task(self._serve(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, key: int | str) -> None:
        lane = self._lanes[key]
        while lane:
            await self._bring(lane.popleft())
        del self._lanes[key]

    async def _bring(self, update_id: int) -> None:
        """Try until the bot accepts it, or it is too old, or nobody wants it any more."""
        for wait in waits(self._retry_base):
            async with self._free:
                update = self._updates.get(update_id)
                if update is None or (asked := await self._post(update)) is None:
                    return
            await asyncio.sleep(asked or wait)

    async def _post(self, update: Json) -> int | None:
        """None when the bot has accepted it; else the seconds it asks to wait, 0 for none."""
        asked = 0
        headers = {SECRET: self._hook.secret} if self._hook.secret else {}
        self.running += 1
        try:
            async with self._session.post(
                self._hook.url, json=update, headers=headers, allow_redirects=False
            ) as response:
                if 200 <= response.status < 300:
                    self._updates.done(update["update_id"])
                    await self._obey(response)
                    return None
                asked = retry_after(response.headers.get("Retry-After", ""))
                reason = f"Wrong response from the webhook: {response.status} {response.reason}"
        except (ClientError, TimeoutError, OSError) as error:
            reason = str(error) or "Read timeout expired"
        finally:
            self.running -= 1
        log.info("update %s: %s", update["update_id"], reason)
        self.error = {"last_error_date": int(time.time()), "last_error_message": reason}
        return asked

    async def _obey(self, response: ClientResponse) -> None:
        """A JSON reply may carry one call, `{"method": …}`; nobody hears of its result."""
        if response.content_type != "application/json":
            return
        try:
            asked = json.loads(await response.read())
            method = str(asked.pop("method"))
            if not method.lower().startswith(NOT_IN_REPLIES):
                await self._call(method, asked)
        except Exception as error:  # noqa: BLE001 - whatever it is, the update was accepted
            log.info("a reply in a webhook's response failed: %r", error)


def waits(base: float) -> Iterator[float]:
    """Seconds after each try that failed: none, then longer and longer."""
    yield 0
    while True:
        yield min(base, LONGEST_WAIT)
        base *= 2


def retry_after(header: str) -> int:
    """Seconds that a bot asks for; 0 for what is no number."""
    return min(int(header), LONGEST_ASKED) if header.isascii() and header.isdigit() else 0


def lane_of(update: Json) -> int | str:
    """Whose turn an update waits for: a tap's its user's, else its chat's; else nobody's.

    So it is in Telegram's own server: taps do not wait for the messages of their chat, nor do
    inline queries.
    """
    for kind, what in OWN_LANES.items():
        done = update.get(kind)
        if isinstance(done, dict) and isinstance(done.get("from"), dict):
            return f"{what} of {done['from'].get('id')}"
    for content in update.values():
        if isinstance(content, dict):
            message = content.get("message")
            held = message if isinstance(message, dict) else content
            for owner in (held.get("chat"), content.get("from")):
                if isinstance(owner, dict) and isinstance(owner.get("id"), int):
                    return int(owner["id"])
    return f"update {update['update_id']}"
