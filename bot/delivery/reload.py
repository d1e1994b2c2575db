"""The data follows the store: what another process changed is seen within seconds."""

import asyncio
import logging
import time
from contextlib import suppress

from bot.context import Services
from bot.delivery.liveness import Liveness
from bot.delivery.log_throttle import LogThrottle
from storage.database.engine import StoreError
from storage.database.store import Store
from storage.search.search import Search

log = logging.getLogger(__name__)

CHECK_SECONDS = 3.0
REFUSED_RETRY_SECONDS = 60.0  # until a revision that could not be taken over is tried again


async def follow(
    store: Store, services: Services, liveness: Liveness, every: float = CHECK_SECONDS
) -> None:
    """Look for new data and languages every so many seconds, until cancelled; raises nothing.

    The old data answer while new are loaded. `liveness.store` tells how the last look went.
    """
    throttle = LogThrottle(log)
    refused = ""  # what could not be taken over last
    retry_at = 0.0
    while True:
        held = "?"
        try:
            await store.check()
            await services.chats.refresh()
            held = await store.revision()
            # To load it in vain costs more than to look: that is done now and then.
            if held != services.catalogue.revision and (
                held != refused or time.monotonic() > retry_at
            ):
                await _swap(store, services)
        except StoreError as error:
            liveness.store = False
            throttle.tell("the store is away, questions are answered from memory: %s", error)
        except Exception:
            retry_at = time.monotonic() + REFUSED_RETRY_SECONDS
            if held != refused:
                log.exception("revision %s cannot be taken over; the old data answer", held[:12])
            refused = held
        else:
            liveness.store = True
            throttle.over("the store is back")
            refused = "" if held == services.catalogue.revision else refused
        with suppress(TimeoutError):
            async with asyncio.timeout(every):
                await store.database.suspicious.wait()


async def _swap(store: Store, services: Services) -> None:
    catalogue = await store.load_catalogue()
    search = await asyncio.to_thread(Search, catalogue)
    await asyncio.to_thread(search.prepare)
    services.search = search
    log.info("now serving revision %s", catalogue.revision[:12])
