"""The data follows the store: what another process changed is seen within seconds."""

import asyncio
import logging

from bot.context import Services
from bot.delivery.liveness import Pulse
from bot.delivery.log_throttle import Trouble
from storage.database.engine import StoreError
from storage.database.store import Store
from storage.search.search import Search

log = logging.getLogger(__name__)

EVERY = 3.0  # seconds


async def follow(store: Store, services: Services, pulse: Pulse, every: float = EVERY) -> None:
    """Look for new data and languages until cancelled; the old data answer while new are loaded."""
    trouble = Trouble(log)
    while True:
        await asyncio.sleep(every)
        try:
            await services.chats.refresh()
            if await store.revision() != services.catalogue.revision:
                await _swap(store, services)
        except StoreError as error:
            pulse.store = False
            trouble.tell("the store is away, questions are answered from memory: %s", error)
        except Exception:
            log.exception("what the store holds could not be taken over; the old data answer")
        else:
            pulse.store = True
            trouble.over("the store is back")


async def _swap(store: Store, services: Services) -> None:
    catalogue = await store.load_catalogue()
    services.search = await asyncio.to_thread(Search, catalogue)
    log.info("now serving revision %s", catalogue.revision[:12])
