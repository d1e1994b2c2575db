"""The sandbox sets, tells of and deletes a webhook as Telegram does."""

import asyncio

import pytest

from bot.sandbox.server import Sandbox
from tests.sandbox.bot_side import BotSide, until
from tests.sandbox.conftest import Client, Clock

NONE = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}


async def test_the_webhook_tells_of_itself_until_it_is_deleted(
    client: Client, bot: BotSide
) -> None:
    assert (await client.call("getWebhookInfo"))["result"] == NONE
    assert (await client.call("setWebhook", url=bot.url))["ok"]
    told = {"url": bot.url, "max_connections": 40}
    assert (await client.call("getWebhookInfo"))["result"] == NONE | told
    assert (await client.call("deleteWebhook"))["ok"]
    await client.do("/chat/send", user=1001, text="а")
    assert (await client.call("getWebhookInfo"))["result"] == NONE | {"pending_update_count": 1}
    assert len((await client.call("getUpdates"))["result"]) == 1
    assert bot.brought == []


async def test_an_empty_url_is_a_deletion(client: Client, bot: BotSide) -> None:
    await client.call("setWebhook", url=bot.url)
    assert (await client.call("setWebhook", url=""))["ok"]
    assert (await client.call("getWebhookInfo"))["result"] == NONE
    assert (await client.call("getUpdates"))["ok"]


@pytest.mark.parametrize(("asked", "given"), [(0, 40), (-3, 1), (7, 7), (999, 100)])
async def test_connections_are_one_to_a_hundred(
    client: Client, bot: BotSide, asked: int, given: int
) -> None:
    await client.call("setWebhook", url=bot.url, max_connections=asked)
    assert (await client.call("getWebhookInfo"))["result"]["max_connections"] == given


async def test_the_last_error_is_told(client: Client, bot: BotSide) -> None:
    bot.statuses.append(502)
    await client.call("setWebhook", url=bot.url)
    await client.do("/chat/send", user=1001, text="а")
    await bot.has(2)
    info = (await client.call("getWebhookInfo"))["result"]
    assert info["last_error_message"] == "Wrong response from the webhook: 502 Bad Gateway"
    assert info["last_error_date"] > 1_700_000_000


async def test_setting_a_webhook_ends_the_running_poll(client: Client, bot: BotSide) -> None:
    poll = asyncio.create_task(client.call("getUpdates", timeout=10))
    await asyncio.sleep(0.05)
    await client.call("setWebhook", url=bot.url)
    async with asyncio.timeout(2):
        ended = await poll
    assert ended["error_code"] == 409
    assert ended["description"] == "Conflict: terminated by setWebhook request"


async def test_there_is_no_polling_while_a_webhook_is_set(client: Client, bot: BotSide) -> None:
    await client.call("setWebhook", url=bot.url)
    refused = await client.call("getUpdates")
    assert refused["error_code"] == 409
    assert refused["description"] == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )


async def test_two_settings_within_a_second_are_too_many(
    client: Client, bot: BotSide, clock: Clock
) -> None:
    await client.call("setWebhook", url=bot.url)
    refused = await client.call("setWebhook", url=bot.url)
    assert refused["error_code"] == 429
    assert refused["parameters"] == {"retry_after": 1}
    clock.seconds += 1
    assert (await client.call("setWebhook", url=bot.url))["ok"]


async def test_the_same_settings_again_disturb_nothing(
    sandbox: Sandbox, client: Client, bot: BotSide, clock: Clock
) -> None:
    bot.seconds = 0.1
    await client.call("setWebhook", url=bot.url)
    await client.do("/chat/send", user=1001, text="а")
    await until(lambda: bot.running == 1)
    clock.seconds += 1
    assert (await client.call("setWebhook", url=bot.url))["ok"]
    await bot.has(1)
    await until(lambda: not sandbox.world.updates)
    assert bot.texts == ["а"]


async def test_a_new_address_gets_what_the_old_one_did_not_accept(
    sandbox: Sandbox, client: Client, bot: BotSide, clock: Clock, unused_tcp_port: int
) -> None:
    await client.call("setWebhook", url=f"http://127.0.0.1:{unused_tcp_port}/hook")
    await client.do("/chat/send", user=1001, text="а")
    courier = sandbox.webhooks._courier
    assert courier
    await until(lambda: bool(courier.error))
    info = (await client.call("getWebhookInfo"))["result"]
    assert info["pending_update_count"] == 1
    assert "Cannot connect" in info["last_error_message"]
    clock.seconds += 1
    await client.call("setWebhook", url=bot.url)
    await bot.has(1)
    await until(lambda: not sandbox.world.updates)
    assert "last_error_message" not in (await client.call("getWebhookInfo"))["result"]


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"url": "ftp://x/y"}, "invalid webhook URL specified"),
        ({"url": "http://x/y", "secret_token": "ы"}, "secret token contains unallowed characters"),
        ({"url": "http://x/y", "secret_token": "a" * 257}, "secret token contains unallowed"),
    ],
)
async def test_a_wrong_webhook_is_refused_and_may_be_mended_at_once(
    client: Client, bot: BotSide, parameters: dict[str, str], description: str
) -> None:
    refused = await client.call("setWebhook", **parameters)
    assert refused["error_code"] == 400
    assert description in refused["description"]
    assert (await client.call("setWebhook", url=bot.url))["ok"]


@pytest.mark.parametrize("method", ["setWebhook", "deleteWebhook"])
async def test_pending_updates_can_be_dropped(client: Client, bot: BotSide, method: str) -> None:
    await client.do("/chat/send", user=1001, text="а")
    await client.call(method, url=bot.url, drop_pending_updates=True)
    assert await client.ask("/sandbox/pending") == {"pending": 0, "running": 0}
    assert bot.brought == []


async def test_a_sandbox_that_comes_back_goes_on_with_its_webhook(
    sandbox: Sandbox, client: Client, bot: BotSide
) -> None:
    await client.call("setWebhook", url=bot.url)
    async with sandbox.webhooks:  # as if served anew
        pass
    await client.do("/chat/send", user=1001, text="а")
    assert bot.brought == []
    async with sandbox.webhooks:
        await bot.has(1)
        await until(lambda: not sandbox.world.updates)
