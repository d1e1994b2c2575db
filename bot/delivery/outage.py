"""An outage in the log: told when it begins, counted while it lasts, told when it is over."""

import logging
import time
from collections.abc import Callable

from bot.delivery.log_throttle import LogThrottle

FEW = 3  # failures that need no count


class Outage:
    """What keeps failing. A success ends it when the last failure is `quiet` seconds ago.

    So what fails now and then, between successes, is one outage.
    """

    def __init__(
        self,
        log: logging.Logger,
        level: int = logging.WARNING,
        quiet: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._throttle = LogThrottle(log, level, clock)
        self._quiet = quiet
        self._clock = clock
        self._failures = 0
        self._began = self._last = 0.0

    def tell(self, message: str, *args: object) -> None:
        """A failure, and what to say of it if it is one that was not told lately."""
        self._last = self._clock()
        if not self._failures:
            self._began = self._last
        self._failures += 1
        self._throttle.tell(message, *args)

    def over(self, message: str) -> None:
        """A success, and what to say if it ends an outage."""
        if not self._failures or self._clock() - self._last < self._quiet:
            return
        if self._failures > FEW:
            lasted = self._clock() - self._began
            message = f"{message}, after {self._failures} failures in {lasted:.0f} s"
        self._failures = 0
        self._throttle.over(message)
