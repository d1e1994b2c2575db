"""What /healthz and /readyz tell: whether we work, and whether those we depend on do."""

import time
from dataclasses import dataclass

# A long poll takes 25 s, a look at the webhook comes every 30; two may fail.
MAX_BEAT_AGE_SECONDS = 100.0


@dataclass(slots=True)
class Liveness:
    """Set by those who work, read by those who ask."""

    beat_at: float | None = None  # by time.monotonic()
    store: bool = True  # the database could be reached when it was tried last
    broken: str | None = None  # a task of ours that has ended, though it should not

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
