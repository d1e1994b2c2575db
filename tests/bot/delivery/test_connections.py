"""A flood of connections: so many are taken, the others hear at once that they are not."""

import asyncio
import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from aiohttp import ClientSession, web

from bot.delivery.connections import MAX_CONNECTIONS, BoundedRunner, most_connections

MOST = 5


@asynccontextmanager
async def listening() -> AsyncIterator[int]:
    async def hello(_: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.router.add_get("/", hello)
    runner = BoundedRunner(app, MOST, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def test_those_above_the_limit_are_hung_up_on_and_that_is_told_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with listening() as port:
        taken = [await asyncio.open_connection("127.0.0.1", port) for _ in range(MOST)]
        for _ in range(20):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            async with asyncio.timeout(5):
                with suppress(ConnectionError):
                    assert await reader.read() == b""
            writer.close()
        assert caplog.messages == [f"more than {MOST} connections at once are refused"]
        taken[0][1].close()
        await asyncio.sleep(0.1)
        async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/") as response:
            assert response.status == 200
        for _, writer in taken:
            writer.close()


def test_half_of_the_files_stay_for_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    for files, most in ((64, 32), (1024, MAX_CONNECTIONS), (-1, MAX_CONNECTIONS)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, files=files: (files, files))
        assert most_connections() == most
