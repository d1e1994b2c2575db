"""Polling a sandbox: what was confirmed to Telegram is kept until it is handled."""

import asyncio
import logging
from functools import partial

import pytest
from telegram.error import InvalidToken

from storage.database.entries import Changes
from storage.database.inbox import Inbox
from tests.bot.delivery.line import (
    ANNA,
    BEN,
    BotSide,
    StoreSwitch,
    Telegram,
    entry,
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


async def test_another_server_with_lower_ids_is_answered_and_confirmed(
    bot: BotSide, telegram: Telegram, inbox: Inbox
) -> None:
    await inbox.accept([entry(10**9, message("Тула"))])
    await inbox.finish([10**9])
    await telegram.has(message("Киль"))
    async with bot.polling():
        await soon(lambda: telegram.answers() == ["Киль"])
        await telegram.has(message("Сочи"))
        await soon(lambda: telegram.answers() == ["Киль", "Сочи"])
        await soon(lambda: telegram.unconfirmed == 0)
        await until_gone(bot)
    assert len(bot.processor.begun) == 2


async def test_another_server_may_come_in_the_middle(bot: BotSide, telegram: Telegram) -> None:
    updates = telegram.sandbox.world.updates
    updates._next = 10**9
    async with bot.polling():
        await telegram.has(message("Тула"))
        await soon(lambda: telegram.answers() == ["Тула"] and telegram.unconfirmed == 0)
        updates._next = 5
        await telegram.has(message("Киль"))
        await soon(lambda: telegram.answers() == ["Тула", "Киль"])
        await soon(lambda: telegram.unconfirmed == 0)


async def test_a_server_that_forgets_nothing_is_answered_once_and_not_asked_in_haste(
    bot: BotSide, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.wait(first_backoff=0.2)
    polls: list[int] = []

    def confirm(offset: int) -> None:
        polls.append(offset)

    monkeypatch.setattr(telegram.sandbox.world.updates, "confirm", confirm)
    async with bot.polling():
        await telegram.has(message("Тула"))
        await soon(lambda: telegram.answers() == ["Тула"])
        asked = len(polls)
        await asyncio.sleep(1)
        assert len(polls) - asked < 15
        await telegram.has(message("Киль"))
        await soon(lambda: telegram.answers() == ["Тула", "Киль"])
    assert telegram.answers() == ["Тула", "Киль"]


@pytest.mark.parametrize("status", [401, 404])
async def test_one_refusal_in_the_middle_does_not_end_polling(
    bot: BotSide, telegram: Telegram, status: int
) -> None:
    async with bot.polling() as task:
        await telegram.has(message("Тула"))
        await soon(lambda: telegram.answers() == ["Тула"])
        body = f'{{"ok": false, "error_code": {status}, "description": "Unauthorized"}}'
        telegram.fault("getUpdates", "answer", times=2, status=status, body=body)
        await telegram.has(message("Киль"))
        await soon(lambda: telegram.answers() == ["Тула", "Киль"])
        assert not task.done()


async def test_a_token_that_is_revoked_ends_polling_when_that_stays(
    bot: BotSide, telegram: Telegram
) -> None:
    bot.wait(token_refused=0.3)
    async with bot.polling() as task:
        await telegram.has(message("Тула"))
        await soon(lambda: telegram.answers() == ["Тула"])
        telegram.sandbox.token = "42:another"
        await asyncio.wait([task], timeout=20)
        with pytest.raises(InvalidToken):
            await task
    telegram.sandbox.token = "42:sandbox"


async def test_garbage_in_place_of_updates_is_waited_out_and_told_once(
    bot: BotSide, telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    for body in ("[]", "null", "7", '{"ok": true, "result": null}', "[" * 100_000, "<html>"):
        telegram.fault("getUpdates", "answer", times=2, body=body)
    async with bot.polling():
        await telegram.has(message("Тула"))
        await soon(lambda: telegram.answers() == ["Тула"])
    told = [line for line in caplog.messages if line.startswith("Telegram gives no updates")]
    assert len(told) == 1
    assert any(line.startswith("polling goes on, after 12 failures") for line in caplog.messages)


async def test_updates_without_an_id_are_passed_over(bot: BotSide, telegram: Telegram) -> None:
    body = '{"ok": true, "result": [7, null, {}, {"update_id": "x"}, []]}'
    telegram.fault("getUpdates", "answer", times=3, body=body)
    async with bot.polling():
        await telegram.has(message("Тула"))
        await soon(lambda: telegram.answers() == ["Тула"])


async def test_another_server_is_answered_whatever_its_ids(
    bot: BotSide, telegram: Telegram, inbox: Inbox
) -> None:
    [first] = await telegram.has(message("Тула"))
    before = [entry(id, message("Сочи")) for id in (first, first + 1, first + 100)]
    await inbox.accept(before)
    await inbox.finish([each.update_id for each in before])
    await inbox.accept(
        [entry(first + 2, message("Омск"))], window=[each.update_id for each in before]
    )
    async with bot.polling():
        await telegram.has(message("Киль"), message("Пермь"))  # one with the id of what was left
        await soon(lambda: sorted(telegram.answers()) == ["Киль", "Омск", "Пермь", "Тула"])
        await soon(lambda: telegram.unconfirmed == 0)
        await until_gone(bot)


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
