"""The sequencer: the updates of one chat one after another, different chats side by side."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from contextlib import nullcontext, suppress

from bot.delivery.job import Job
from bot.delivery.retry import WAITS, Waits

log = logging.getLogger(__name__)

MAX_CONCURRENT_UPDATES = 64  # updates that run at once


# Runs a job; gives the seconds after which it is to be run again, or None when it is finished.
Run = Callable[[Job], Awaitable[float | None]]


class Sequencer:
    """Runs jobs: those of one queue one at a time, in the order they were put.

    A job that is to be run again holds its own queue until it is finished, and no other's. At most
    `concurrency` run at once, beside the urgent ones. A queue lives while it has something to do.
    """

    def __init__(
        self, run: Run, waits: Waits = WAITS, concurrency: int = MAX_CONCURRENT_UPDATES
    ) -> None:
        self.slots = asyncio.Semaphore(concurrency)
        self._run = run
        self._waits = waits
        self._queues: dict[Hashable, deque[Job]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()

    def put(self, job: Job) -> None:
        """Let it run when its turn comes; after `drain()` it never does."""
        if job.queue in self._queues:
            self._queues[job.queue].append(job)
            return
        self._queues[job.queue] = deque([job])
        task = asyncio.create_task(self._serve(job.queue))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, within: float) -> None:
        """Begin nothing new, let what runs end, and interrupt what takes longer (seconds).

        Whoever waits for the `done` of a job that was not finished waits for ever.
        """
        self._stopping.set()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _serve(self, key: Hashable) -> None:
        queue = self._queues[key]
        while queue and not self._stopping.is_set():
            again = await self._run_in_slot(queue[0])
            if again is None:
                queue.popleft().done.set()
            else:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), again)
        del self._queues[key]

    async def _run_in_slot(self, job: Job) -> float | None:
        async with nullcontext() if job.urgent else self.slots:
            if self._stopping.is_set():  # the end came while it waited for the slot
                return 0.0
            try:
                return await self._run(job)
            except Exception:  # a queue that broke would hold its chat for ever
                log.exception("update %s could not be run", job.update_id)
                return self._waits.broken_run
