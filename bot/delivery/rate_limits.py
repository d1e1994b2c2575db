"""Rate limits: how soon the next message may go, in all and in a chat."""

import time
from collections.abc import Callable

MAX_BUCKETS = 1000  # chats; then those that need no memory are dropped


class LeakyBucket:
    """At most `rate` a second with a small burst: each reservation says how long to wait for it.

    Reservations come in the order they are made, and cannot be given back.
    """

    def __init__(self, rate: float, burst: int = 1) -> None:
        self._gap = 1 / rate
        self._ahead = (burst - 1) * self._gap
        self._due = 0.0  # when the next would go if there were no burst

    def reserve(self, now: float) -> float:
        """Take the next turn; gives the seconds until it."""
        due = max(self._due, now)
        self._due = due + self._gap
        return max(0.0, due - self._ahead - now)

    def idle(self, now: float) -> bool:
        """Whether it has nothing to remember."""
        return self._due <= now


class RateLimits:
    """The limits of Telegram: `rate` a second in all, and those of each chat. 0 turns all off."""

    def __init__(self, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.on = rate > 0
        self._all = LeakyBucket(rate) if rate > 0 else None
        self._chats: dict[object, LeakyBucket] = {}
        self._clock = clock

    def wait_for_chat(self, chat: object) -> float:
        """Seconds until this chat may get its next message."""
        if not self.on or chat is None:
            return 0.0
        now = self._clock()
        if len(self._chats) > MAX_BUCKETS:
            self._chats = {id: pace for id, pace in self._chats.items() if not pace.idle(now)}
        return self._chats.setdefault(chat, _pace_of(chat)).reserve(now)

    def wait_for_all(self) -> float:
        """Seconds until this process may send its next message."""
        return self._all.reserve(self._clock()) if self._all else 0.0


def _pace_of(chat: object) -> LeakyBucket:
    # Groups have negative ids (or @names) and 20 a minute: 3 at once and 17 after them.
    in_group = not isinstance(chat, int) or chat < 0
    return LeakyBucket(17 / 60, burst=3) if in_group else LeakyBucket(1.0, burst=3)
