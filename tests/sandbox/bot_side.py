"""A bot's side of a webhook, which remembers what it was brought."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web


class BotSide:
    """Answers updates with the given `statuses`, and with 200 when they are used up."""

    def __init__(self) -> None:
        self.url = ""
        self.brought: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.statuses: deque[int] = deque()
        self.again_after: str | None = None  # told with what is no 200
        self.reply: dict[str, Any] | None = None
        self.seconds = 0.0
        self.running = self.most = 0

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.brought]

    async def update(self, request: web.Request) -> web.Response:
        self.brought.append(await request.json())
        self.headers.append(dict(request.headers))
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await asyncio.sleep(self.seconds)
        finally:
            self.running -= 1
        status = self.statuses.popleft() if self.statuses else 200
        headers = {"Location": "/elsewhere"} if status == 302 else {}
        if self.again_after and status != 200:
            headers["Retry-After"] = self.again_after
        if self.reply:
            return web.json_response(self.reply, status=status)
        return web.Response(status=status, headers=headers)

    async def has(self, number: int) -> None:
        """Wait until so many updates were brought and answered."""
        await until(lambda: len(self.brought) >= number and not self.running)

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[None]:
        app = web.Application()
        app.router.add_post("/hook", self.update)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
            yield
        finally:
            await runner.cleanup()


async def until(met: Callable[[], bool]) -> None:
    """Wait for what must happen soon."""
    async with asyncio.timeout(20):
        while not met():  # noqa: ASYNC110 - what it looks at sets no event
            await asyncio.sleep(0.005)
