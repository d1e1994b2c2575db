"""What is known of the update that is being run, and what is said of trouble that lasts."""

import asyncio
import logging
import time

import pytest

from bot.delivery.attempt import ONCE_IN, Attempt, Trouble, current, reply_was_lost, running

log = logging.getLogger("bot.test")


async def test_each_task_knows_the_update_that_it_runs() -> None:
    async def run(update_id: int) -> tuple[int, bool]:
        attempt = Attempt(update_id)
        with running(attempt):
            await asyncio.sleep(0)
            if update_id == 2:
                reply_was_lost(7.0)
            found = current()
            assert found
            return found.update_id, attempt.unheard

    assert await asyncio.gather(run(1), run(2), run(3)) == [(1, False), (2, True), (3, False)]
    assert current() is None


def test_a_lost_reply_outside_of_any_run_marks_nothing() -> None:
    reply_was_lost()
    assert current() is None


def test_trouble_is_told_at_once_and_then_once_a_minute(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.test")
    trouble = Trouble(log)
    trouble.over("nothing was wrong")
    for _ in range(5):
        trouble.tell("away: %s", "no route")
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + ONCE_IN)
    trouble.tell("away still")
    trouble.over("back")
    trouble.tell("away anew")
    assert caplog.messages == ["away: no route", "away still", "back", "away anew"]
