"""Saying what is wrong, and that it is over, without filling the log."""

import logging
import time
from collections.abc import Callable

QUIET_SECONDS = 60.0  # between two lines about the same trouble


class LogThrottle:
    """Logs about one thing that keeps failing: at once, then a line a minute at most."""

    def __init__(
        self,
        log: logging.Logger,
        level: int = logging.WARNING,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log = log
        self._clock = clock
        self._level = level
        self._told = float("-inf")

    def tell(self, message: str, *args: object) -> None:
        """Log it, unless it was told within the last minute."""
        now = self._clock()
        if now - self._told >= QUIET_SECONDS:
            self._told = now
            self._log.log(self._level, message, *args)

    def over(self, message: str) -> None:
        """It works again; said only where the trouble was."""
        if self._told > float("-inf"):
            self._told = float("-inf")
            self._log.info(message)
