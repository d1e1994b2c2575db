"""Accepted updates are run to their end, by this process or by the next."""

import asyncio
import time

import pytest

from storage.database.inbox import Inbox
from tests.bot.delivery.line import (
    ANNA,
    BEN,
    BotSide,
    Telegram,
    entry,
    message,
    soon,
    until_gone,
    until_waiting,
)


async def test_what_the_last_process_left_is_run_in_its_order(
    bot: BotSide, telegram: Telegram, inbox: Inbox
) -> None:
    await inbox.accept([entry(1, message("Тула")), entry(2, message("Киль"))])
    await bot.work().resume()
    await until_gone(bot)
    assert telegram.answers() == ["Тула", "Киль"]
    assert bot.counted("updates_total", kind="message", outcome="handled") == 2


async def test_an_update_that_cannot_be_read_is_set_aside_and_stops_nobody(
    bot: BotSide, telegram: Telegram, inbox: Inbox
) -> None:
    broken = {"message": {"chat": {"id": ANNA}, "text": "?"}}
    await inbox.accept([entry(1, broken), entry(2, message("Тула"))])
    await bot.work().resume()
    await until_gone(bot)
    assert await bot.dead_letters() == [(1, "unparsable")]
    assert telegram.answers() == ["Тула"]
    await bot.services.chats.forget(ANNA)
    assert await bot.dead_letters() == [], "it was the chat's, and is forgotten with it"


async def test_an_update_whose_reply_was_lost_is_run_again_until_it_is_heard(
    bot: BotSide, telegram: Telegram
) -> None:
    telegram.fault("sendMessage", "error", times=8)
    await bot.inbox.accept([entry(1, message("Тула")), entry(2, message("Киль"))])
    await bot.work().resume()
    await until_gone(bot)
    assert telegram.answers() == ["Тула", "Киль"]
    assert bot.processor.begun.count(1) > 1
    assert bot.counted("updates_total", kind="message", outcome="undelivered") >= 1


async def test_it_is_set_aside_when_it_was_never_heard(bot: BotSide, telegram: Telegram) -> None:
    bot.wait(call_patience=0)
    telegram.fault("sendMessage", "error", times=len(bot.waits.redelivery) + 1)
    await bot.inbox.accept([entry(1, message("Тула")), entry(2, message("Киль"))])
    await bot.work().resume()
    await until_gone(bot)
    assert bot.processor.begun.count(1) == len(bot.waits.redelivery) + 1
    assert await bot.dead_letters() == [(1, "undelivered")]
    assert telegram.answers() == ["Киль"]


async def test_others_are_answered_while_it_waits(bot: BotSide, telegram: Telegram) -> None:
    bot.wait(call_patience=0)
    telegram.fault("sendMessage", "flood", seconds=3600)
    work = bot.work()
    await work.resume()
    work.put(await bot.inbox.accept([entry(1, message("Тула")), entry(2, message("Киль", BEN))]))
    await soon(lambda: telegram.answers(BEN) == ["Киль"] or telegram.answers() == ["Тула"])
    await until_waiting(bot, 1)
    await asyncio.sleep(0.1)
    assert len(bot.processor.begun) == 2, "Telegram asked for an hour, not for the usual seconds"
    await work.drain(1)


async def test_a_tap_that_nobody_waits_for_any_more_is_dropped(
    bot: BotSide, telegram: Telegram, inbox: Inbox
) -> None:
    user = message("")["message"]["from"]
    tap = {"callback_query": {"id": "1", "from": user, "chat_instance": "1", "data": "x"}}
    await inbox.accept([entry(1, tap, time.time() - 151), entry(2, message("Тула"), 1.0)])
    await bot.work().resume()
    await until_gone(bot)
    assert telegram.answers() == ["Тула"], "a message is answered however late"
    assert bot.counted("updates_total", kind="callback_query", outcome="expired") == 1
    assert bot.counted("api_calls_total", method="answerCallbackQuery", outcome="BadRequest") == 0


async def test_a_run_that_breaks_is_tried_again(bot: BotSide, telegram: Telegram) -> None:
    bot.processor.breaks[1] = 1
    await bot.inbox.accept([entry(1, message("Тула")), entry(2, message("Киль"))])
    await bot.work().resume()
    await until_gone(bot)
    assert telegram.answers() == ["Тула", "Киль"]


async def test_a_run_that_always_breaks_does_not_hold_its_chat_for_good(
    bot: BotSide, telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    bot.processor.breaks[1] = 10**6
    await bot.inbox.accept([entry(1, message("Тула")), entry(2, message("Киль"))])
    await bot.work().resume()
    await until_gone(bot)
    assert telegram.answers() == ["Киль"]
    assert await bot.dead_letters() == [(1, "broken")]
    assert "ZeroDivisionError" in caplog.text
    assert bot.counted("updates_total", kind="message", outcome="broken") > 1


async def test_the_same_update_put_twice_runs_once(bot: BotSide, inbox: Inbox) -> None:
    [one] = await inbox.accept([entry(1, message("Тула"))])
    work = bot.work()
    work.put([one])
    await work.resume()
    work.put([one])
    await until_gone(bot)
    await asyncio.sleep(0.02)
    assert bot.processor.begun == [1]


async def test_an_orderly_end_leaves_the_rest_to_the_next_process_as_new(
    bot: BotSide, telegram: Telegram, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    bot.processor.hold(1)
    late, behind = entry(1, message("Тула")), entry(2, message("Киль"))
    done = entry(3, message("Сочи", BEN))
    work = bot.work()
    await work.resume()
    work.put(await inbox.accept([late, behind, done]))
    await soon(lambda: telegram.answers(BEN) == ["Сочи"] and bot.processor.active == {1})
    await work.drain(0.05)
    in_flight, rest = await inbox.unfinished()
    assert (in_flight, [each.update_id for each in rest]) == ([], [1, 2])
    assert "1 updates are left to the next start" in caplog.text
    bot.processor.gates.clear()
    await bot.work().resume()
    await until_gone(bot)
    assert telegram.answers() == ["Тула", "Киль"]


async def test_what_is_finished_is_not_remembered(bot: BotSide, inbox: Inbox) -> None:
    work = bot.work()
    await work.resume()
    work.put(await inbox.accept([entry(n, message("Тула", n)) for n in range(1, 6)]))
    await until_gone(bot)
    await soon(lambda: len(bot.processor.begun) == 5)
    journal = work._journal
    await soon(lambda: not journal._notes)
    assert (work._open, work._running, work._left) == ({}, set(), set())
    assert (journal._open, journal._stored, journal._tried) == ({}, set(), set())


async def test_in_a_chat_what_was_left_is_run_before_what_came_meanwhile(
    bot: BotSide, telegram: Telegram, inbox: Inbox
) -> None:
    await inbox.accept([entry(1, message("Тула"))])
    work = bot.work()
    work.put(await inbox.accept([entry(2, message("Киль"))]))
    await work.resume()
    await until_gone(bot)
    assert telegram.answers() == ["Тула", "Киль"]


async def test_an_answer_that_takes_long_leaves_the_slot_to_others(
    bot: BotSide, telegram: Telegram
) -> None:
    bot.wait(slow_call=0.05)
    telegram.fault("sendMessage", "late", seconds=2)
    work = bot.work()
    work._sequencer.slots = asyncio.Semaphore(1)
    await work.resume()
    work.put(await bot.inbox.accept([entry(1, message("Тула"))]))
    await soon(lambda: telegram.answers() == ["Тула"])
    work.put(await bot.inbox.accept([entry(2, message("Киль", BEN))]))
    await soon(lambda: telegram.answers(BEN) == ["Киль"])
    assert 1 in bot.processor.active
    await until_gone(bot)


async def test_an_outage_with_many_waiting_fills_no_log(
    bot: BotSide, telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    bot.wait(redelivery=(0.02,) * 50)
    telegram.fault("sendMessage", "error", times=200)
    for n in range(30):
        telegram.sandbox.world.user(100 + n)
    await bot.inbox.accept([entry(n, message("Тула", 100 + n)) for n in range(30)])
    await bot.work().resume()
    await until_gone(bot)
    assert all(telegram.answers(100 + n) == ["Тула"] for n in range(30))
    told = [record.message for record in caplog.records if record.name.startswith("bot.")]
    assert len(told) < 10, told
