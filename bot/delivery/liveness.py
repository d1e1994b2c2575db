"""What /healthz and /readyz tell: whether we work, and whether those we depend on do."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

# A long poll takes 25 s, a look at the webhook comes every 30; two may fail.
MAX_BEAT_AGE_SECONDS = 100.0


@dataclass(slots=True)
class Liveness:
    """Set by those who work, read by those who ask."""

    beat_at: float | None = None  # by time.monotonic()
    store: bool = True  # the database could be written and read when it was tried last
    broken: str | None = None  # a task of ours that has ended, though it should not
    inbox_is_read: Callable[[], bool] = field(default=lambda: True)

    @property
    def store_is_well(self) -> bool:
        """Whether updates are kept in the store, and what was left there is known."""
        return self.store and self.inbox_is_read()

    def beat(self) -> None:
        """Telegram was reached, and gives updates: to a poll, or by the webhook that is set."""
        self.beat_at = time.monotonic()

    def trouble(self) -> str | None:
        """What is wrong with ourselves, so that a restart may mend it; None while all is well."""
        return self.broken and f"{self.broken} has ended"

    def telegram_trouble(self) -> str | None:
        """What is wrong with Telegram, in a line; None while it can be reached."""
        if self.beat_at is None:
            return "Telegram has not been reached yet"
        age = time.monotonic() - self.beat_at
        return None if age < MAX_BEAT_AGE_SECONDS else f"Telegram was reached last {age:.0f} s ago"
