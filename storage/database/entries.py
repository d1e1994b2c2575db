"""What goes into the inbox and comes out of it."""

import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """An accepted update: its JSON, whose turn it is in, and when it came (Unix seconds)."""

    update_id: int
    ordering_key: int | None
    payload: str
    received_at: float

    @property
    def digest(self) -> int:
        """Tells two updates of the same id apart, which come from two servers."""
        return zlib.crc32(self.payload.encode())


@dataclass(frozen=True, slots=True)
class Changes:
    """What becomes of updates, by their ids, each of which is in one place.

    `fresh` ones are kept first, whatever else they have become.
    """

    finished: Collection[int] = ()
    fresh: Sequence[Entry] = ()
    waiting: Collection[int] = ()
    running: Collection[int] = ()
    isolated: Collection[int] = ()
    dead: Sequence[tuple[Entry, str]] = ()
    window: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Depth:
    """How much lies in the inbox."""

    waiting: int
    dead_letters: int
    oldest_at: float | None  # of those waiting, Unix seconds
