"""Inline queries: answered now or never, and kept nowhere."""

import time
from itertools import count

from bot.delivery.raw_updates import INLINE_ANSWERABLE_SECONDS, RawUpdate, too_old
from storage.database.inbox import Inbox
from tests.bot.delivery.line import (
    ANNA,
    BotSide,
    StoreSwitch,
    Telegram,
    entry,
    message,
    soon,
    until_gone,
)

ids = count(1)


def typed(words: str, user: int = ANNA) -> RawUpdate:
    who = {"id": user, "is_bot": False, "first_name": "А", "language_code": "ru"}
    query = {"id": f"t{next(ids)}", "from": who, "query": words, "offset": ""}
    return {"inline_query": query}


def answered(telegram: Telegram) -> list[str]:
    """The words that have results."""
    queries = telegram.sandbox.world.inline_queries.values()
    return [query.text for query in queries if query.results is not None]


async def test_a_query_is_answered_and_never_in_the_inbox(
    bot: BotSide, telegram: Telegram, inbox: Inbox
) -> None:
    switch = StoreSwitch(inbox)
    async with bot.polling():
        await telegram.has(message("Тула"))
        await soon(lambda: telegram.answers() == ["Тула"] and not telegram.unconfirmed)
        await until_gone(bot)
        switch.off()
        await telegram.has(typed("Киль"))
        await soon(lambda: answered(telegram) == ["Киль"] and not telegram.unconfirmed)
        switch.on()
    assert bot.counted("updates_total", kind="inline_query", outcome="handled") == 1


async def test_a_query_waits_neither_for_its_users_messages_nor_for_older_queries(
    bot: BotSide, telegram: Telegram
) -> None:
    async with bot.polling():
        for content in (message("Тула"), typed("Ту")):
            [update_id] = await telegram.has(content)
            bot.processor.hold(update_id)
        await telegram.has(typed("Тул"))
        await soon(lambda: answered(telegram) == ["Тул"])
        for gate in bot.processor.gates.values():
            gate.set()
        await soon(lambda: not bot.processor.active)


async def test_whoever_types_on_is_answered_for_what_is_typed_last(
    bot: BotSide, telegram: Telegram
) -> None:
    contents = [typed("Т"), typed("Ту"), typed("Тул"), typed("Киль", 1002)]
    await telegram.has(*contents)
    async with bot.polling():
        await soon(lambda: len(answered(telegram)) == 2 and not telegram.unconfirmed)
    assert answered(telegram) == ["Тул", "Киль"]
    assert bot.counted("updates_total", kind="inline_query", outcome="expired") == 2


async def test_an_answer_that_does_not_get_through_in_time_is_not_sent_again(
    bot: BotSide, telegram: Telegram
) -> None:
    telegram.fault("answerInlineQuery", "error", times=1_000)
    work = bot.work()
    await work.resume()
    [job] = work.put([entry(1, typed("Тула"))])
    await job.done.wait()
    assert answered(telegram) == []
    assert await bot.waiting() == 0
    assert await bot.dead_letters() == []


def test_a_query_is_in_vain_after_telegrams_own_time() -> None:
    raw = {"update_id": 1} | typed("Тула")
    now = time.time()
    assert not too_old(raw, now - INLINE_ANSWERABLE_SECONDS + 1, now)
    assert too_old(raw, now - INLINE_ANSWERABLE_SECONDS - 1, now)
