"""Whether the process does its work, as /healthz and /readyz tell it."""

import time
from dataclasses import dataclass

# A long poll takes 25 s, a look at the webhook comes every 30; two may fail.
MAX_BEAT_AGE_SECONDS = 100.0


@dataclass(slots=True)
class Liveness:
    """Set by those who work, read by those who ask."""

    beat_at: float | None = None  # by time.monotonic()
    store: bool = True  # the database could be reached when it was tried last

    def beat(self) -> None:
        """Telegram was reached, and gives updates: to a poll, or by the webhook that is set."""
        self.beat_at = time.monotonic()

    def trouble(self) -> str | None:
        """What is wrong, in a line for people; None while all is well."""
        if self.beat_at is None:
            return "Telegram has not been reached yet"
        age = time.monotonic() - self.beat_at
        return None if age < MAX_BEAT_AGE_SECONDS else f"Telegram was reached last {age:.0f} s ago"
