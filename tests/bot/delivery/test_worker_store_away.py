"""The worker while the store is away: what ends is deleted later, and is finished then."""

import asyncio

import pytest

from bot.context import Services
from bot.delivery.raw_updates import RawUpdate
from storage.database.chats import Chats
from storage.database.inbox import Inbox
from tests.bot.delivery.line import (
    ANNA,
    BotSide,
    StoreSwitch,
    Telegram,
    away,
    entry,
    message,
    soon,
    until_gone,
    until_waiting,
)


async def test_what_ends_while_the_store_is_away_is_deleted_later(
    bot: BotSide, telegram: Telegram, inbox: Inbox
) -> None:
    work = bot.work()
    await work.resume()
    fresh = await inbox.accept([entry(1, message("Тула"))])
    switch = StoreSwitch(inbox)
    switch.off()
    work.put(fresh)
    await soon(lambda: telegram.answers() == ["Тула"])
    await soon(lambda: not bot.processor.active)
    switch.on()
    assert await bot.waiting() == 1
    await until_gone(bot)


async def test_the_store_may_be_away_when_work_begins(bot: BotSide, telegram: Telegram) -> None:
    await bot.inbox.accept([entry(1, message("Тула"))])
    switch = StoreSwitch(bot.inbox)
    switch.off()
    resuming = asyncio.create_task(bot.work().resume())
    await asyncio.sleep(0.1)
    switch.on()
    await resuming
    await until_gone(bot)
    assert telegram.answers() == ["Тула"]


async def test_what_is_to_be_forgotten_is_so_in_the_end_and_holds_up_nobody(
    bot: BotSide, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    chats = bot.services.chats
    await chats.choose_language(ANNA, "en")
    with monkeypatch.context() as patch:
        patch.setattr(chats, "flush", away)
        async with bot.polling():
            [blocked] = await telegram.has(blocks())
            await telegram.has(message("Тула"))
            await soon(lambda: telegram.answers() == ["Тула"])
            await until_waiting(bot, 1)
    assert (await bot.inbox.unfinished())[0] == [], "it is not what killed the process"
    fresh = Chats(chats._database, chats._bot_id)
    # The process died: of what was to be written nothing is left.
    bot.application.bot_data = Services(bot.services.search, fresh)
    async with bot.polling():
        await until_gone(bot)
    assert bot.processor.begun.count(blocked) == 2
    assert await Chats(chats._database, chats._bot_id).language(ANNA) is None


async def test_what_is_written_late_is_finished_then(
    bot: BotSide, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    chats = bot.services.chats
    async with bot.polling():
        with monkeypatch.context() as patch:
            patch.setattr(chats, "flush", away)
            await telegram.has(blocks())
            await soon(lambda: not chats.is_written(ANNA))
            assert await bot.waiting() == 1
        await chats.flush()
        await until_gone(bot)


def blocks() -> RawUpdate:
    """Somebody blocks the bot."""
    content = message("")["message"]
    bot = {"id": 42, "is_bot": True, "first_name": "Побратим"}
    return {
        "my_chat_member": {
            "chat": content["chat"],
            "from": content["from"],
            "date": content["date"],
            "old_chat_member": {"user": bot, "status": "member"},
            "new_chat_member": {"user": bot, "status": "kicked", "until_date": 0},
        }
    }
