"""The newest tap on each message, the newest inline query of each user: older ones show in vain."""

import asyncio
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from cachetools import TTLCache

from bot.delivery.raw_updates import (
    TAP_ANSWERABLE_SECONDS,
    RawUpdate,
    id_of,
    where_shown,
)

MAX_MESSAGES_WATCHED = 10_000  # messages that were tapped last, and users who typed


@dataclass(slots=True)
class _Tap:
    update_id: int
    overtaken: asyncio.Event = field(default_factory=asyncio.Event)


class NewestTaps:
    """Knows the newest for as long as a tap lives; `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._newest: TTLCache[Hashable, _Tap] = TTLCache(
            MAX_MESSAGES_WATCHED, TAP_ANSWERABLE_SECONDS, clock
        )

    def came(self, raw: RawUpdate) -> asyncio.Event | None:
        """Note an update, as often as it comes: gives what is set once a newer tap overtakes it.

        None for what takes no other's place.
        """
        message, update_id = where_shown(raw), id_of(raw)
        if message is None or update_id is None:
            return None
        known, this = self._newest.get(message), _Tap(update_id)
        if known and known.update_id == update_id:
            return known.overtaken
        older = known and known.update_id > update_id
        if older:
            this.overtaken.set()
        else:
            if known:
                known.overtaken.set()
            self._newest[message] = this
        return this.overtaken
