"""Polling a sandbox: what was confirmed to Telegram is kept until it is handled."""

import asyncio
import logging

import pytest
from telegram.error import InvalidToken

from storage.database.entries import Changes
from storage.database.inbox import Inbox
from tests.bot.delivery.line import (
    ANNA,
    BEN,
    BotSide,
    Telegram,
    message,
    soon,
    until_gone,
)


async def test_a_message_is_answered_and_nothing_of_it_is_kept(
    bot: BotSide, telegram: Telegram
) -> None:
    async with bot.polling():
        await telegram.has(message("Тула"))
        await soon(lambda: telegram.answers() == ["Тула"])
        await soon(lambda: telegram.unconfirmed == 0)
        await until_gone(bot)
    assert bot.liveness.trouble() is None


async def test_a_batch_is_confirmed_only_when_it_is_kept(
    bot: BotSide, telegram: Telegram, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[int] = []
    write = inbox.write

    async def writing(changes: Changes) -> None:
        if changes.fresh:
            assert telegram.unconfirmed == 2, "Telegram still has it"
        await write(changes)
        kept.extend(each.update_id for each in changes.fresh)

    monkeypatch.setattr(inbox, "write", writing)
    ids = await telegram.has(message("Тула"), message("Киль"))
    bot.processor.hold(ids[0])
    async with bot.polling():
        await soon(lambda: telegram.unconfirmed == 0)
        assert kept == ids
        assert telegram.answers() == [], "and confirmed before it is handled"
        assert await bot.waiting() == 2
        bot.processor.gates[ids[0]].set()
        await until_gone(bot)
    assert telegram.answers() == ["Тула", "Киль"]


async def test_polling_goes_on_behind_what_was_accepted_last(
    bot: BotSide, telegram: Telegram, inbox: Inbox
) -> None:
    [first] = await telegram.has(message("Тула"))
    await inbox.accept([telegram.entry(first)])
    await inbox.finish([first])  # it was handled, and then the process died unconfirmed
    async with bot.polling():
        await telegram.has(message("Киль"))
        await soon(lambda: telegram.answers() == ["Киль"])
    assert bot.processor.begun == [first + 1]


async def test_what_telegram_sends_twice_is_run_once(
    bot: BotSide, telegram: Telegram, inbox: Inbox
) -> None:
    [first] = await telegram.has(message("Тула"))
    await inbox.accept([telegram.entry(first)])
    async with bot.polling():
        await soon(lambda: telegram.answers() == ["Тула"])
        await soon(lambda: telegram.unconfirmed == 0)
    assert bot.processor.begun == [first]


async def test_one_chat_does_not_wait_for_another(bot: BotSide, telegram: Telegram) -> None:
    slow, _ = await telegram.has(message("Тула"), message("Киль", BEN))
    gate = bot.processor.hold(slow)
    async with bot.polling():
        await soon(lambda: telegram.answers(BEN) == ["Киль"])
        await telegram.has(message("Сочи", BEN))
        await soon(lambda: telegram.answers(BEN) == ["Киль", "Сочи"])
        gate.set()
        await soon(lambda: telegram.answers() == ["Тула"])


async def test_an_update_that_cannot_be_read_is_set_aside_and_polling_goes_on(
    bot: BotSide, telegram: Telegram
) -> None:
    broken, _ = await telegram.has({"message": {"chat": {"id": ANNA}}}, message("Тула"))
    async with bot.polling():
        await soon(lambda: telegram.answers() == ["Тула"])
        await until_gone(bot)
    assert await bot.dead_letters() == [(broken, "unparsable")]


@pytest.mark.parametrize("kind", ["error", "html", "reset", "flood"])
async def test_polling_outlives_whatever_telegram_does(
    bot: BotSide, telegram: Telegram, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fault("getUpdates", kind, times=2, seconds=0)
    async with bot.polling():
        await telegram.has(message("Тула"))
        await soon(lambda: telegram.answers() == ["Тула"])
    told = [line for line in caplog.messages if line.startswith("Telegram gives no updates")]
    assert len(told) == 1
    assert "polling goes on" in caplog.messages


async def test_a_wrong_token_ends_polling(bot: BotSide, telegram: Telegram) -> None:
    telegram.sandbox.token = "42:another"
    async with bot.polling() as task:
        await asyncio.wait([task], timeout=5)
        with pytest.raises(InvalidToken):
            await task
    telegram.sandbox.token = "42:sandbox"


async def test_another_poller_is_told_plainly(
    bot: BotSide, telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    polls = telegram.sandbox.methods.polls
    async with bot.polling():
        await telegram.has(message("Тула"))
        await soon(lambda: telegram.answers() == ["Тула"] and telegram.unconfirmed == 0)
        other = asyncio.create_task(polls.get_updates({"timeout": 1}))
        await soon(lambda: "another process polls" in caplog.text)
        await asyncio.wait([other])
    [line] = [each for each in caplog.records if "another process polls" in each.message]
    assert line.levelno == logging.ERROR
    assert line.message == "another process polls with this token; stop one of the two"


async def test_a_webhook_of_before_is_deleted(bot: BotSide, telegram: Telegram) -> None:
    await telegram.sandbox.webhooks.set_webhook({"url": "http://127.0.0.1:9/telegram"})
    async with bot.polling():
        await telegram.has(message("Тула"))
        await soon(lambda: telegram.answers() == ["Тула"])
    assert telegram.sandbox.webhooks.hook is None


async def test_a_webhook_that_is_set_later_is_somebody_elses(
    bot: BotSide, telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    async with bot.polling():
        await telegram.has(message("Тула"))
        await soon(lambda: telegram.answers() == ["Тула"])
        await telegram.sandbox.webhooks.set_webhook({"url": "http://127.0.0.1:9/telegram"})
        await soon(lambda: "another process serves it there" in caplog.text)
        await asyncio.sleep(0.1)
    assert telegram.sandbox.webhooks.hook


async def test_the_end_lets_what_runs_be_answered(bot: BotSide, telegram: Telegram) -> None:
    [one] = await telegram.has(message("Тула"))
    gate = bot.processor.hold(one)
    async with bot.polling() as task:
        await soon(lambda: one in bot.processor.active)
        task.cancel()
        await asyncio.sleep(0.02)
        gate.set()
    assert telegram.answers() == ["Тула"]
    assert await bot.waiting() == 0
