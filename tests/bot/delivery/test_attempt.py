"""What is known of the update that is being run."""

import asyncio
from functools import partial

from bot.delivery.attempt import Attempt, answered, current, mark_undelivered, pause, running


async def test_each_task_knows_the_update_that_it_runs() -> None:
    async def run(update_id: int) -> tuple[int, bool]:
        attempt = Attempt(update_id)
        with running(attempt):
            await asyncio.sleep(0)
            if update_id == 2:
                mark_undelivered(7.0)
            found = current()
            assert found
            return found.update_id, attempt.undelivered

    told = await asyncio.gather(*map(run, (1, 2, 3)))
    assert told == [(1, False), (2, True), (3, False)]
    assert current() is None


def test_a_lost_reply_outside_of_any_run_marks_nothing() -> None:
    mark_undelivered()
    assert current() is None


async def test_a_long_pause_is_told_before_and_after_it() -> None:
    told: list[str] = []

    async def tell(what: str) -> None:
        told.append(what)

    attempt = Attempt(1, paused=partial(tell, "paused"), resumed=partial(tell, "resumed"))
    with running(attempt):
        for delay in (0.5, 1.0):
            await pause(delay, sleep=lambda delay: tell(f"{delay} s"))
    assert told == ["0.5 s", "paused", "1.0 s", "resumed"]


async def test_an_answer_that_is_slow_gives_the_slot_back_while_it_is_awaited() -> None:
    slots, come = asyncio.Semaphore(1), asyncio.Event()

    async def answer() -> str:
        await come.wait()
        return "done"

    async with slots:
        with running(attempt := Attempt(1, slots)):
            waiting = asyncio.create_task(answered(answer(), 0.01))
        async with asyncio.timeout(5):
            await attempt.waits.wait()
            await slots.acquire()  # somebody else runs
            slots.release()
        come.set()
        assert await waiting == "done"
        assert slots.locked()


async def test_who_waits_for_an_answer_no_more_ends_the_call() -> None:
    ended = asyncio.Event()

    async def answer() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    with running(Attempt(1)):
        waiting = asyncio.create_task(answered(answer(), 0.01))
    await asyncio.sleep(0.05)
    waiting.cancel()
    await asyncio.wait([waiting])
    assert ended.is_set()
