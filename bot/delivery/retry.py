"""The whole policy of trying again: what may pass, how long to wait, when to give up.

A call of the Bot API is tried for CALL_PATIENCE_SECONDS with exponential backoff. An update whose
reply did not get through by then is run again after REDELIVERY_DELAYS_SECONDS; after the last of
them it is a dead letter. Polling and the start back off in the same way, for as long as it takes.
"""

import random
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

CALL_PATIENCE_SECONDS = 120.0
FIRST_BACKOFF_SECONDS, LONGEST_BACKOFF_SECONDS = 0.5, 15.0
REDELIVERY_DELAYS_SECONDS = (5, 10, 20, 40, 80, 160, 300, 300, 300, 300)
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


def redelivery_delay(failed_runs: int, retry_after: float) -> float | None:
    """Seconds until an update is run again that was run in vain; None: it is a dead letter."""
    if failed_runs > len(REDELIVERY_DELAYS_SECONDS):
        return None
    return max(REDELIVERY_DELAYS_SECONDS[failed_runs - 1], retry_after)


class Backoff:
    """Exponential backoff with jitter: a wait is drawn from the upper half of a growing bound."""

    def __init__(self, first: float | None = None, longest: float | None = None) -> None:
        self._first = first or FIRST_BACKOFF_SECONDS
        self._longest = longest or LONGEST_BACKOFF_SECONDS
        self._bound = self._first

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
