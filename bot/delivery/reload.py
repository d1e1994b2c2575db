"""The data follows the store: what another process changed is seen within seconds."""

import asyncio
import logging

from bot.context import Services
from bot.delivery.liveness import Liveness
from bot.delivery.log_throttle import LogThrottle
from storage.database.engine import StoreError
from storage.database.store import Store
from storage.search.search import Search

log = logging.getLogger(__name__)

CHECK_SECONDS = 3.0


async def follow(
    store: Store, services: Services, liveness: Liveness, every: float = CHECK_SECONDS
) -> None:
    """Look for new data and languages every so many seconds, until cancelled; raises nothing.

    The old data answer while new are loaded. `liveness.store` tells how the last look went.
    """
    throttle = LogThrottle(log)
    while True:
        await asyncio.sleep(every)
        try:
            await services.chats.refresh()
            if await store.revision() != services.catalogue.revision:
                await _swap(store, services)
        except StoreError as error:
            liveness.store = False
            throttle.tell("the store is away, questions are answered from memory: %s", error)
        except Exception:
            log.exception("what the store holds could not be taken over; the old data answer")
        else:
            liveness.store = True
            throttle.over("the store is back")


async def _swap(store: Store, services: Services) -> None:
    catalogue = await store.load_catalogue()
    services.search = await asyncio.to_thread(Search, catalogue)
    log.info("now serving revision %s", catalogue.revision[:12])
