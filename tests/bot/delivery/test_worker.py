"""Accepted updates are run to their end, by this process or by the next."""

import asyncio
import time

import pytest

from bot.context import Services
from bot.delivery import worker
from bot.delivery.raw_updates import RawUpdate
from storage.database.chats import Chats
from storage.database.engine import StoreError
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


async def test_what_was_in_flight_at_a_crash_runs_one_by_one_before_the_rest(
    bot: BotSide, inbox: Inbox
) -> None:
    users = range(11, 16)
    await inbox.accept([entry(n, message("Тула", user)) for n, user in enumerate(users, 1)])
    for update_id in (2, 4):
        await inbox.start(update_id)
    gates = [bot.processor.hold(update_id) for update_id in (2, 4)]
    work = bot.work()
    resuming = asyncio.create_task(work.resume())
    work.put([entry(6, message("Киль", 16))])  # what comes meanwhile waits
    await soon(lambda: bot.processor.active == {2})
    await asyncio.sleep(0.02)
    gates[0].set()
    await soon(lambda: bot.processor.active == {4})
    gates[1].set()
    await resuming
    await until_gone(bot)
    await soon(lambda: len(bot.processor.begun) == 6)
    assert bot.processor.begun[:2] == [2, 4]
    assert (bot.processor.beside[2], bot.processor.beside[4]) == (set(), set())


async def test_what_takes_long_in_isolation_goes_on_beside_the_others(
    bot: BotSide, inbox: Inbox
) -> None:
    bot.wait(isolation=0.02)
    await inbox.accept([entry(1, message("Тула")), entry(2, message("Киль", BEN))])
    await inbox.start(1)
    gate = bot.processor.hold(1)
    await bot.work().resume()
    await soon(lambda: 2 in bot.processor.begun and 2 not in bot.processor.active)
    assert bot.processor.active == {1}
    gate.set()
    await until_gone(bot)


async def test_an_update_at_which_the_process_dies_twice_in_isolation_is_set_aside(
    bot: BotSide, telegram: Telegram, inbox: Inbox
) -> None:
    await inbox.accept([entry(1, message("яд")), entry(2, message("Тула"))])
    await inbox.start(1)
    bot.processor.hold(1)
    for _ in range(2):  # it dies while it runs the first: nothing is drained
        resuming = asyncio.create_task(bot.work().resume())
        await soon(lambda: 1 in bot.processor.active)
        resuming.cancel()
        await asyncio.wait([resuming])
        bot.processor.active.clear()
    bot.processor.begun.clear()
    await bot.work().resume()
    await until_gone(bot)
    assert bot.processor.begun == [2]
    assert await bot.dead_letters() == [(1, "the process died 2 times running it alone")]
    assert telegram.answers() == ["Тула"]


async def test_a_run_in_isolation_is_not_begun_uncounted(bot: BotSide, inbox: Inbox) -> None:
    await inbox.accept([entry(1, message("Тула"))])
    await inbox.start(1)
    switch = StoreSwitch(inbox)
    switch.off("write")
    resuming = asyncio.create_task(bot.work().resume())
    await asyncio.sleep(0.1)
    assert bot.processor.begun == []
    switch.on()
    await resuming
    await until_gone(bot)
    assert bot.processor.begun == [1]


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


async def in_flight(bot: BotSide) -> list[int]:
    return [each.update_id for each in (await bot.inbox.unfinished())[0]]


async def until_in_flight(bot: BotSide, *update_ids: int) -> None:
    async with asyncio.timeout(10):
        while await in_flight(bot) != list(update_ids):  # noqa: ASYNC110 - it sets no event
            await asyncio.sleep(0.01)


async def test_what_waits_to_be_run_again_is_no_suspect_until_it_runs(
    bot: BotSide, telegram: Telegram
) -> None:
    bot.wait(call_patience=0, redelivery=(0.5,))
    telegram.fault("sendMessage", "error")
    work = bot.work()
    await work.resume()
    work.put(await bot.inbox.accept([entry(1, message("Тула"))]))
    await soon(lambda: bot.counted("updates_total", kind="message", outcome="undelivered") == 1)
    await until_in_flight(bot)
    gate = bot.processor.hold(1)
    await soon(lambda: 1 in bot.processor.active)
    await until_in_flight(bot, 1)
    gate.set()
    await until_gone(bot)


async def test_a_handler_that_waits_for_its_next_try_is_no_suspect(
    bot: BotSide, telegram: Telegram
) -> None:
    bot.wait(call_patience=60, first_backoff=3, longest_backoff=3)
    telegram.fault("sendMessage", "error", times=50)
    work = bot.work()
    await work.resume()
    work.put(await bot.inbox.accept([entry(1, message("Тула")), entry(2, message("Киль", BEN))]))
    await soon(lambda: bot.processor.active == {1, 2})
    await until_in_flight(bot)
    assert bot.processor.active == {1, 2}, "their handlers wait in the middle"
    await work.drain(0)


async def test_with_telegram_away_those_in_flight_at_a_crash_hold_nobody_up(
    bot: BotSide, telegram: Telegram
) -> None:
    bot.wait(call_patience=60, first_backoff=2, longest_backoff=2, isolation=60)
    telegram.fault("sendMessage", "error", times=3)
    await bot.inbox.accept([entry(n, message("Тула", 10 + n)) for n in range(1, 4)])
    for n in range(1, 4):
        await bot.inbox.start(n)
    work = bot.work()
    work.put(await bot.inbox.accept([entry(4, message("Киль"))]))
    await work.resume()
    await soon(lambda: telegram.answers() == ["Киль"])
    assert bot.processor.active >= {1, 2, 3}
    await work.drain(0)


async def test_with_a_slow_telegram_they_hold_nobody_up_either(
    bot: BotSide, telegram: Telegram
) -> None:
    bot.wait(slow_call=0.05, isolation=60)
    telegram.fault("sendMessage", "late", times=3, seconds=2)
    await bot.inbox.accept([entry(n, message("Тула", 10 + n)) for n in range(1, 4)])
    for n in range(1, 4):
        telegram.sandbox.world.user(10 + n)
        await bot.inbox.start(n)
    work = bot.work()
    work.put(await bot.inbox.accept([entry(4, message("Киль"))]))
    await work.resume()
    await soon(lambda: telegram.answers() == ["Киль"])
    assert bot.processor.active >= {3}
    assert [bot.processor.beside[n] for n in (1, 2, 3)] == [set(), {1}, {1, 2}]
    await until_gone(bot)


async def test_all_runs_in_isolation_have_one_time_together(
    bot: BotSide, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.wait(isolation=0.3)
    alone: list[int] = []
    write = inbox.write

    async def writing(changes: Changes) -> None:
        alone.extend(changes.isolated)
        await write(changes)

    monkeypatch.setattr(inbox, "write", writing)
    await inbox.accept([entry(n, message("Тула", 10 + n)) for n in range(1, 6)])
    for n in range(1, 5):
        await inbox.start(n)
        bot.processor.hold(n)
    await bot.work().resume()
    await soon(lambda: bot.processor.active == {1, 2, 3, 4})
    await soon(lambda: 5 in bot.processor.begun)
    assert alone == [1], "for the others there was no time"
    for gate in bot.processor.gates.values():
        gate.set()
    await until_gone(bot)


async def test_only_so_many_run_in_isolation(
    bot: BotSide, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.wait(isolation=600)
    monkeypatch.setattr(worker, "MAX_ISOLATED", 1)
    await inbox.accept([entry(n, message("Тула", 10 + n)) for n in range(1, 4)])
    for n in range(1, 4):
        await inbox.start(n)
    gates = [bot.processor.hold(n) for n in (2, 3)]
    async with asyncio.timeout(20):
        await bot.work().resume()
    await soon(lambda: bot.processor.active == {2, 3})
    for gate in gates:
        gate.set()
    await until_gone(bot)


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


async def away() -> None:
    raise StoreError("the database cannot be reached")
