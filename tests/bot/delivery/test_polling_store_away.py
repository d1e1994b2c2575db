"""Polling while the store is away: handled first, confirmed after."""

import asyncio
from functools import partial

import pytest

from storage.database.inbox import Inbox
from tests.bot.delivery.line import (
    BEN,
    BotSide,
    StoreSwitch,
    Telegram,
    entry,
    message,
    soon,
    until_gone,
)


async def test_with_the_store_away_updates_are_handled_and_only_then_confirmed(
    bot: BotSide, telegram: Telegram, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    switch = StoreSwitch(inbox)
    async with bot.polling():
        await telegram.has(message("Омск"))
        await soon(lambda: telegram.answers() == ["Омск"])
        await until_gone(bot)
        switch.off()
        one, two = await telegram.has(message("Тула"), message("Киль", BEN))
        gate = bot.processor.hold(one)
        await soon(lambda: telegram.answers(BEN) == ["Киль"])
        await asyncio.sleep(0.1)
        assert telegram.unconfirmed == 2
        gate.set()
        await soon(lambda: telegram.unconfirmed == 0)
        assert telegram.answers() == ["Омск", "Тула"]
        switch.on()
        await telegram.has(message("Сочи"))
        await soon(lambda: telegram.answers() == ["Омск", "Тула", "Сочи"])
        await until_gone(bot)
    assert bot.processor.begun == [one - 1, one, two, two + 1]
    assert "updates are handled before they are confirmed" in caplog.text
    assert "the store is back" in caplog.messages


async def test_a_store_that_comes_back_takes_what_is_still_open(
    bot: BotSide, telegram: Telegram, inbox: Inbox
) -> None:
    switch = StoreSwitch(inbox)
    switch.off("write")
    one, _ = await telegram.has(message("Тула"), message("Киль", BEN))
    gate = bot.processor.hold(one)
    async with bot.polling():
        await soon(lambda: telegram.answers(BEN) == ["Киль"])
        switch.on()
        await soon(lambda: telegram.unconfirmed == 0)
        assert await bot.waiting() == 1
        gate.set()
        await until_gone(bot)
    assert telegram.answers() == ["Тула"]
    assert bot.processor.begun.count(one) == 1


async def test_an_end_while_the_store_is_away_confirms_nothing(
    bot: BotSide, telegram: Telegram, inbox: Inbox
) -> None:
    bot.wait(drain=0.05)
    switch = StoreSwitch(inbox)
    switch.off("write")
    [one] = await telegram.has(message("Тула"))
    bot.processor.hold(one)
    async with bot.polling():
        await soon(lambda: one in bot.processor.active)
    switch.on()
    bot.processor.gates.clear()
    assert telegram.unconfirmed == 1
    async with bot.polling():
        await soon(lambda: telegram.answers() == ["Тула"])


def answered(telegram: Telegram, chat: int) -> bool:
    return telegram.answers(chat) == ["Киль"]


async def test_with_the_store_away_a_chat_that_is_held_stops_nobody(
    bot: BotSide, telegram: Telegram, inbox: Inbox
) -> None:
    StoreSwitch(inbox).off()
    [held] = await telegram.has(message("Тула"))
    gate = bot.processor.hold(held)
    async with bot.polling():
        for number in range(50):
            await telegram.has(message("Киль", BEN + number))
            await soon(partial(answered, telegram, BEN + number))
        assert telegram.unconfirmed == 51, "the first holds them all"
        gate.set()
        await soon(lambda: telegram.unconfirmed == 0)
    assert telegram.answers() == ["Тула"]
    assert len(bot.processor.begun) == 51


async def test_the_end_confirms_what_has_ended_in_time(bot: BotSide, telegram: Telegram) -> None:
    switch = StoreSwitch(bot.inbox)
    switch.off()
    bot.wait(drain=5.0)
    _, two = await telegram.has(message("Тула"), message("Киль", BEN))
    gate = bot.processor.hold(two)
    async with bot.polling() as task:
        await soon(lambda: telegram.answers() == ["Тула"])
        task.cancel()
        await asyncio.sleep(0)
        gate.set()
    assert telegram.answers(BEN) == ["Киль"]
    assert telegram.unconfirmed == 0


def assert_store(bot: BotSide, *, well: bool) -> None:
    assert bot.liveness.store_is_well is well


async def test_an_inbox_that_cannot_be_read_at_the_start_stops_nobody(
    bot: BotSide, telegram: Telegram, inbox: Inbox
) -> None:
    left = [entry(1, message("Омск", BEN)), entry(2, message("Тула", BEN))]
    await inbox.accept(left)
    switch = StoreSwitch(inbox)
    switch.off("unfinished", "finished")  # as with a damaged page: the rest seems well
    [first] = await telegram.has(message("Киль"))
    gate = bot.processor.hold(first)
    async with bot.polling():
        await soon(lambda: first in bot.processor.active)
        await telegram.has(message("Сочи", 77))
        await soon(lambda: telegram.answers(77) == ["Сочи"])
        assert_store(bot, well=False)
        assert telegram.unconfirmed == 2, "nothing is put into what cannot be read"
        gate.set()
        switch.on()
        await soon(lambda: telegram.answers(BEN) == ["Омск", "Тула"])
        assert_store(bot, well=True)
        await until_gone(bot)
    assert telegram.unconfirmed == 0
    assert len(bot.processor.begun) == 4
