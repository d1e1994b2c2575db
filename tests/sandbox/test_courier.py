"""The sandbox brings updates to a webhook as Telegram does."""

import asyncio
import itertools
import time
from collections import defaultdict
from itertools import islice
from typing import Any

import pytest

from bot.sandbox.courier import lane_of, waits
from bot.sandbox.server import Sandbox
from tests.sandbox.bot_side import BotSide, until
from tests.sandbox.conftest import Client, Clock


def message(user: int, number: int) -> dict[str, Any]:
    chat = {"id": user, "type": "private", "first_name": "x"}
    sender = {"id": user, "is_bot": False, "first_name": "x"}
    said = {"message_id": number, "date": 1, "chat": chat, "from": sender, "text": str(number)}
    return {"message": said}


@pytest.mark.parametrize("secret", ["s3cret", "1e5"])
async def test_an_update_is_brought_with_the_secret(
    sandbox: Sandbox, client: Client, bot: BotSide, secret: str
) -> None:
    form = {"url": bot.url, "secret_token": secret}
    async with client.session.post(f"{client.address}/bot42:sandbox/setWebhook", data=form):
        pass
    await client.do("/chat/send", user=1001, text="а")
    await until(lambda: not sandbox.world.updates)
    assert bot.texts == ["а"]
    assert bot.headers[0]["X-Telegram-Bot-Api-Secret-Token"] == secret
    assert bot.headers[0]["Content-Type"] == "application/json"


async def test_what_was_asked_before_the_webhook_was_set_is_brought(
    client: Client, bot: BotSide
) -> None:
    await client.do("/chat/send", user=1001, text="а")
    await client.call("setWebhook", url=bot.url)
    await bot.has(1)
    assert "X-Telegram-Bot-Api-Secret-Token" not in bot.headers[0]


async def test_a_chat_waits_for_its_turn_and_others_do_not(client: Client, bot: BotSide) -> None:
    bot.seconds = 0.1
    await client.call("setWebhook", url=bot.url)
    for text, user in itertools.product("абв", (1001, 1002)):
        await client.do("/chat/send", user=user, text=text)
    await bot.has(6)
    for user in (1001, 1002):
        own = [u["message"]["text"] for u in bot.brought if u["message"]["from"]["id"] == user]
        assert own == ["а", "б", "в"]
    assert bot.most == 2


async def test_no_more_run_at_once_than_was_asked_for(client: Client, bot: BotSide) -> None:
    bot.seconds = 0.02
    await client.call("setWebhook", url=bot.url, max_connections=3)
    await client.post("/sandbox/updates", [message(user, 1) for user in range(2001, 2013)])
    await bot.has(12)
    assert bot.most == 3


async def test_a_refused_update_comes_again_and_holds_its_chat_only(
    sandbox: Sandbox, client: Client, bot: BotSide
) -> None:
    sandbox.webhooks.retry_base = 0.3
    bot.statuses.extend((500, 502))
    await client.call("setWebhook", url=bot.url)
    began = time.monotonic()
    await client.do("/chat/send", user=1001, text="а")
    await client.do("/chat/send", user=1001, text="б")
    await bot.has(2)  # at once, and again at once
    assert (await client.ask("/sandbox/pending"))["pending"] == 2
    await client.do("/chat/send", user=1002, text="другой")
    await bot.has(5)
    assert bot.texts == ["а", "а", "другой", "а", "б"]
    assert time.monotonic() - began >= 0.3


def test_waits_grow_to_a_minute() -> None:
    assert list(islice(waits(2), 8)) == [0, 2, 4, 8, 16, 32, 60, 60]
    assert max(islice(waits(0.1), 5000)) == 60


@pytest.mark.parametrize(("status", "times"), [(204, 1), (299, 1), (302, 2), (404, 2)])
async def test_any_2xx_is_success_and_nothing_else(
    sandbox: Sandbox, client: Client, bot: BotSide, status: int, times: int
) -> None:
    bot.statuses.append(status)
    await client.call("setWebhook", url=bot.url)
    await client.do("/chat/send", user=1001, text="а")
    await until(lambda: not sandbox.world.updates)
    assert len(bot.brought) == times


async def test_an_update_that_is_not_answered_in_time_comes_again(
    sandbox: Sandbox, client: Client, bot: BotSide
) -> None:
    assert sandbox.webhooks.time_out == 60
    sandbox.webhooks.time_out = 0.1
    bot.seconds = 0.5
    await client.call("setWebhook", url=bot.url)
    await client.do("/chat/send", user=1001, text="а")
    await until(lambda: bot.running == 1)
    bot.seconds = 0
    await until(lambda: not sandbox.world.updates)
    assert bot.texts[:2] == ["а", "а"]
    info = (await client.call("getWebhookInfo"))["result"]
    assert info["last_error_message"] == "Read timeout expired"


async def test_it_is_seen_how_many_updates_the_bot_works_on(client: Client, bot: BotSide) -> None:
    bot.seconds = 5
    await client.call("setWebhook", url=bot.url)
    await client.post("/sandbox/updates", [message(2001, 1), message(2001, 2), message(2002, 1)])
    await until(lambda: bot.running == 2)
    assert await client.ask("/sandbox/pending") == {"pending": 3, "running": 2}


async def test_a_late_tap_is_not_brought_and_a_message_is(
    sandbox: Sandbox, client: Client, bot: BotSide, clock: Clock
) -> None:
    await client.do("/chat/send", user=1001, text="а")
    sent = (await client.call("sendMessage", chat_id=1001, text="а"))["result"]["message_id"]
    for data in ("x", "y"):
        await client.do("/chat/tap", user=1001, message_id=sent, data=data)
    bot.statuses.extend([500, 500])
    bot.seconds = 0.05
    await client.call("setWebhook", url=bot.url)
    await until(lambda: bot.running == 2)
    clock.seconds += 150  # while the message and the first tap are tried
    await until(lambda: not sandbox.world.updates)
    taps = [update["callback_query"] for update in bot.brought if "callback_query" in update]
    assert [tap["data"] for tap in taps] == ["x"]
    assert len(bot.brought) == 3


async def test_a_tap_does_not_wait_for_a_message_of_its_chat(client: Client, bot: BotSide) -> None:
    bot.seconds = 0.1
    sent = (await client.call("sendMessage", chat_id=1001, text="а"))["result"]["message_id"]
    await client.do("/chat/send", user=1001, text="а")
    await client.do("/chat/tap", user=1001, message_id=sent, data="x")
    await client.call("setWebhook", url=bot.url)
    await bot.has(2)
    assert bot.most == 2


async def test_a_response_may_carry_a_call(sandbox: Sandbox, client: Client, bot: BotSide) -> None:
    bot.reply = {"method": "sendMessage", "chat_id": 1001, "text": "ответ"}
    await client.call("setWebhook", url=bot.url)
    await client.do("/chat/send", user=1001, text="а")
    await until(lambda: bool(sandbox.world.sent))
    assert [sent.formatted.text for sent in sandbox.world.sent] == ["ответ"]


@pytest.mark.parametrize(
    "reply",
    [
        {"method": "sendTeleport"},
        {"method": "sendMessage", "chat_id": 5, "text": "x"},
        {"method": "sendMessage", "chat_id": 1001, "text": "x", "reply_markup": 7},
        {"method": "deleteWebhook"},
        {"no": "method"},
    ],
)
async def test_a_response_that_is_no_good_call_is_still_a_success(
    sandbox: Sandbox, client: Client, bot: BotSide, reply: dict[str, Any]
) -> None:
    bot.reply = reply
    await client.call("setWebhook", url=bot.url)
    for text in ("а", "б"):
        await client.do("/chat/send", user=1001, text=text)
    await until(lambda: not sandbox.world.updates)
    await bot.has(2)
    assert bot.texts == ["а", "б"]
    assert (await client.call("getWebhookInfo"))["result"]["url"] == bot.url


async def test_two_thousand_updates_come_in_order_from_every_chat(
    sandbox: Sandbox, client: Client, bot: BotSide
) -> None:
    await client.call("setWebhook", url=bot.url, max_connections=100)
    burst = [message(user, number) for number in range(1, 11) for user in range(2001, 2201)]
    await client.post("/sandbox/updates", burst)
    await until(lambda: not sandbox.world.updates)
    found = defaultdict(list)
    for update in bot.brought:
        found[update["message"]["chat"]["id"]].append(update["message"]["message_id"])
    assert dict(found) == {user: list(range(1, 11)) for user in range(2001, 2201)}


@pytest.mark.parametrize(
    ("content", "lane"),
    [
        ({"message": {"chat": {"id": -7}, "from": {"id": 8}}}, -7),
        ({"callback_query": {"message": {"chat": {"id": -7}}, "from": {"id": 8}}}, "taps of 8"),
        ({"inline_query": {"from": {"id": 8}}}, "inline queries of 8"),
        ({"my_chat_member": {"chat": {"id": -7}, "from": {"id": 8}}}, -7),
        ({"message": {"chat": {"id": "x"}, "from": {"id": []}}}, "update 5"),
        ({"message": "x"}, "update 5"),
        ({"callback_query": {"id": [], "message": 3}}, "update 5"),
    ],
)
def test_an_update_has_the_lane_of_its_chat(content: dict[str, Any], lane: int | str) -> None:
    assert lane_of({"update_id": 5} | content) == lane


async def test_no_task_is_left_behind(sandbox: Sandbox, bot: BotSide) -> None:
    before = asyncio.all_tasks()
    bot.statuses.extend([500] * 50)
    async with sandbox.serve("127.0.0.1", 0):
        await sandbox.methods.call("setWebhook", {"url": bot.url})
        await sandbox.world.update_all([message(user, 1) for user in range(2001, 2020)])
        await bot.has(19)
    left = {task for task in asyncio.all_tasks() - before if "Courier" in repr(task)}
    assert left == set()
