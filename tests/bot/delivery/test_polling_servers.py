"""Polling other servers than Telegram's, and what answers in its place."""

import asyncio

import pytest
from telegram.error import InvalidToken

from storage.database.inbox import Inbox
from tests.bot.delivery.line import (
    BotSide,
    Telegram,
    entry,
    message,
    soon,
    until_gone,
)


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
