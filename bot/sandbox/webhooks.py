"""setWebhook, deleteWebhook, getWebhookInfo: whether and where updates are brought to the bot."""

import re
from types import TracebackType
from typing import Self

from bot.sandbox.courier import Call, Courier, Webhook
from bot.sandbox.polls import Polls
from bot.sandbox.refusals import ApiError, bad, integer
from bot.sandbox.updates import Updates
from bot.sandbox.wire import Json

RETRY_BASE = 2.0  # seconds before a bot that failed twice is tried again
TIME_OUT = 60.0  # seconds for the bot to answer
PAUSE = 1.0  # seconds between two settings
CONNECTIONS, MOST_CONNECTIONS = 40, 100


class Webhooks:
    """One bot's webhook. While the context lasts, queued updates are brought to it."""

    def __init__(self, updates: Updates, polls: Polls, call: Call, retry_base: float) -> None:
        self.hook: Webhook | None = None
        self.retry_base = retry_base
        self.time_out = TIME_OUT
        self._updates = updates
        self._polls = polls
        self._call = call
        self._courier: Courier | None = None
        self._set_at = float("-inf")

    @property
    def running(self) -> int:
        """How many updates the bot is working on."""
        return self._courier.running if self._courier else 0

    async def set_webhook(self, parameters: Json) -> bool:
        """An empty URL is a deletion; the same settings once more disturb nothing under way."""
        if not parameters.get("url"):
            return await self.delete_webhook(parameters)
        now = self._updates.clock()
        if now - self._set_at < PAUSE:  # as when two replicas start together
            raise ApiError(429, "Too Many Requests: retry after 1", retry_after=1)
        hook = _asked_for(parameters)
        self._set_at = now
        self._updates.allow(parameters)
        self._drop(parameters)
        if hook != self.hook:
            self.hook = hook
            await self._polls.end("terminated by setWebhook request")
            await self._begin()
        return True

    async def delete_webhook(self, parameters: Json) -> bool:
        """What waits goes on waiting, for a poll or another webhook."""
        self._drop(parameters)
        self.hook = None
        await self._begin()
        return True

    async def get_webhook_info(self, _parameters: Json) -> Json:
        """How it stands; the last error is that of this webhook."""
        told = {
            "url": self.hook.url if self.hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
        }
        if self.hook:
            told["max_connections"] = self.hook.connections
        if self._updates.allowed:
            told["allowed_updates"] = self._updates.allowed
        return told | (self._courier.error if self._courier else {})

    def _drop(self, parameters: Json) -> None:
        if parameters.get("drop_pending_updates"):
            self._updates.clear()

    async def _begin(self) -> None:
        """Begin anew: what was under way to the old address is brought to the new one."""
        await self._end()
        if self.hook and not self._courier:  # another call may have begun meanwhile
            self._courier = Courier(
                self.hook, self._updates, self._call, self.retry_base, self.time_out
            )

    async def _end(self) -> None:
        courier, self._courier = self._courier, None
        if courier:
            await courier.close()

    async def __aenter__(self) -> Self:
        await self._begin()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._end()


def _asked_for(parameters: Json) -> Webhook:
    """The webhook a bot wants. Raises ApiError."""
    url, secret = str(parameters["url"]), str(parameters.get("secret_token") or "")
    if not re.match(r"https?://[^/\s]+", url):
        raise bad("bad webhook: invalid webhook URL specified")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise bad("secret token contains unallowed characters")
    connections = integer(parameters, "max_connections", CONNECTIONS)
    return Webhook(url, secret, max(1, min(connections, MOST_CONNECTIONS)))
