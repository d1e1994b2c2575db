"""The inbox's worker: runs accepted updates, a chat's in order, and deletes the finished."""

import asyncio
import json
import logging
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from bot.delivery.attempt import Attempt
from bot.delivery.job import Job, job_of
from bot.delivery.log_throttle import LogThrottle
from bot.delivery.processor import UpdateProcessor, UpdateResult
from bot.delivery.raw_updates import INLINE_ANSWERABLE_SECONDS, own_update_id
from bot.delivery.retry import WAITS, Waits
from bot.delivery.sequencer import Sequencer
from storage.database.engine import StoreError
from storage.database.entries import Entry
from storage.database.inbox import Inbox
from storage.database.journal import InboxJournal

log = logging.getLogger(__name__)

MAX_ISOLATED = 64  # of those in flight at a crash; as many ran side by side
SETTLE_SECONDS = 1.0


class InboxWorker:
    """Runs accepted updates until each is finished or a dead letter, then deletes them.

    In a chat they run one at a time, in the order they were put. `resume()` is to be called once;
    until it lets go, nothing runs but what it runs. After `drain()` nothing runs any more: what is
    put then is left to the next process.
    """

    def __init__(self, processor: UpdateProcessor, inbox: Inbox, waits: Waits = WAITS) -> None:
        self._processor = processor
        self._journal = InboxJournal(inbox)
        self._waits = waits
        self._sequencer = Sequencer(self._run, waits)
        self._open: dict[int, Job] = {}  # put and not finished
        self._left: set[int] = set()  # of the open ones, what the last process left
        self._running: set[int] = set()
        self._unwritten: set[asyncio.Task[None]] = set()  # wait for what their handlers changed
        self._held: list[Job] | None = []  # what comes while one runs in isolation
        self._throttle = LogThrottle(log)

    def put(self, entries: Sequence[Entry], window: Collection[int] = ()) -> list[Job]:
        """Let them run, each when its turn comes; gives their jobs, whose `done` can be waited for.

        One that is under way already is not run twice, and has the same job. `window`: all ids that
        Telegram has not seen confirmed.
        """
        entries = [self._with_own_id(entry) for entry in entries]
        new = {
            entry.update_id: job_of(entry) for entry in entries if entry.update_id not in self._open
        }
        self._open |= new
        for job in new.values():
            self._processor.expect(job.raw)
        kept = [entry for entry in entries if not self._open[entry.update_id].is_fleeting]
        self._journal.keep(kept, window)
        if self._held is not None:
            self._held.extend(new.values())
        else:
            for job in new.values():
                self._sequencer.put(job)
        return [self._open[entry.update_id] for entry in entries]

    async def kept(self, update_ids: Collection[int]) -> list[int]:
        """Wait a moment for the store to have them; gives those that must not be confirmed yet."""
        with suppress(StoreError):  # the journal has told it
            await self._journal.kept(update_ids)
        return self.unsafe(update_ids)

    def unsafe(self, update_ids: Collection[int]) -> list[int]:
        """Those that are neither finished nor in the store: only Telegram keeps them."""
        return self._journal.unsafe(update_ids)

    def has_read_inbox(self) -> bool:
        """Whether it is known what the last process left."""
        return self._journal.recovered.is_set()

    async def read_inbox(self) -> None:
        """Wait a moment for what the last process left to be known; `resume()` reads it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._waits.recovery):
                await self._journal.recovered.wait()

    async def resume(self) -> None:
        """Run what the last process left: one by one what was in flight, the rest, what came.

        Each runs alone until it ends or only waits for Telegram, and all of them for
        `Waits.isolation` at most; then nobody waits any more. It waits for a store that is away;
        what comes then does so for a moment only.
        """
        reading = asyncio.create_task(self._read_left())
        await self.read_inbox()
        if not self.has_read_inbox():
            self._let_go()
        in_flight, rest = await asyncio.shield(reading)
        if in_flight or rest:
            log.info("%d updates were left to this process", len(in_flight) + len(rest))
        self._left.update(entry.update_id for entry in [*in_flight, *rest])
        held, self._held = self._held or [], []
        in_flight = [entry for entry in in_flight if entry.update_id not in self._running]
        unsuspected = await self._isolate(in_flight)
        isolated = {e.update_id for e in in_flight} - {e.update_id for e in unsuspected}
        came, self._held = self._held or [], None
        # Before what came meanwhile, of which the store may have told as well.
        self.put(sorted([*unsuspected, *rest], key=lambda entry: entry.update_id))
        for job in (*held, *came):
            if self._open.get(job.update_id) is job and job.update_id not in isolated:
                self._sequencer.put(job)

    async def drain(self, within: float) -> None:
        """Let what runs end within so many seconds; what does not is left to the next process.

        A second later the store knows as much as it could be told.
        """
        until = time.monotonic() + within + SETTLE_SECONDS
        await self._sequencer.drain(within)
        for task in self._unwritten:
            task.cancel()
        if self._running:
            log.warning("%d updates are left to the next start", len(self._running))
            with suppress(StoreError):
                await self._journal.release(self._running)
        await self._journal.settle(until - time.monotonic())

    async def _read_left(self) -> tuple[list[Entry], list[Entry]]:
        while True:
            try:
                return await self._journal.recover()
            except StoreError as error:
                self._throttle.tell("it is not known what the last process left: %s", error)
                await asyncio.sleep(self._waits.store_away)

    def _let_go(self) -> None:
        held, self._held = self._held or [], None
        for job in held:
            self._sequencer.put(job)

    def _with_own_id(self, entry: Entry) -> Entry:
        """One that comes from another server than the one under way with its id."""
        known = self._open.get(entry.update_id)
        if known is None or known.raw == json.loads(entry.payload):
            return entry
        return replace(entry, update_id=own_update_id())

    async def _isolate(self, in_flight: Sequence[Entry]) -> Sequence[Entry]:
        """Run them one by one; gives those for whom the time was too short."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._waits.isolation
        for number, entry in enumerate(in_flight):
            left = until - loop.time()
            if number == MAX_ISOLATED or left <= 0:
                return in_flight[number:]
            job = self._open[entry.update_id] = job_of(entry, isolated=True)
            await self._run_isolated(job, left)
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
        if job.is_fleeting:  # it stands nowhere but here, and comes to nothing unless it is soon
            soon = Attempt(job.update_id, ends_at=time.monotonic() + INLINE_ANSWERABLE_SECONDS)
            await self._processor.handle(job.raw, job.received_at, soon)
            self._forget(job)
            return None
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
            await self._add_dead_letter(job, outcome)
        elif self._processor.is_written(job.raw, attempt):
            await self._finish(job)
        else:  # its chat need not wait for it
            task = asyncio.create_task(self._finish_when_written(job, attempt))
            self._unwritten.add(task)
            task.add_done_callback(self._unwritten.discard)
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

    async def _finish(self, job: Job) -> None:
        self._forget(job)
        with suppress(StoreError):
            await self._journal.finish([job.update_id])

    async def _finish_when_written(self, job: Job, attempt: Attempt) -> None:
        await self._processor.written(job.raw, attempt)
        await self._finish(job)

    def _forget(self, job: Job) -> None:
        self._open.pop(job.update_id, None)
        self._left.discard(job.update_id)
        self._running.discard(job.update_id)

    async def _mark_started(self, job: Job) -> bool:
        patient = job.update_id in self._left
        try:
            await self._journal.start(job.update_id, isolated=job.isolated, patient=patient)
        except StoreError:
            return False
        return True

    async def _mark_waiting(self, job: Job) -> None:
        """Whatever kills the process now, it is not this one's handler."""
        job.isolated = False
        with suppress(StoreError):
            await self._journal.release([job.update_id])
        job.waits.set()

    async def _add_dead_letter(self, job: Job, outcome: UpdateResult) -> None:
        self._forget(job)
        log.error("update %s was set aside: %s", job.update_id, outcome)
        entry = Entry(job.update_id, job.ordering_key, json.dumps(job.raw), job.received_at)
        with suppress(StoreError):
            await self._journal.add_dead_letter(entry, outcome)
