"""A note of the journal: what an update has become, and who waits for the store to know it."""

import asyncio
from dataclasses import dataclass, field

from storage.database.tables import State

FINISHED = None  # of which the store keeps no state


@dataclass(eq=False, slots=True)
class Note:
    """What an update has become, until the store knows it; `tried` is set by the next try."""

    state: State | None
    isolated: bool = False
    why: str = ""
    written: bool = False
    tried: asyncio.Event = field(default_factory=asyncio.Event)
    superseded: "Note | None" = None  # who waits for that one waits for this one now

    def tell(self, *, written: bool = False) -> None:
        """It was tried, and so was what it has superseded."""
        note: Note | None = self
        while note:
            note.written |= written
            note.tried.set()
            note = note.superseded
