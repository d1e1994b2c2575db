"""The inbox's worker: runs accepted updates, a chat's in order, and deletes the finished."""

import asyncio
import json
import logging
from collections.abc import Iterable, Sequence
from functools import partial

from bot.delivery.attempt import Attempt
from bot.delivery.log_throttle import LogThrottle
from bot.delivery.processor import UpdateProcessor, UpdateResult
from bot.delivery.raw_updates import is_urgent
from bot.delivery.retry import WAITS, Waits
from bot.delivery.sequencer import Job, Sequencer
from storage.database.engine import StoreError
from storage.database.inbox import Entry, Inbox

log = logging.getLogger(__name__)

MAX_ISOLATED = 64  # of those in flight at a crash; as many ran side by side


class InboxWorker:
    """Runs accepted updates until each is finished or a dead letter, then deletes them.

    In a chat they run one at a time, in the order they were put. `resume()` is to be called once;
    until it lets go, nothing runs but what it runs. After `drain()` nothing runs any more: what is
    put then is left to the next process.
    """

    def __init__(self, processor: UpdateProcessor, inbox: Inbox, waits: Waits = WAITS) -> None:
        self._processor = processor
        self._inbox = inbox
        self._waits = waits
        self._sequencer = Sequencer(self._run, waits)
        self._open: dict[int, Job] = {}  # put and not finished
        self._running: set[int] = set()
        self._finished: set[int] = set()  # but not yet deleted
        self._flushing = asyncio.Lock()
        self._held: list[Job] | None = []  # what comes while one runs in isolation
        self._throttle = LogThrottle(log)

    def put(self, entries: Sequence[Entry]) -> list[Job]:
        """Let them run, each when its turn comes; gives their jobs, whose `done` can be waited for.

        One that is under way already is not run twice, and has the same job.
        """
        new = {
            entry.update_id: _job(entry) for entry in entries if entry.update_id not in self._open
        }
        self._open |= new
        for job in new.values():
            self._processor.expect(job.raw)
        if self._held is not None:
            self._held.extend(new.values())
        else:
            for job in new.values():
                self._sequencer.put(job)
        return [self._open[entry.update_id] for entry in entries]

    async def resume(self) -> None:
        """Run what the last process left: one by one what was in flight, the rest, what came.

        Each runs alone until it ends or only waits for Telegram, and all of them for
        `Waits.isolation` at most; then nobody waits any more. Waits for a store that is away.
        """
        while True:
            try:
                in_flight, rest = await self._inbox.unfinished()
                break
            except StoreError as error:
                self._throttle.tell("the store is away: %s", error)
                await asyncio.sleep(self._waits.store_away)
        if in_flight or rest:
            log.info("%d updates were left to this process", len(in_flight) + len(rest))
        unsuspected = await self._isolate(in_flight)
        held, self._held = self._held or [], None
        # Before what came meanwhile, of which the store may have told as well.
        self.put(sorted([*unsuspected, *rest], key=lambda entry: entry.update_id))
        for job in held:
            self._sequencer.put(job)

    async def forget(self, update_ids: Iterable[int]) -> None:
        """They are finished: the next process must not run them. Raises nothing."""
        for update_id in update_ids:
            self._finished.add(update_id)
            self._open.pop(update_id, None)
        await self.flush()

    async def flush(self) -> None:
        """Delete what is finished from the store; if that is away, the next flush does.

        What has ended while one deletion ran goes together in the next.
        """
        async with self._flushing:
            if not (done := set(self._finished)):
                return
            try:
                await self._inbox.finish(done)
            except StoreError as error:
                self._throttle.tell("finished updates stay in the store for now: %s", error)
            else:
                self._finished -= done

    async def drain(self, within: float) -> None:
        """Let what runs end within so many seconds; what does not is left to the next process."""
        await self._sequencer.drain(within)
        await self.flush()
        if self._running:
            log.warning("%d updates are left to the next start", len(self._running))
            try:
                await self._inbox.release(self._running)
            except StoreError as error:
                self._throttle.tell("the store is away: %s", error)

    async def _isolate(self, in_flight: Sequence[Entry]) -> Sequence[Entry]:
        """Run them one by one; gives those for whom the time was too short."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._waits.isolation
        for number, entry in enumerate(in_flight):
            left = until - loop.time()
            if number == MAX_ISOLATED or left <= 0:
                return in_flight[number:]
            await self._run_isolated(_job(entry, isolated=True), left)
        return ()

    async def _run_isolated(self, job: Job, within: float) -> None:
        self._sequencer.put(job)
        ends = [asyncio.ensure_future(job.done.wait()), asyncio.ensure_future(job.waits.wait())]
        try:
            await asyncio.wait(ends, timeout=within, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()
        if job.isolated and not job.done.is_set():
            job.isolated = False
            await self._mark_started(job)

    async def _run(self, job: Job) -> float | None:
        """Run it once; gives the seconds until it is to be run again, None when it is finished."""
        if not await self._mark_started(job) and job.isolated:
            return self._waits.store_away  # what may be poison is not run uncounted
        self._running.add(job.update_id)
        attempt = self._attempt(job)
        outcome = await self._processor.handle(job.raw, job.received_at, attempt)
        in_vain = outcome in (UpdateResult.UNDELIVERED, UpdateResult.BROKEN)
        if in_vain:
            delay = self._waits.until_redelivery(job.undelivered + 1, attempt.retry_after)
            if delay is not None:
                job.undelivered += 1
                await self._mark_waiting(job)
                return delay
        if in_vain or outcome is UpdateResult.UNPARSABLE:
            if not await self._add_dead_letter(job, outcome):
                return self._waits.store_away
        else:
            await self.forget([job.update_id])
        self._running.discard(job.update_id)
        return None

    def _attempt(self, job: Job) -> Attempt:
        return Attempt(
            job.update_id,
            None if job.urgent else self._sequencer.slots,
            doubts=job.doubts,
            waits=job.waits,
            paused=partial(self._mark_waiting, job),
            resumed=partial(self._mark_started, job),
        )

    async def _mark_started(self, job: Job) -> bool:
        try:
            await self._inbox.start(job.update_id, isolated=job.isolated)
        except StoreError as error:
            self._throttle.tell("updates are run without the store: %s", error)
            return False
        return True

    async def _mark_waiting(self, job: Job) -> None:
        """Whatever kills the process now, it is not this one's handler."""
        job.isolated = False
        try:
            await self._inbox.release([job.update_id])
        except StoreError as error:
            self._throttle.tell("updates are run without the store: %s", error)
        job.waits.set()

    async def _add_dead_letter(self, job: Job, outcome: UpdateResult) -> bool:
        entry = Entry(job.update_id, job.ordering_key, json.dumps(job.raw), job.received_at)
        try:
            await self._inbox.add_dead_letter(entry, outcome)
        except StoreError as error:
            self._throttle.tell("an update that should be set aside waits: %s", error)
            return False
        self._open.pop(job.update_id, None)
        log.error("update %s was set aside: %s", job.update_id, outcome)
        return True


def _job(entry: Entry, *, isolated: bool = False) -> Job:
    raw = json.loads(entry.payload)
    return Job(
        entry.update_id,
        entry.ordering_key,
        raw,
        entry.received_at,
        urgent=is_urgent(raw),
        isolated=isolated,
    )
