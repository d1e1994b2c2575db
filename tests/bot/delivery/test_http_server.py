"""What the process tells of itself: whether it is well, and what it counts."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr

from bot.config import Settings
from bot.delivery.attempt import Attempt
from bot.delivery.http_server import Endpoints, ListenError, serving
from bot.delivery.liveness import MAX_BEAT_AGE_SECONDS
from bot.delivery.retry import WAITS
from bot.delivery.serve import _listen, _together
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


async def test_it_is_well_and_not_ready_before_telegram_was_reached(client: Client) -> None:
    assert await get(client, "/healthz") == (200, "ok\n")
    status, state = await get(client, "/readyz")
    assert status == 503
    assert json.loads(state) == {
        "ready": False,
        "store": True,
        "telegram": "Telegram has not been reached yet",
    }


async def test_it_is_ready_after_a_poll_until_that_is_old_and_well_all_the_time(
    client: Client, bot: BotSide
) -> None:
    bot.liveness.beat()
    status, state = await get(client, "/readyz")
    assert (status, json.loads(state)["telegram"]) == (200, "ok")
    bot.liveness.beat_at = time.monotonic() - MAX_BEAT_AGE_SECONDS + 5
    assert (await get(client, "/readyz"))[0] == 200
    bot.liveness.beat_at = time.monotonic() - MAX_BEAT_AGE_SECONDS
    status, state = await get(client, "/readyz")
    assert (status, json.loads(state)["telegram"]) == (503, "Telegram was reached last 100 s ago")
    assert await get(client, "/healthz") == (200, "ok\n")


async def test_it_is_neither_well_nor_ready_when_work_of_its_own_has_ended(
    client: Client, bot: BotSide, caplog: pytest.LogCaptureFixture
) -> None:
    async def breaks() -> None:
        raise KeyError

    async def ends() -> None: ...

    bot.liveness.beat()
    await _together(bot.liveness, asyncio.sleep(0.01), menu=ends())
    assert await get(client, "/healthz") == (200, "ok\n")
    await _together(bot.liveness, asyncio.sleep(0.01), reload=breaks())
    assert await get(client, "/healthz") == (503, "reload has ended\n")
    assert (await get(client, "/readyz"))[0] == 503
    assert caplog.records[-1].exc_info


def test_two_looks_may_fail_before_it_is_not_well() -> None:
    assert 3 * max(WAITS.long_poll, WAITS.webhook_check) < MAX_BEAT_AGE_SECONDS


@pytest.mark.parametrize("what", ["store", "inbox"])
async def test_it_is_well_and_ready_without_its_store_and_says_so(
    client: Client, bot: BotSide, what: str
) -> None:
    bot.liveness.beat()
    if what == "store":
        bot.liveness.store = False
    else:
        bot.liveness.inbox_is_read = lambda: False
    status, state = await get(client, "/readyz")
    assert status == 200
    assert '"store": false' in state
    assert (await get(client, "/healthz"))[0] == 200


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


async def test_metrics_may_ask_for_a_token(bot: BotSide) -> None:
    app = Endpoints(bot.liveness, bot.services.metrics, bot.inbox, "let-me-in").application()
    async with TestClient(TestServer(app)) as client:
        for given, status in (
            ({}, 401),
            ({"Authorization": "Bearer let-me"}, 401),
            ({"Authorization": "let-me-in"}, 401),
            ({"Authorization": "Bearer let-me-in"}, 200),
        ):
            async with client.get("/metrics", headers=given) as response:
                assert response.status == status, given
        assert (await get(client, "/healthz"))[0] == 200


@pytest.mark.parametrize("token", [None, "let-me-in"])
async def test_who_shows_metrics_to_the_world_says_so(
    caplog: pytest.LogCaptureFixture, token: str | None
) -> None:
    own = SecretStr(token) if token else None
    settings = Settings(host="0.0.0.0", port=0, metrics_token=own)  # noqa: S104
    async with AsyncExitStack() as closing:
        await _listen(closing, web.Application(), settings)
    assert ("set METRICS_TOKEN" in caplog.text) == (token is None)


async def test_nothing_else_is_served(client: Client) -> None:
    assert (await get(client, "/"))[0] == 404


async def test_a_port_that_is_taken_is_an_os_error(client: Client) -> None:
    with pytest.raises(OSError, match="address already in use"):
        async with serving(web.Application(), "127.0.0.1", client.port or 0):
            pass


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("no.such.host.invalid", "cannot listen on no.such.host.invalid:1 ("),
        ("a..b", "cannot listen on a..b:1 ("),
        ("2001:db8::1", "cannot listen on [2001:db8::1]:1 ("),
    ],
)
async def test_an_address_that_is_none_of_ours_is_told_with_what_to_set(
    host: str, told: str
) -> None:
    with pytest.raises(ListenError) as caught:
        async with serving(web.Application(), host, 1):
            pass
    assert str(caught.value).startswith(told)
    assert str(caught.value).endswith("); set HOST or PORT")


@pytest.mark.parametrize(
    ("host", "reached_at"),
    [("::1", "[::1]"), ("::", "[::1]"), ("::", "127.0.0.1"), ("0.0.0.0", "127.0.0.1")],  # noqa: S104
)
async def test_it_listens_at_addresses_of_both_kinds(host: str, reached_at: str) -> None:
    async with (
        serving(web.Application(), host, 0) as port,
        ClientSession() as session,
        session.get(f"http://{reached_at}:{port}/") as response,
    ):
        assert response.status == 404


async def test_who_polls_serves_on_where_the_port_is_taken_unless_it_was_asked_for(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        asked_for = Settings(port=port)
        by_default = asked_for.model_copy()
        by_default.model_fields_set.discard("port")
        by_webhook = by_default.model_copy(update={"webhook_url": "https://x"})
        nowhere = by_default.model_copy(update={"host": "2001:db8::1"})
        async with AsyncExitStack() as closing:
            await _listen(closing, web.Application(), by_default)
            assert "tells nothing of its health" in caplog.messages[-1]
            for settings in (asked_for, by_webhook, nowhere):
                with pytest.raises(ListenError):
                    await _listen(closing, web.Application(), settings)
