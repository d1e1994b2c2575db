"""A sandbox on a port of its own, and somebody who calls its Bot API."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.sandbox.server import TOKEN, Sandbox


class Client:
    """Speaks HTTP to a sandbox: as a bot, and as a person on its page."""

    def __init__(self, session: ClientSession, address: str) -> None:
        self.session = session
        self.address = address

    async def call(self, method: str, token: str = TOKEN, **parameters: Any) -> dict[str, Any]:
        """A Bot API call with a JSON body; the whole answer."""
        url = f"{self.address}/bot{token}/{method}"
        async with self.session.post(url, json=parameters) as response:
            body: dict[str, Any] = await response.json()
            assert response.status == (200 if body["ok"] else body["error_code"])
            return body

    async def do(self, path: str, **asked: Any) -> dict[str, Any]:
        """Something a person or a test does."""
        async with self.session.post(self.address + path, json=asked) as response:
            done: dict[str, Any] = await response.json()
            return done

    async def state(self, user: int = 1001, chat: int | None = None) -> dict[str, Any]:
        """What the page shows."""
        query = f"user={user}&chat={chat or user}"
        async with self.session.get(f"{self.address}/chat/state?{query}") as response:
            found: dict[str, Any] = await response.json()
            return found


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Sandbox().serve("127.0.0.1", 0) as address, ClientSession() as session:
        yield Client(session, address)
