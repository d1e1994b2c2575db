"""Accepted updates are run in lanes, and leave the inbox when they are finished."""

import asyncio
import json
import logging
from collections.abc import Iterable, Sequence

from bot.delivery.attempt import Attempt
from bot.delivery.log_throttle import Trouble
from bot.delivery.processor import Handling, Outcome
from bot.delivery.raw_updates import is_urgent
from bot.delivery.sequencer import Job, Lanes
from storage.database.engine import StoreError
from storage.database.inbox import Entry, Inbox

log = logging.getLogger(__name__)

ALONE = 10.0  # seconds: a suspect that survives them runs on beside the others
STORE_WAIT = 3.0  # seconds between two tries of a store that is away
# Seconds before an update is run again whose reply did not get through; each run is patient too.
AGAIN = (5, 10, 20, 40, 80, 160, 300, 300, 300, 300)


class Work:
    """What is under way in this process."""

    def __init__(self, handling: Handling, inbox: Inbox) -> None:
        self._handling = handling
        self._inbox = inbox
        self._lanes = Lanes(self._run)
        self._open: dict[int, Job] = {}  # put and not finished
        self._running: set[int] = set()
        self._finished: set[int] = set()  # but not yet deleted
        self._flushing = asyncio.Lock()
        self._held: list[Job] | None = []  # what comes while suspects run alone
        self._trouble = Trouble(log)

    def put(self, entries: Sequence[Entry]) -> list[Job]:
        """Let them run, each when its turn comes; one that was put before runs once."""
        new = {
            entry.update_id: _job(entry) for entry in entries if entry.update_id not in self._open
        }
        self._open |= new
        if self._held is not None:
            self._held.extend(new.values())
        else:
            for job in new.values():
                self._lanes.put(job)
        return [self._open[entry.update_id] for entry in entries]

    async def resume(self) -> None:
        """What the last process left: suspects alone, one by one; then the rest, and what came."""
        while True:
            try:
                suspects, rest = await self._inbox.unfinished()
                break
            except StoreError as error:
                self._trouble.tell("the store is away: %s", error)
                await asyncio.sleep(STORE_WAIT)
        if suspects or rest:
            log.info("%d updates were left to this process", len(suspects) + len(rest))
        for entry in suspects:
            await self._run_alone(_job(entry, alone=True))
        held, self._held = self._held or [], None
        self.put(rest)  # before what came meanwhile, of which the store may have told as well
        for job in held:
            self._lanes.put(job)

    async def forget(self, update_ids: Iterable[int]) -> None:
        """They are finished: the next process must not run them."""
        for update_id in update_ids:
            self._finished.add(update_id)
            self._open.pop(update_id, None)
        await self.flush()

    async def flush(self) -> None:
        """Delete what is finished from the store, if it can be reached.

        What has ended while one deletion ran goes together in the next.
        """
        async with self._flushing:
            if not (done := set(self._finished)):
                return
            try:
                await self._inbox.finish(done)
            except StoreError as error:
                self._trouble.tell("finished updates stay in the store for now: %s", error)
            else:
                self._finished -= done

    async def drain(self, within: float) -> None:
        """Let what runs end; what does not is left to the next process."""
        await self._lanes.drain(within)
        await self.flush()
        if self._running:
            log.warning("%d updates are left to the next start", len(self._running))
            try:
                await self._inbox.release(self._running)
            except StoreError as error:
                self._trouble.tell("the store is away: %s", error)

    async def _run_alone(self, job: Job) -> None:
        self._lanes.put(job)
        try:
            async with asyncio.timeout(ALONE):
                await job.done.wait()
        except TimeoutError:
            job.alone = False
            await self._mark_started(job)

    async def _run(self, job: Job) -> float | None:
        if not job.unheard and not await self._mark_started(job) and job.alone:
            return STORE_WAIT  # a suspect is not run uncounted
        self._running.add(job.update_id)
        attempt = Attempt(job.update_id, None if job.urgent else self._lanes.slots)
        outcome = await self._handling.handle(job.raw, job.received_at, attempt)
        in_vain = outcome in (Outcome.UNHEARD, Outcome.BROKEN)
        if in_vain and job.unheard < len(AGAIN):
            job.unheard += 1
            return max(AGAIN[job.unheard - 1], attempt.retry_after)
        if in_vain or outcome is Outcome.UNPARSABLE:
            if not await self._set_aside(job, outcome):
                return STORE_WAIT
        else:
            await self.forget([job.update_id])
        self._running.discard(job.update_id)
        return None

    async def _mark_started(self, job: Job) -> bool:
        try:
            await self._inbox.start(job.update_id, alone=job.alone)
        except StoreError as error:
            self._trouble.tell("updates are run without the store: %s", error)
            return False
        return True

    async def _set_aside(self, job: Job, outcome: Outcome) -> bool:
        entry = Entry(job.update_id, job.lane, json.dumps(job.raw), job.received_at)
        try:
            await self._inbox.set_aside(entry, outcome)
        except StoreError as error:
            self._trouble.tell("an update that should be set aside waits: %s", error)
            return False
        self._open.pop(job.update_id, None)
        log.error("update %s was set aside: %s", job.update_id, outcome)
        return True


def _job(entry: Entry, *, alone: bool = False) -> Job:
    raw = json.loads(entry.payload)
    return Job(entry.update_id, entry.lane, raw, entry.received_at, is_urgent(raw), alone)
