"""Lanes: the updates of one chat one after another, different chats side by side."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field

from bot.delivery.raw_updates import Raw

log = logging.getLogger(__name__)

WIDTH = 64  # updates that run at once
BROKEN = 10.0  # seconds after which a run that broke is tried again


@dataclass(eq=False, slots=True)
class Job:
    """An update to be run. `urgent` ones wait for nobody but their own lane.

    `alone` is for a suspect of the last crash; `unheard` counts runs that were in vain.
    """

    update_id: int
    lane: int | None
    raw: Raw
    received_at: float
    urgent: bool = False
    alone: bool = False
    unheard: int = 0
    done: asyncio.Event = field(default_factory=asyncio.Event)


# Runs a job; gives the seconds after which it is to be run again, or None when it is finished.
Run = Callable[[Job], Awaitable[float | None]]


class Lanes:
    """Runs jobs. A lane lives while it has something to do."""

    def __init__(self, run: Run) -> None:
        self.slots = asyncio.Semaphore(WIDTH)
        self._run = run
        self._lanes: dict[int | None, deque[Job]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()

    def put(self, job: Job) -> None:
        """Let it run when its turn comes."""
        if job.lane in self._lanes:
            self._lanes[job.lane].append(job)
            return
        self._lanes[job.lane] = deque([job])
        task = asyncio.create_task(self._work(job.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, within: float) -> None:
        """Begin nothing new, let what runs end, and interrupt what takes longer (seconds)."""
        self._stopping.set()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _work(self, name: int | None) -> None:
        lane = self._lanes[name]
        while lane and not self._stopping.is_set():
            again = await self._run_in_slot(lane[0])
            if again is None:
                lane.popleft().done.set()
            else:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), again)
        del self._lanes[name]

    async def _run_in_slot(self, job: Job) -> float | None:
        async with nullcontext() if job.urgent else self.slots:
            if self._stopping.is_set():  # the end came while it waited for the slot
                return 0.0
            try:
                return await self._run(job)
            except Exception:  # a lane that broke would hold its chat for ever
                log.exception("update %s could not be run", job.update_id)
                return BROKEN
