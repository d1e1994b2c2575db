"""What is known of the update that is being run."""

import asyncio

from bot.delivery.attempt import Attempt, current, mark_undelivered, running


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

    assert await asyncio.gather(run(1), run(2), run(3)) == [(1, False), (2, True), (3, False)]
    assert current() is None


def test_a_lost_reply_outside_of_any_run_marks_nothing() -> None:
    mark_undelivered()
    assert current() is None
