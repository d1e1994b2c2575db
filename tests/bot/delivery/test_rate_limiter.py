"""Calls of the Bot API: paced as Telegram asks, and patient with what passes."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.delivery.attempt import Attempt, running
from bot.delivery.retry import WAITS
from bot.sandbox.world import Query
from tests.bot.delivery.sender import Clock, Sender

GROUP = -100_500


async def test_a_chat_gets_three_at_once_and_then_one_a_second(sender: Sender) -> None:
    took = [await sender.send() for _ in range(5)]
    assert sum(took[:3]) < 0.1
    assert sum(took) == pytest.approx(2, abs=0.1)


async def test_a_group_gets_twenty_a_minute(sender: Sender) -> None:
    took = [await sender.send(GROUP) for _ in range(21)]
    assert sum(took[:20]) <= 60
    assert sum(took) > 60


async def test_all_chats_together_get_the_rate(clock: Clock) -> None:
    sender = Sender(clock, rate=10)
    took = [await sender.send(chat) for chat in range(1, 32)]
    assert sum(took) == pytest.approx(3)


async def test_zero_lets_all_go_at_once(clock: Clock) -> None:
    sender = Sender(clock, rate=0)
    assert sum([await sender.send() for _ in range(50)]) == 0


async def test_a_message_is_changed_ten_times_at_once_and_then_once_a_second(
    sender: Sender,
) -> None:
    await sender.send()
    for n in range(12):
        await sender.bot.edit_message_text(f"{n}", chat_id=5, message_id=1)
    assert sum(sender.clock.slept) == pytest.approx(2, abs=0.1)


async def test_an_answer_to_a_tap_is_never_held_back(sender: Sender) -> None:
    for n in range(50):
        sender.telegram.world.queries[str(n)] = Query(5, 5, sender.telegram.world.clock())
        await sender.bot.answer_callback_query(str(n))
        await sender.bot.get_my_commands()
    assert sender.clock.slept == []


@pytest.mark.parametrize("wait", [7, timedelta(seconds=7)])
async def test_a_flood_is_waited_for_as_long_as_telegram_asks(
    sender: Sender, wait: int | timedelta
) -> None:
    sender.fail(RetryAfter(wait), RetryAfter(wait))
    assert 14 < await sender.send() < 16
    assert len(sender.telegram.sent("sendMessage")) == 3


@pytest.mark.parametrize("error", [NetworkError("Bad Gateway"), TelegramError("x")])
async def test_what_passes_is_tried_again_ever_later(sender: Sender, error: TelegramError) -> None:
    sender.fail(*[error] * 8)
    await sender.send()
    assert len(sender.telegram.sent("sendMessage")) == 9
    waits = sender.clock.slept
    for wait, most in zip(waits, (0.5, 1, 2, 4, 8, 15, 15, 15), strict=True):
        assert most / 2 <= wait <= most <= WAITS.longest_backoff
    assert (sender.calls(type(error).__name__), sender.calls("ok")) == (8, 1)


@pytest.mark.parametrize(
    "error",
    [BadRequest("x"), Forbidden("x"), Conflict("x"), InvalidToken("x")],
)
async def test_what_no_second_try_would_change_is_not_tried_again(
    sender: Sender, error: TelegramError
) -> None:
    sender.fail(error)
    with pytest.raises(type(error)):
        await sender.send()
    assert len(sender.telegram.sent("sendMessage")) == 1
    assert sender.calls(type(error).__name__) == 1


async def test_a_run_that_must_end_begins_no_message_it_could_not_finish(clock: Clock) -> None:
    sender = Sender(clock, rate=10**6)
    for _ in range(3):
        await sender.send()
    with running(Attempt(1, ends_at=clock.now + 5.5)), pytest.raises(RetryAfter) as later:
        await sender.send()
    assert later.value.retry_after == 1
    assert len(sender.telegram.sent("sendMessage")) == 3
    assert sum(clock.slept) < 0.1
    with running(Attempt(1, ends_at=clock.now + 6.5)):
        await sender.send()  # the turn that it gave up is there for the next


async def test_a_run_that_must_end_waits_for_nothing_beyond(clock: Clock) -> None:
    sender = Sender(clock, rate=0)
    sender.fail(RetryAfter(40))
    with running(Attempt(1, ends_at=clock.now + 30)), pytest.raises(RetryAfter):
        await sender.send()
    assert clock.slept == []


async def test_patience_ends(sender: Sender) -> None:
    sender.fail(*[NetworkError("away")] * 100)
    with pytest.raises(NetworkError):
        await sender.send()
    patience = WAITS.call_patience
    assert patience - WAITS.longest_backoff < sum(sender.clock.slept) <= patience


async def test_a_longer_wait_than_patience_is_not_begun(sender: Sender) -> None:
    sender.fail(RetryAfter(3600))
    with pytest.raises(RetryAfter):
        await sender.send()
    assert sender.clock.slept == []


async def test_a_chat_that_has_moved_is_followed_with_its_settings(sender: Sender) -> None:
    sender.fail(ChatMigrated(-100_777))
    await sender.send(GROUP)
    assert [call["chat_id"] for call in sender.telegram.sent("sendMessage")] == [GROUP, -100_777]
    assert sender.moved == [(GROUP, -100_777)]


async def test_the_new_chat_is_answered_with_patience_too(sender: Sender) -> None:
    sender.fail(ChatMigrated(-100_777), NetworkError("away"))
    await sender.send(GROUP)
    assert sender.telegram.sent("sendMessage")[-1]["chat_id"] == -100_777


async def test_a_chat_that_has_moved_is_answered_while_the_store_is_away(
    sender: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    sender.store_away = True
    sender.fail(ChatMigrated(-100_777))
    await sender.send(GROUP)
    assert sender.telegram.sent("sendMessage")[-1]["chat_id"] == -100_777
    assert "the database cannot be reached" in caplog.text


async def test_trouble_is_told_once_not_with_every_try(
    sender: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    sender.fail(*[NetworkError("away")] * 5)
    await sender.send()
    assert caplog.messages == ["sendMessage is tried again: away"]


@pytest.mark.parametrize(
    "failure",
    [lambda sender: sender.fail(RetryAfter(1)), lambda sender: sender.send()],
    ids=["a flood", "the pace of its chat"],
)
async def test_the_slot_is_free_while_a_reply_waits(failure: Callable[[Sender], Any]) -> None:
    slots = asyncio.Semaphore(1)
    free: list[bool] = []

    class Watching(Clock):
        async def sleep(self, delay: float) -> None:
            await super().sleep(delay)
            free.append(not slots.locked())

    clock = Watching()
    sender = Sender(clock, rate=10**6)
    for _ in range(2):
        await sender.send()
    clock.slept.clear()
    free.clear()
    if asked := failure(sender):
        await asked
    async with slots:
        with running(Attempt(1, slots)):
            await sender.send()
        assert slots.locked()
    assert any(delay > 0.5 for delay in clock.slept)
    assert all(ok for ok, delay in zip(free, clock.slept, strict=True) if delay > 0.5)


async def test_that_something_is_on_its_way_is_told_at_once_and_once(clock: Clock) -> None:
    sender = Sender(clock)
    async with sender.bot as bot:
        await sender.telegram.world.tell(0, {})
        sender.telegram.failures["sendChatAction"].append(NetworkError("reset"))
        with pytest.raises(NetworkError):
            await bot.send_chat_action(1001, "upload_photo")
        for _ in range(30):
            await bot.send_chat_action(1001, "upload_photo")
    assert clock.slept == []
