"""The webhook of a bot, and Telegram's side of its connection."""

import asyncio
import io
import json
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient

from bot.delivery.webhook import SECRET_HEADER, Webhook, path_of
from tests.bot.delivery.line import (
    BotSide,
    message,
)

SECRET = "s3cret"

Client = TestClient[web.Request, web.Application]


class Hook:
    """The webhook, and Telegram's side of its connection."""

    def __init__(self, bot: BotSide, client: Client, webhook: Webhook) -> None:
        self.bot = bot
        self.client = client
        self.again_after: str | None = None  # seconds, as the last answer told
        self.webhook = webhook
        self.root = str(client.make_url("/")).rstrip("/")

    async def post(self, body: Any, secret: str | None = SECRET, **headers: str) -> int:
        """Deliver something; gives the status."""
        data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
        if secret is not None:
            headers |= {SECRET_HEADER: secret}
        async with self.client.post(path_of(SECRET), data=data, headers=headers) as response:
            self.again_after = response.headers.get("Retry-After")
            assert (self.again_after is not None) == (response.status >= 500)
            return response.status

    def posting(self, body: Any) -> asyncio.Task[int]:
        return asyncio.create_task(self.post(body))


def update(update_id: int, text: str = "Тула", **who: int) -> dict[str, Any]:
    return {"update_id": update_id} | message(text, **who)
