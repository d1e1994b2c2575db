"""What the process tells of itself: whether it is well, and what it counts."""

import time
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.delivery import http_server
from bot.delivery.attempt import Attempt
from bot.delivery.http_server import Endpoints, serving
from bot.delivery.liveness import MAX_BEAT_AGE_SECONDS
from bot.delivery.retry import WAITS
from storage.database.inbox import Inbox
from tests.bot.delivery.line import BotSide, StoreSwitch, Telegram, entry, message

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client(bot: BotSide) -> AsyncIterator[Client]:
    app = Endpoints(bot.liveness, bot.services.metrics, bot.inbox).application()
    async with TestClient(TestServer(app)) as client:
        yield client


async def get(client: Client, path: str) -> tuple[int, str]:
    async with client.get(path) as response:
        return response.status, await response.text()


async def test_it_is_not_well_before_telegram_was_reached(client: Client) -> None:
    assert await get(client, "/healthz") == (503, "Telegram has not been reached yet\n")
    status, state = await get(client, "/readyz")
    assert status == 503
    assert '"ready": false' in state


async def test_it_is_well_after_a_poll_until_that_is_old(client: Client, bot: BotSide) -> None:
    bot.liveness.beat()
    assert await get(client, "/healthz") == (200, "ok\n")
    assert (await get(client, "/readyz"))[0] == 200
    bot.liveness.beat_at = time.monotonic() - MAX_BEAT_AGE_SECONDS + 5
    assert await get(client, "/healthz") == (200, "ok\n")
    bot.liveness.beat_at = time.monotonic() - MAX_BEAT_AGE_SECONDS
    assert await get(client, "/healthz") == (503, "Telegram was reached last 100 s ago\n")
    assert (await get(client, "/readyz"))[0] == 503


def test_two_looks_may_fail_before_it_is_not_well() -> None:
    assert 3 * max(WAITS.long_poll, WAITS.webhook_check) < MAX_BEAT_AGE_SECONDS


async def test_it_is_ready_without_its_store_and_says_so(client: Client, bot: BotSide) -> None:
    bot.liveness.beat()
    bot.liveness.store = False
    status, state = await get(client, "/readyz")
    assert status == 200
    assert '"store": false' in state


async def test_updates_calls_and_searches_are_counted(client: Client, bot: BotSide) -> None:
    for update_id, text in ((1, "Тула"), (2, "ъъъъъъъъъъ"), (3, "12345")):
        raw = {"update_id": update_id} | message(text)
        await bot.processor.handle(raw, time.time(), Attempt(update_id))
    await bot.processor.handle({"update_id": 4, "message": {}}, time.time(), Attempt(4))
    _, text = await get(client, "/metrics")
    for line in (
        'pobratim_updates_total{kind="message",outcome="handled"} 3.0',
        'pobratim_updates_total{kind="message",outcome="unparsable"} 1.0',
        'pobratim_handler_seconds_count{kind="message"} 3.0',
        'pobratim_api_calls_total{method="sendMessage",outcome="ok"} 3.0',
        'pobratim_searches_total{outcome="found"} 1.0',
        'pobratim_searches_total{outcome="nothing"} 2.0',
    ):
        assert line in text.splitlines()


async def test_a_failed_call_is_counted_by_its_error(
    client: Client, bot: BotSide, telegram: Telegram
) -> None:
    telegram.fault("sendMessage", "flood", seconds=100)
    await bot.processor.handle({"update_id": 1} | message("Тула"), time.time(), Attempt(1))
    _, text = await get(client, "/metrics")
    assert 'pobratim_api_calls_total{method="sendMessage",outcome="RetryAfter"} 1.0' in text
    assert 'pobratim_updates_total{kind="message",outcome="undelivered"} 1.0' in text


async def test_the_inbox_is_measured_and_the_last_known_stays_with_the_store_away(
    client: Client, inbox: Inbox
) -> None:
    assert "pobratim_inbox_oldest_seconds 0.0" in (await get(client, "/metrics"))[1]
    await inbox.accept([entry(1, message("а"), time.time() - 60), entry(2, message("б"))])
    await inbox.add_dead_letter(entry(3, message("в")), "x")
    _, text = await get(client, "/metrics")
    assert "pobratim_inbox_updates 2.0" in text
    assert "pobratim_inbox_aside 1.0" in text
    [age] = [line for line in text.splitlines() if line.startswith("pobratim_inbox_oldest_seconds")]
    assert 60 <= float(age.split()[1]) < 90
    StoreSwitch(inbox).off()
    status, text = await get(client, "/metrics")
    assert status == 200
    assert "pobratim_inbox_updates 2.0" in text


async def test_a_prometheus_that_asks_for_open_metrics_gets_them(client: Client) -> None:
    asked = {"Accept": "application/openmetrics-text"}
    async with client.get("/metrics", headers=asked) as response:
        assert response.content_type == "application/openmetrics-text"
        assert (await response.text()).endswith("# EOF\n")


async def test_nothing_else_is_served(client: Client) -> None:
    assert (await get(client, "/"))[0] == 404
    assert http_server.MAX_BODY_BYTES == 2**20


async def test_a_port_that_is_taken_is_an_os_error(client: Client) -> None:
    with pytest.raises(OSError, match="address already in use"):
        async with serving(web.Application(), "127.0.0.1", client.port or 0):
            pass
