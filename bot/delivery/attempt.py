"""The update that is being run: what the log, the error handler and the sending know of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Hashable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

Sleep = Callable[[float], Awaitable[object]]
T = TypeVar("T")

LONG_PAUSE_SECONDS = 1.0  # from which a handler that waits does not count as running


@dataclass(slots=True)
class Attempt:
    """One run of an update's handlers. `slots` bounds how many run; a wait gives the slot back.

    `paused` and `resumed` are called around a long pause; `waits` is set by the first wait for
    Telegram that others would notice.
    """

    update_id: int
    slots: asyncio.Semaphore | None = None
    ends_at: float | None = None  # by time.monotonic(); what is not sent by then is undelivered
    doubts: set[Hashable] = field(default_factory=set)  # messages that may have arrived
    waits: asyncio.Event = field(default_factory=asyncio.Event)
    paused: Callable[[], Awaitable[object]] | None = None
    resumed: Callable[[], Awaitable[object]] | None = None
    changes_before: int = 0  # of chats' settings, by all updates
    undelivered: bool = False  # its reply did not get through: it is to be run again
    retry_after: float = 0.0  # seconds, where Telegram said how long to wait
    overtaken: asyncio.Event | None = None  # set by a newer tap on the same message


_current: ContextVar[Attempt | None] = ContextVar("attempt", default=None)


def current() -> Attempt | None:
    """The attempt that this task is part of; None outside of any."""
    return _current.get()


@contextmanager
def running(attempt: Attempt) -> Iterator[None]:
    """What happens inside, and in tasks that begin there, is part of this attempt."""
    before = _current.set(attempt)
    try:
        yield
    finally:
        _current.reset(before)


def mark_undelivered(retry_after: float = 0.0) -> None:
    """Mark the update that is being run as one to be run again, not before so many seconds.

    Outside of any attempt nothing happens.
    """
    if attempt := current():
        attempt.undelivered = True
        attempt.retry_after = retry_after


async def pause(delay: float, sleep: Sleep = asyncio.sleep) -> None:
    """Sleep (seconds) without holding up others: the attempt's slot is free meanwhile.

    It ends with the slot taken again, and may wait longer for it than was asked.
    """
    attempt = current()
    if attempt is None:
        await sleep(delay)
        return
    long = delay >= LONG_PAUSE_SECONDS
    if long and attempt.paused:
        await attempt.paused()
    async with _slot_free(attempt):
        await sleep(delay)
    if long and attempt.resumed:
        await attempt.resumed()


async def answered(call: Coroutine[Any, Any, T], slow: float) -> T:
    """Wait for Telegram's answer, from so many seconds on without holding up others."""
    attempt = current()
    if attempt is None:
        return await call
    slots = attempt.slots
    let_go = False

    def let_others_go() -> None:
        nonlocal let_go
        let_go = True
        attempt.waits.set()
        if slots:
            slots.release()

    timer = asyncio.get_running_loop().call_later(slow, let_others_go)
    try:
        return await call
    finally:
        timer.cancel()
        if let_go and slots:
            await slots.acquire()


def is_overtaken() -> bool:
    """Whether nobody would see what the update that is being run does to its message."""
    attempt = current()
    return bool(attempt and attempt.overtaken and attempt.overtaken.is_set())


async def pause_unless_overtaken(delay: float, sleep: Sleep = asyncio.sleep) -> None:
    """As `pause`, but no longer than until the update is overtaken."""
    attempt = current()
    if attempt is None or attempt.overtaken is None:
        await pause(delay, sleep)
        return
    waits = [
        asyncio.ensure_future(pause(delay, sleep)),
        asyncio.ensure_future(attempt.overtaken.wait()),
    ]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)


@asynccontextmanager
async def _slot_free(attempt: Attempt) -> AsyncIterator[None]:
    if attempt.slots is None:
        yield
        return
    attempt.slots.release()
    try:
        yield
    finally:
        await attempt.slots.acquire()
