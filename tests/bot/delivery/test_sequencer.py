"""Sequencer: the order of each chat is kept, and nobody waits for another chat."""

import asyncio
from collections import defaultdict
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery import sequencer
from bot.delivery.attempt import Attempt, pause, running
from bot.delivery.job import Job
from bot.delivery.retry import Waits
from bot.delivery.sequencer import Sequencer


def job(update_id: int, lane: int | None = 1, *, urgent: bool = False) -> Job:
    return Job(update_id, lane, {}, 0.0, urgent=urgent)


class Runs:
    """Runs jobs, each until it is let go on, and remembers."""

    def __init__(self, concurrency: int = 3) -> None:
        self.begun: list[int] = []
        self.ended: list[int] = []
        self.gates: dict[int, asyncio.Event] = defaultdict(asyncio.Event)
        self.sequencer = Sequencer(self.run, concurrency=concurrency)

    async def run(self, job: Job) -> float | None:
        self.begun.append(job.update_id)
        await self.gates[job.update_id].wait()
        self.ended.append(job.update_id)
        return None

    async def put(self, *jobs: Job) -> None:
        for one in jobs:
            self.sequencer.put(one)
        await settle()

    async def let(self, *ids: int) -> None:
        for id in ids:
            self.gates[id].set()
        await settle()


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.fixture
async def runs() -> Runs:
    return Runs()


Plan = list[tuple[int, int, int, bool]]
# Updates of some sequencer, each with the steps that its run takes and how often it breaks first.
plans = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 4), st.integers(0, 2), st.booleans()), max_size=25
)


class Planned:
    """Runs jobs as planned, and sees to it that each lane runs one at a time."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.active: set[int | None] = set()
        self.ended: list[int] = []

    async def run(self, job: Job) -> float | None:
        assert job.ordering_key not in self.active
        self.active.add(job.ordering_key)
        _, steps, failures, _ = self.plan[job.update_id]
        for _ in range(steps):
            await asyncio.sleep(0)
        self.active.discard(job.ordering_key)
        job.undelivered += 1
        if job.undelivered > failures:
            self.ended.append(job.update_id)
            return None
        if job.undelivered % 2:
            raise ValueError
        return 0.0

    async def run_all(self, concurrency: int) -> None:
        every = Sequencer(self.run, Waits(broken_run=0), concurrency)
        jobs = [job(n, lane, urgent=urgent) for n, (lane, _, _, urgent) in enumerate(self.plan)]
        for n, one in enumerate(jobs):
            every.put(one)
            await asyncio.sleep(0 if n % 3 else 0.0001)
        async with asyncio.timeout(5):
            for one in jobs:
                await one.done.wait()


@settings(max_examples=60, deadline=None)
@given(plan=plans, width=st.integers(1, 4))
def test_each_chat_is_answered_in_order_whatever_takes_how_long(plan: Plan, width: int) -> None:
    planned = Planned(plan)
    with patch.object(sequencer.log, "exception"):
        asyncio.run(planned.run_all(width))
    for lane in range(1, 5):
        own = [n for n, (planned_lane, *_) in enumerate(plan) if planned_lane == lane]
        assert [n for n in planned.ended if n in own] == own


async def test_chats_are_answered_side_by_side(runs: Runs) -> None:
    await runs.put(job(1, 1), job(2, 1), job(3, 2))
    assert runs.begun == [1, 3]
    await runs.let(1)
    assert runs.begun == [1, 3, 2]


async def test_updates_of_no_chat_are_a_lane_too(runs: Runs) -> None:
    await runs.put(job(1, None), job(2, None), job(3, 2))
    assert runs.begun == [1, 3]


async def test_so_many_run_at_once_and_no_more(runs: Runs) -> None:
    await runs.put(*(job(n, n) for n in range(10)))
    assert runs.begun == [0, 1, 2]
    await runs.let(0, 1)
    assert runs.begun == [0, 1, 2, 3, 4]


async def test_what_cannot_wait_passes_those_who_fill_the_width(runs: Runs) -> None:
    await runs.put(
        *(job(n, n) for n in range(3)),
        job(900, 900),
        job(901, 901, urgent=True),
    )
    assert 901 in runs.begun
    assert 900 not in runs.begun


async def test_an_urgent_one_still_waits_for_its_own_chat(runs: Runs) -> None:
    await runs.put(job(1), job(2, urgent=True))
    assert runs.begun == [1]


async def test_who_waits_within_a_run_gives_the_slot_to_others() -> None:
    order: list[str] = []

    async def run(job: Job) -> None:
        with running(Attempt(job.update_id, every.slots)):
            order.append(f"{job.update_id} begins")
            if job.update_id == 1:
                await pause(0.02)
            order.append(f"{job.update_id} ends")

    every = Sequencer(run, concurrency=1)
    for one in (first := job(1, 1), job(2, 2)):
        every.put(one)
    await first.done.wait()
    assert order == ["1 begins", "2 begins", "2 ends", "1 ends"]
    assert not every.slots.locked(), "and the slot is free again afterwards"


async def test_a_run_that_breaks_is_tried_again_before_the_next(
    caplog: pytest.LogCaptureFixture,
) -> None:
    begun: list[int] = []

    async def run(job: Job) -> None:
        begun.append(job.update_id)
        if begun == [1]:
            raise ValueError

    every = Sequencer(run, Waits(broken_run=0.01))
    every.put(job(1))
    every.put(last := job(2))
    async with asyncio.timeout(2):
        await last.done.wait()
    assert begun == [1, 1, 2]
    assert "update 1 could not be run" in caplog.text


async def test_a_drain_lets_what_runs_end_and_begins_nothing(runs: Runs) -> None:
    await runs.put(one := job(1), two := job(2), job(3, 3))
    draining = asyncio.create_task(runs.sequencer.drain(5))
    await settle()
    await runs.let(1, 2, 3)
    await draining
    assert runs.ended == [1, 3]
    assert one.done.is_set()
    assert not two.done.is_set()


async def test_a_drain_begins_nothing_that_waited_for_a_slot() -> None:
    runs = Runs(concurrency=1)
    await runs.put(job(1, 1), job(2, 2))
    draining = asyncio.create_task(runs.sequencer.drain(5))
    await settle()
    await runs.let(1, 2)
    async with asyncio.timeout(1):
        await draining
    assert runs.begun == [1]


async def test_a_drain_interrupts_what_takes_too_long(runs: Runs) -> None:
    await runs.put(late := job(1))
    async with asyncio.timeout(1):
        await runs.sequencer.drain(0.02)
    assert runs.ended == []
    assert not late.done.is_set()


async def test_a_drain_wakes_those_who_wait_for_another_try() -> None:
    async def run(job: Job) -> float:
        return 3600.0

    every = Sequencer(run)
    every.put(job(1))
    await settle()
    async with asyncio.timeout(1):
        await every.drain(600)


async def test_a_lane_with_nothing_to_do_costs_nothing(runs: Runs) -> None:
    await runs.put(*(job(n, n) for n in range(10)))
    await runs.let(*range(10))
    assert not runs.sequencer._queues
    assert not runs.sequencer._tasks
