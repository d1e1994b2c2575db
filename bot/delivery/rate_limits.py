"""Rate limits: how soon the next message may go, in all and in a chat."""

import math
import time
from collections.abc import Callable

MAX_BUCKETS = 1000  # chats; then those that need no memory are dropped
MESSAGES_AT_ONCE, EDITS_AT_ONCE = 3, 10


class LeakyBucket:
    """At most `rate` a second with a small burst: each reservation says how long to wait for it.

    Reservations come in the order they are made, and cannot be given back: who may not want theirs
    any more when it comes asks with `take` again and again.
    """

    def __init__(self, rate: float, burst: int = 1) -> None:
        self._gap = 1 / rate
        self._ahead = (burst - 1) * self._gap
        self._due = 0.0  # when the next would go if there were no burst

    def reserve(self, now: float, at_most: float = math.inf) -> float:
        """Take the next turn; gives the seconds until it. One beyond `at_most` is not taken."""
        due = max(self._due, now)
        wait = max(0.0, due - self._ahead - now)
        if wait <= at_most:
            self._due = due + self._gap
        return wait

    def take(self, now: float) -> float:
        """Take a turn that has come, for 0; else give the seconds until one does, and take none."""
        return max(0.0, self._due - self._ahead - now) or self.reserve(now)

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

    def wait_for_chat(self, chat: object, at_most: float = math.inf) -> float:
        """Seconds until this chat may get its next message; beyond `at_most` it has no turn."""
        if not self.on or chat is None:
            return 0.0
        return self._bucket(chat, _pace_of(chat, MESSAGES_AT_ONCE)).reserve(self._clock(), at_most)

    def wait_for_edit(self, chat: object, message: object) -> float:
        """Seconds until this message may be edited; 0 takes the turn, anything else none.

        Telegram counts new messages. What edits it takes it does not say, so each message has its
        own pace: who pages fast holds up neither answers nor others who page. One that was sent
        inline has no chat, and the pace of a group's.
        """
        if not self.on or message is None:
            return 0.0
        return self._bucket((chat, message), _pace_of(chat, EDITS_AT_ONCE)).take(self._clock())

    def _bucket(self, key: object, new: LeakyBucket) -> LeakyBucket:
        if len(self._chats) > MAX_BUCKETS:
            now = self._clock()
            self._chats = {id: pace for id, pace in self._chats.items() if not pace.idle(now)}
        return self._chats.setdefault(key, new)

    def wait_for_all(self, at_most: float = math.inf) -> float:
        """Seconds until this process may send its next message, in the same way."""
        return self._all.reserve(self._clock(), at_most) if self._all else 0.0


def _pace_of(chat: object, at_once: int) -> LeakyBucket:
    # Groups have negative ids (or @names) and 20 a minute: 3 at once and 17 after them.
    in_group = not isinstance(chat, int) or chat < 0
    return LeakyBucket(17 / 60 if in_group else 1.0, at_once)
