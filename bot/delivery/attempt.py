"""The update that is being run: what the log, the error handler and the sending know of it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

Sleep = Callable[[float], Awaitable[object]]


@dataclass(slots=True)
class Attempt:
    """One run of an update's handlers. `slots` bounds how many run; a wait gives the slot back."""

    update_id: int
    slots: asyncio.Semaphore | None = None
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
    slots = attempt.slots if attempt else None
    if slots is None:
        await sleep(delay)
        return
    slots.release()
    try:
        await sleep(delay)
    finally:
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
