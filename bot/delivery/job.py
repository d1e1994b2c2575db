"""An update whose turn is to come, and what its runs have come to."""

import asyncio
import json
from collections.abc import Hashable
from dataclasses import dataclass, field

from bot.delivery.raw_updates import RawUpdate, is_fleeting, is_urgent, tapped_message
from storage.database.entries import Entry


@dataclass(eq=False, slots=True)
class Job:
    """An update to be run. `urgent` ones wait for nobody but their own queue.

    `isolated`: it was in flight at the last crash; `undelivered` counts runs that were in vain, and
    `doubts` are messages of theirs that may have arrived. `waits`: its handler waits for Telegram.
    """

    update_id: int
    ordering_key: int | None
    raw: RawUpdate
    received_at: float
    urgent: bool = False
    isolated: bool = False
    undelivered: int = 0
    doubts: set[Hashable] = field(default_factory=set)
    waits: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def queue(self) -> Hashable:
        """Whose turn it waits for: a tap's its message's, beside the queue of the chat.

        An inline query waits for nobody.
        """
        if self.is_fleeting:
            return "inline", self.update_id
        return tapped_message(self.raw) or self.ordering_key

    @property
    def is_fleeting(self) -> bool:
        """Whether it is worth one run, now, and no place in the inbox."""
        return is_fleeting(self.raw)


def job_of(entry: Entry, *, isolated: bool = False) -> Job:
    """The job of an update that lies in the inbox, or is to."""
    raw = json.loads(entry.payload)
    return Job(
        entry.update_id,
        entry.ordering_key,
        raw,
        entry.received_at,
        urgent=is_urgent(raw),
        isolated=isolated,
    )
