"""The whole policy of trying again: what may pass, how long to wait, when to give up.

A call of the Bot API is tried for `call_patience` with exponential backoff. An update whose reply
did not get through by then is run again after the delays of `redelivery`; after the last of them it
is a dead letter. Polling and the start back off in the same way, for as long as it takes.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

# By webhook the waits between runs are Telegram's own; a run that broke ends after so many.
MAX_BROKEN_RUNS = 5
# What no second try would change. (BadRequest is a NetworkError to PTB.)
FINAL = (BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken)


def is_transient(error: BaseException | None) -> bool:
    """Whether the failure is of the network or of the moment, so that a later try may succeed."""
    return isinstance(error, TelegramError) and not isinstance(error, FINAL)


def retry_after_seconds(error: BaseException) -> float:
    """How long Telegram asks to wait; 0 where it does not."""
    wait = error.retry_after if isinstance(error, RetryAfter) else 0
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """How long delivery waits for what, in seconds. Tests are in more haste."""

    first_backoff: float = 0.5
    longest_backoff: float = 15.0
    call_patience: float = 120.0  # so long a call of the Bot API is tried
    redelivery: Sequence[float] = (5, 10, 20, 40, 80, 160, 300, 300, 300, 300)
    broken_run: float = 10.0  # until a run that broke outside of the handlers is tried again
    store_away: float = 3.0  # between two tries of a store that is away
    isolation: float = 10.0  # so long others wait for a run in isolation, which then goes on
    long_poll: float = 25.0  # so long Telegram may keep us waiting
    webhook_check: float = 30.0  # between two looks whether the webhook is still ours …
    webhook_recheck: float = 3.0  # … and after one that failed
    drain: float = 7.0  # so long running updates have to end

    def until_redelivery(self, failed_runs: int, retry_after: float) -> float | None:
        """Until an update is run again that was run in vain; None: it is a dead letter."""
        if failed_runs > len(self.redelivery):
            return None
        return max(self.redelivery[failed_runs - 1], retry_after)


WAITS = Waits()


class Backoff:
    """Exponential backoff with jitter: a wait is drawn from the upper half of a growing bound."""

    def __init__(self, waits: Waits = WAITS) -> None:
        self._first = self._bound = waits.first_backoff
        self._longest = waits.longest_backoff

    def after(self, error: BaseException) -> float:
        """Seconds to wait after this failure: as long as Telegram asks, else the next backoff."""
        bound = self._bound
        self._bound = min(2 * bound, self._longest)
        if isinstance(error, RetryAfter):
            return retry_after_seconds(error) + random.uniform(0.05, 0.5)  # noqa: S311 - no secret
        return bound * random.uniform(0.5, 1.0)  # noqa: S311 - no secret

    def reset(self) -> None:
        """It works again: the next failure waits as briefly as the first did."""
        self._bound = self._first
