"""One process runs what is in a bot's inbox: who comes second says so, and ends."""

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from bot.delivery.log_throttle import LogThrottle
from bot.delivery.retry import WAITS, Waits
from bot.delivery.worker import InboxWorker
from storage.database.engine import StoreError
from storage.database.owner import Owner

log = logging.getLogger(__name__)

OWNED = "another process runs this bot with this database; stop one of the two"


async def claim(owner: Owner, waits: Waits = WAITS) -> None:
    """Own the inbox, once the process before this one has drained. Raises StoreError."""
    if await owner.claim():
        return
    log.warning("another process runs this bot with this database; waiting for it to end")
    with suppress(TimeoutError):
        async with asyncio.timeout(waits.claim):
            while not await owner.claim():  # noqa: ASYNC110 - another process sets no event
                await asyncio.sleep(waits.claim_retry)
            return
    raise StoreError(OWNED)


async def while_owned(owner: Owner, work: Coroutine[Any, Any, None], waits: Waits = WAITS) -> None:
    """Work until it ends, or until the inbox is another's: then raises StoreError."""
    working = asyncio.create_task(work)
    watching = asyncio.create_task(_lost(owner, waits))
    try:
        await asyncio.wait([working, watching], return_when=asyncio.FIRST_COMPLETED)
    finally:
        watching.cancel()
        working.cancel()
        await asyncio.wait([working, watching])
    if not working.cancelled():
        working.result()
    raise StoreError(OWNED)


async def run_left(owner: Owner, work: InboxWorker, waits: Waits = WAITS) -> None:
    """Run what is in the inbox of a bot that takes its updates by webhook, until cancelled.

    Retried dead letters are, and what a process that polled has left. One of the replicas does it.
    """
    throttle = LogThrottle(log)
    try:
        while not await _is_ours(owner, throttle):  # noqa: ASYNC110 - as above
            await asyncio.sleep(waits.webhook_check)
        await work.resume()
        await _lost(owner, waits)
    finally:
        await work.drain(0)


async def _lost(owner: Owner, waits: Waits) -> None:
    throttle = LogThrottle(log)
    while await _is_ours(owner, throttle, unknown=True):  # noqa: ASYNC110 - as above
        await asyncio.sleep(waits.store_away)


async def _is_ours(owner: Owner, throttle: LogThrottle, *, unknown: bool = False) -> bool:
    """Whether it is; with the store away `unknown`."""
    try:
        return await owner.claim()
    except StoreError as error:
        throttle.tell("it is not known who runs this bot with this database: %s", error)
        return unknown
