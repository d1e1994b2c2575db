"""Which tap on each message is the newest: what an older one would show there nobody would see."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from cachetools import TTLCache

from bot.delivery.raw_updates import (
    TAP_ANSWERABLE_SECONDS,
    RawUpdate,
    TappedMessage,
    id_of,
    tapped_message,
)

MAX_MESSAGES_WATCHED = 10_000  # messages that were tapped last


@dataclass(slots=True)
class _Tap:
    update_id: int
    overtaken: asyncio.Event = field(default_factory=asyncio.Event)


class NewestTaps:
    """Knows a message's newest tap for as long as a tap lives; `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._newest: TTLCache[TappedMessage, _Tap] = TTLCache(
            MAX_MESSAGES_WATCHED, TAP_ANSWERABLE_SECONDS, clock
        )

    def came(self, raw: RawUpdate) -> asyncio.Event | None:
        """Note an update, as often as it comes: gives what is set once a newer tap overtakes it.

        None for what is no tap on a message.
        """
        message, update_id = tapped_message(raw), id_of(raw)
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
