"""The webhook is set as it should be, and looked after."""

import asyncio
from typing import Any

import pytest
from telegram.error import NetworkError, RetryAfter

from bot.delivery.raw_updates import ALLOWED_UPDATES
from bot.delivery.webhook import MAX_CONNECTIONS, path_of
from tests.bot.delivery.hook import SECRET, Hook, update
from tests.bot.delivery.line import (
    BotSide,
    Telegram,
    soon,
)


async def test_before_it_is_set_and_after_the_end_nothing_is_taken(
    closed: Hook, bot: BotSide
) -> None:
    assert await closed.post(update(1)) == 503
    task = asyncio.create_task(closed.webhook.run(closed.root))
    await soon(lambda: bot.liveness.beat_at is not None)
    assert await closed.post(update(1)) == 200
    task.cancel()
    await asyncio.wait([task])
    assert await closed.post(update(2)) == 503
    assert bot.processor.begun == [1]


async def test_the_webhook_is_set_as_it_should_be(hook: Hook, telegram: Telegram) -> None:
    info = await telegram.sandbox.webhooks.get_webhook_info({})
    assert info["url"] == hook.root + path_of(SECRET)
    assert info["max_connections"] == MAX_CONNECTIONS
    assert sorted(info["allowed_updates"]) == sorted(ALLOWED_UPDATES)
    assert SECRET not in info["url"]


async def test_it_is_set_only_where_it_differs(
    closed: Hook, bot: BotSide, telegram: Telegram
) -> None:

    def looks() -> float:
        return bot.counted("api_calls_total", method="getWebhookInfo", outcome="ok")

    def settings() -> float:
        tried = ("ok", "RetryAfter")
        return sum(bot.counted("api_calls_total", method="setWebhook", outcome=o) for o in tried)

    task = asyncio.create_task(closed.webhook.run(closed.root))
    await soon(lambda: looks() > 3)
    assert settings() == 1
    telegram.sandbox.webhooks._set_at = float("-inf")
    await telegram.sandbox.webhooks.delete_webhook({})  # somebody took it away
    await soon(lambda: telegram.sandbox.webhooks.hook is not None)
    await soon(lambda: settings() == 2)
    task.cancel()
    await asyncio.wait([task])


async def test_a_replica_that_is_told_to_wait_waits(
    closed: Hook, bot: BotSide, telegram: Telegram
) -> None:
    bot.wait(call_patience=5)
    telegram.sandbox.webhooks._set_at = telegram.sandbox.world.clock()  # another has just set it
    task = asyncio.create_task(closed.webhook.run(closed.root))
    await soon(lambda: bot.liveness.beat_at is not None)
    assert bot.counted("api_calls_total", method="setWebhook", outcome="RetryAfter") == 1
    assert telegram.sandbox.webhooks.hook
    task.cancel()
    await asyncio.wait([task])


@pytest.mark.parametrize("error", [NetworkError("away"), RetryAfter(600)])
async def test_trouble_with_telegram_is_told_and_the_look_repeated(
    closed: Hook, bot: BotSide, monkeypatch: pytest.MonkeyPatch, error: Exception,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    failures = [error] * 3
    look = type(bot.application.bot).get_webhook_info

    async def failing(bot: Any) -> Any:
        if failures:
            raise failures.pop()
        return await look(bot)

    monkeypatch.setattr(type(bot.application.bot), "get_webhook_info", failing)
    task = asyncio.create_task(closed.webhook.run(closed.root))
    await soon(lambda: bot.liveness.beat_at is not None)
    assert caplog.text.count("the webhook cannot be looked at") == 1
    assert "the webhook is ours" in caplog.messages
    task.cancel()
    await asyncio.wait([task])
