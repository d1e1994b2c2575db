"""The webhook: an update gets its 200 when it is handled, and not before."""

import asyncio
import time
from dataclasses import replace

import pytest

from bot.context import Services
from bot.delivery import webhook
from bot.delivery.retry import MAX_BROKEN_RUNS, WAITS, Waits
from bot.delivery.webhook import Webhook
from storage.database.inbox import Inbox
from storage.database.store import Store
from storage.search.search import Search
from tests.bot.delivery.hook import SECRET, Hook, update
from tests.bot.delivery.line import (
    ANNA,
    BEN,
    BotSide,
    StoreSwitch,
    Telegram,
    away,
    message,
    soon,
)


async def test_an_update_is_answered_before_it_gets_its_200(hook: Hook, telegram: Telegram) -> None:
    assert await hook.post(update(1)) == 200
    assert telegram.answers() == ["Тула"]


async def test_with_the_store_away_questions_are_answered(
    hook: Hook, inbox: Inbox, telegram: Telegram
) -> None:
    StoreSwitch(inbox).off()
    assert await hook.post(update(1)) == 200
    assert telegram.answers() == ["Тула"]


async def test_the_same_update_twice_is_answered_once(hook: Hook, telegram: Telegram) -> None:
    assert [await hook.post(update(1)) for _ in range(3)] == [200, 200, 200]
    assert telegram.answers() == ["Тула"]


async def test_only_so_many_finished_updates_are_remembered(hook: Hook) -> None:
    for n in (1, 2, 3, 4, 5, 4, 2):
        assert await hook.post(update(n)) == 200
    assert hook.bot.processor.begun == [1, 2, 3, 4, 5, 2]


async def test_the_same_update_once_more_while_it_runs_waits_for_that_run(
    hook: Hook, telegram: Telegram
) -> None:
    gate = hook.bot.processor.hold(1)
    both = [hook.posting(update(1)) for _ in range(2)]
    await soon(lambda: 1 in hook.bot.processor.active)
    await asyncio.sleep(0.02)
    assert not any(task.done() for task in both)
    gate.set()
    assert await asyncio.gather(*both) == [200, 200]
    assert telegram.answers() == ["Тула"]


async def test_telegram_may_hang_up_and_ask_again(hook: Hook, telegram: Telegram) -> None:
    gate = hook.bot.processor.hold(1)
    first = hook.posting(update(1))
    await soon(lambda: 1 in hook.bot.processor.active)
    first.cancel()
    await asyncio.wait([first])
    again = hook.posting(update(1))
    gate.set()
    assert await again == 200
    assert hook.bot.processor.begun == [1]
    assert telegram.answers() == ["Тула"]


async def test_chats_are_answered_side_by_side(hook: Hook, telegram: Telegram) -> None:
    gate = hook.bot.processor.hold(1)
    slow = hook.posting(update(1))
    assert await hook.post(update(2, user=BEN)) == 200
    assert telegram.answers(BEN) == ["Тула"]
    gate.set()
    assert await slow == 200


async def test_an_update_whose_reply_was_not_heard_gets_500_and_is_run_again(
    hook: Hook, telegram: Telegram
) -> None:
    hook.bot.wait(call_patience=0)
    telegram.fault("sendMessage", "error")
    assert await hook.post(update(1)) == 500
    assert await hook.post(update(1)) == 200
    assert telegram.answers() == ["Тула"]


async def test_a_longer_flood_than_a_run_may_take_is_left_to_telegram(
    hook: Hook, telegram: Telegram
) -> None:
    hook.bot.wait(call_patience=120)
    telegram.fault("sendMessage", "flood", seconds=75)
    assert await hook.post(update(1)) == 500
    assert hook.again_after == "75"
    assert await hook.post(update(1)) == 200
    assert telegram.answers() == ["Тула"]


async def test_an_outage_is_waited_out_no_longer_than_a_run_may_take(
    hook: Hook, telegram: Telegram
) -> None:
    hook.bot.wait(call_patience=120)
    hook.webhook._waits = replace(hook.bot.waits, webhook_run=6)
    telegram.fault("sendMessage", "error", times=10**6)
    began = time.monotonic()
    assert await hook.post(update(1)) == 500
    assert time.monotonic() - began < 10
    assert int(hook.again_after or 0) >= 1


async def test_a_run_that_goes_on_and_on_is_interrupted_and_counts_as_broken(
    hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "CANCEL_SECONDS", 0.05)
    hook.webhook._waits = replace(hook.bot.waits, webhook_run=0.05)
    hook.bot.processor.hold(1)
    assert await hook.post(update(1)) == 500
    assert hook.bot.processor.active == set()
    codes = [await hook.post(update(1)) for _ in range(MAX_BROKEN_RUNS - 1)]
    assert codes == [500] * (MAX_BROKEN_RUNS - 2) + [200]


async def test_a_run_ends_before_telegram_hangs_up() -> None:
    assert WAITS.webhook_run + webhook.CANCEL_SECONDS < 50


async def test_a_message_in_doubt_is_remembered_until_its_update_comes_again(
    hook: Hook, telegram: Telegram
) -> None:
    hook.bot.wait(call_patience=0)
    telegram.fault("sendMessage", "drop", times=5)
    codes = [await hook.post(update(1)) for _ in range(3)]
    assert codes == [500, 200, 200]
    assert telegram.answers() == ["Тула", "Тула"]


async def test_two_replicas_answer_once_after_a_flood_that_outlasts_telegrams_patience(
    hook: Hook, bot: BotSide, telegram: Telegram, store: Store, search: Search
) -> None:
    """A replica that is given an update again, while the other one still waits, answers too."""
    other = BotSide(telegram, Services(search, store.chats), store.inbox(42))
    waits = replace(bot.waits, webhook_run=6, call_patience=120, longest_flood=120)
    for side in (bot, other):
        side.wait(call_patience=120)
    async with other.application:
        first = hook.webhook
        first._waits = waits
        second = Webhook(
            other.application.bot, other.processor, bot.inbox, bot.liveness, SECRET, waits=waits
        )
        second._open = True
        telegram.fault("sendMessage", "flood", seconds=9)
        tried = [await asyncio.wait_for(each._take(1, update(1)), 8) for each in (first, second)]
        assert tried == [9, None]
        await asyncio.sleep(0.1)
    assert telegram.answers() == ["Тула"]
    assert bot.processor.active == other.processor.active == set()


@pytest.mark.parametrize("status", [401, 404])
async def test_one_refusal_of_the_token_in_the_middle_does_not_end_it(
    hook: Hook, running: asyncio.Task[None], telegram: Telegram, status: int
) -> None:
    body = f'{{"ok": false, "error_code": {status}, "description": "Unauthorized"}}'
    telegram.fault("getWebhookInfo", "answer", times=3, status=status, body=body)
    await soon(lambda: not any(fault.times for fault in telegram.sandbox.faults._planned))
    await asyncio.sleep(0.1)
    assert not running.done()
    assert await hook.post(update(1)) == 200


async def test_a_run_that_breaks_gets_500(hook: Hook, telegram: Telegram) -> None:
    hook.bot.processor.breaks[1] = 1
    assert await hook.post(update(1)) == 500
    assert await hook.post(update(1)) == 200
    assert telegram.answers() == ["Тула"]


async def test_a_run_that_breaks_again_and_again_is_set_aside(hook: Hook) -> None:
    hook.bot.processor.breaks[1] = MAX_BROKEN_RUNS
    codes = [await hook.post(update(1)) for _ in range(MAX_BROKEN_RUNS)]
    assert codes == [500] * (MAX_BROKEN_RUNS - 1) + [200]
    [(kept, why)] = await hook.bot.inbox.dead_letters()
    assert (kept.update_id, why) == (1, "broken")


async def test_the_end_lets_what_runs_be_answered_and_takes_nothing_new(
    hook: Hook, running: asyncio.Task[None], telegram: Telegram
) -> None:
    gate = hook.bot.processor.hold(1)
    posting = hook.posting(update(1))
    await soon(lambda: 1 in hook.bot.processor.active)
    running.cancel()
    await asyncio.sleep(0.01)
    assert await hook.post(update(2, user=BEN)) == 503
    gate.set()
    assert await posting == 200
    await asyncio.wait([running])
    assert telegram.answers() == ["Тула"]


async def test_what_outlasts_the_end_gets_no_200(hook: Hook, running: asyncio.Task[None]) -> None:
    hook.webhook._waits = Waits(drain=0.02)
    hook.bot.processor.hold(1)
    posting = hook.posting(update(1))
    await soon(lambda: 1 in hook.bot.processor.active)
    running.cancel()
    assert await posting == 500


async def test_the_sandbox_brings_updates_until_they_are_heard(
    hook: Hook, telegram: Telegram
) -> None:
    hook.bot.wait(call_patience=0)
    telegram.fault("sendMessage", "reset", times=2)
    await telegram.has(message("Тула"), message("Киль"), message("Сочи", BEN))
    await soon(lambda: telegram.unconfirmed == 0)
    assert telegram.answers() == ["Тула", "Киль"]
    assert telegram.answers(BEN) == ["Сочи"]


async def test_telegram_keeps_what_is_not_written_yet(
    hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook.webhook._waits = replace(hook.webhook._waits, webhook_unwritten=0.02)
    chats = hook.bot.services.chats
    content = message("")["message"]
    tap = {"id": "1", "from": content["from"], "chat_instance": "1", "data": "f:yes"}
    forget = {"update_id": 1, "callback_query": tap | {"message": content}}
    await chats.choose_language(ANNA, "en")
    with monkeypatch.context() as patch:
        patch.setattr(chats, "flush", away)
        assert await hook.post(forget) == 500
        assert await hook.post({"update_id": 2} | message("Тула", BEN)) == 200
    await chats.flush()
    assert await hook.post(forget) == 200
    assert await chats.language(ANNA) is None
