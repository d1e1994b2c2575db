"""Saying what is wrong, and that it is over, without filling the log."""

import logging
import re
import time
from collections import Counter
from collections.abc import Callable

QUIET_SECONDS = 60.0  # between two lines about the same trouble
MAX_TROUBLES_A_MINUTE = 10  # of one thing; garbage comes in any number of kinds
MAX_COMPARED_CHARACTERS = 200  # an error may quote a whole page
OTHERS = ""  # all troubles above that number


class LogThrottle:
    """Logs about one thing that keeps failing: each trouble at once, then a line a minute of it."""

    def __init__(
        self,
        log: logging.Logger,
        level: int = logging.WARNING,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log = log
        self._clock = clock
        self._level = level
        self._told: dict[str, float] = {}  # when each trouble was told
        self._kept: Counter[str] = Counter()  # how often it was not

    def tell(self, message: str, *args: object) -> None:
        """Log it, unless the same was told within the last minute; then it is counted.

        What differs in numbers alone is the same: a port, a time, a count.
        """
        now = self._clock()
        self._told = {what: at for what, at in self._told.items() if now - at < QUIET_SECONDS}
        text = message % args if args else message
        trouble = re.sub(r"[0-9]+", "#", text[:MAX_COMPARED_CHARACTERS])
        if len(self._told) >= MAX_TROUBLES_A_MINUTE:
            trouble = OTHERS
        if trouble in self._told:
            self._kept[trouble] += 1
            return
        self._told[trouble] = now
        if kept := self._kept.pop(trouble, 0):
            message, args = f"{message} (%d more since it was told)", (*args, kept)
        self._log.log(self._level, message, *args)

    def over(self, message: str) -> None:
        """It works again; said only where the trouble was."""
        if self._told or self._kept:
            self._told.clear()
            self._kept.clear()
            self._log.info(message)
