"""What was in flight at a crash runs one by one, for a short time, and holds nobody up."""

import asyncio

import pytest

from bot.delivery import worker
from storage.database.entries import Changes
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
