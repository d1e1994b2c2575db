"""A sandbox on a port of its own, somebody who calls its Bot API, and a bot with a webhook."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.sandbox.server import TOKEN, Sandbox
from tests.sandbox.bot_side import BotSide


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
        return await self.post(path, asked)

    async def post(self, path: str, body: Any) -> dict[str, Any]:
        """The same with any body."""
        async with self.session.post(self.address + path, json=body) as response:
            done: dict[str, Any] = await response.json()
            return done

    async def ask(self, path: str) -> dict[str, Any]:
        """What a test sees."""
        async with self.session.get(self.address + path) as response:
            found: dict[str, Any] = await response.json()
            return found

    async def state(self, user: int = 1001, chat: int | None = None) -> dict[str, Any]:
        """What the page shows."""
        return await self.ask(f"/chat/state?user={user}&chat={chat or user}")


class Clock:
    """Stands still until it is moved."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sandbox(clock: Clock) -> Sandbox:
    return Sandbox(retry_base=0.1, clock=clock)


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[Client]:
    async with sandbox.serve("127.0.0.1", 0) as address, ClientSession() as session:
        yield Client(session, address)


@pytest.fixture
async def bot() -> AsyncIterator[BotSide]:
    bot = BotSide()
    async with bot.serve():
        yield bot
