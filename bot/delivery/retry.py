"""The whole policy of trying again: what may pass, how long to wait, when to give up.

A call of the Bot API is tried for `call_patience` with exponential backoff. An update whose reply
did not get through by then is run again after the delays of `redelivery`; after the last of them it
is a dead letter. Polling and the start back off in the same way, for as long as it takes.

What may be done twice is tried again after every failure that may pass. A message is sent again
only where it cannot have arrived; where it may have, once, and then it counts as sent.
"""

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

# By webhook the waits between runs are Telegram's own; a run that broke ends after so many.
MAX_BROKEN_RUNS = 5
# So many refusals of the token in a row are needed to believe that it is wrong.
MIN_REFUSALS = 3
# Failures before the whole request was written: nobody can have done it.
NOT_SENT = (
    aiohttp.ClientConnectionResetError,
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)


class UnsureError(NetworkError):
    """Nobody knows whether Telegram has done what it was asked."""


class CountedAsSentError(TelegramError):
    """A message that may have arrived, and may again: it is sent no third time."""


# What no second try would change. (BadRequest is a NetworkError to PTB.)
FINAL = (BadRequest, ChatMigrated, Conflict, CountedAsSentError, Forbidden, InvalidToken)


def is_transient(error: BaseException | None) -> bool:
    """Whether the failure is of the network or of the moment, so that a later try may succeed."""
    return isinstance(error, TelegramError) and not isinstance(error, FINAL)


def may_have_arrived(error: BaseException) -> bool:
    """Whether Telegram may have done what it was asked, though the call failed."""
    if isinstance(error, UnsureError) or error.__cause__ is None:
        return isinstance(error, (UnsureError, TimedOut))
    return not isinstance(error.__cause__, NOT_SENT)


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
    recovery: float = 1.0  # so long others wait for the store to tell what the last process left
    unconfirmed_poll: float = 0.25  # between polls that confirm nothing and bring nothing new
    claim: float = 12.0  # so long a process that is to end may still own the inbox
    claim_retry: float = 0.5  # between two looks whether it does
    isolation: float = 10.0  # so long in all others wait for runs in isolation, which then go on
    answer: float = 30.0  # so long an answer may take
    connection: float = 10.0  # so long a connection may take
    slow_call: float = 1.0  # after which others need not wait for who waits for an answer
    longest_flood: float = 3600.0  # no longer is waited, though Telegram asks for it …
    longest_poll_flood: float = 60.0  # … and before it is asked again for updates
    token_refused: float = 60.0  # so long a token that was good is refused before that is believed
    long_poll: float = 25.0  # so long Telegram may keep us waiting
    longest_idle_backoff: float = 3.0  # between polls that bring nothing, and at once
    webhook_check: float = 30.0  # between two looks whether the webhook is still ours …
    webhook_recheck: float = 3.0  # … and after one that failed
    webhook_again: float = 5.0  # until Telegram is to bring an update again
    webhook_run: float = 45.0  # so long a run may take: Telegram hangs up after 60
    webhook_unwritten: float = 5.0  # so long it waits for the store to have what was changed
    drain: float = 7.0  # so long running updates have to end

    def until_redelivery(self, failed_runs: int, retry_after: float) -> float | None:
        """Until an update is run again that was run in vain; None: it is a dead letter."""
        if failed_runs > len(self.redelivery):
            return None
        return max(self.redelivery[failed_runs - 1], retry_after)


WAITS = Waits()


class Backoff:
    """Exponential backoff with jitter: a wait is drawn from the upper half of a growing bound."""

    def __init__(self, waits: Waits = WAITS, longest_flood: float = math.inf) -> None:
        self._first = self._bound = waits.first_backoff
        self._longest = waits.longest_backoff
        self._longest_flood = longest_flood

    def after(self, error: BaseException) -> float:
        """Seconds to wait after this failure: the next backoff, or longer if Telegram asks."""
        wait = self.next()
        if not isinstance(error, RetryAfter):
            return wait
        asked = min(retry_after_seconds(error), self._longest_flood)
        return max(wait, asked + random.uniform(0.05, 0.5))  # noqa: S311 - no secret

    def next(self) -> float:
        """Seconds to wait."""
        bound = self._bound
        self._bound = min(2 * bound, self._longest)
        return bound * random.uniform(0.5, 1.0)  # noqa: S311 - no secret

    def reset(self) -> None:
        """It works again: the next failure waits as briefly as the first did."""
        self._bound = self._first


class TokenRefusals:
    """Whether a token is wrong that Telegram refuses: one refusal now and then means nothing.

    Before Telegram has taken it once, some refusals in a row are believed; afterwards only when
    they last as well.
    """

    def __init__(self, waits: Waits = WAITS, clock: Callable[[], float] = time.monotonic) -> None:
        self._lasting = waits.token_refused
        self._clock = clock
        self._good = False
        self._refusals = 0
        self._since = 0.0

    def accepted(self) -> None:
        """Telegram takes it."""
        self._good, self._refusals = True, 0

    def refused(self) -> bool:
        """Telegram refuses it once more; whether that is to be believed."""
        now = self._clock()
        if not self._refusals:
            self._since = now
        self._refusals += 1
        lasts = not self._good or now - self._since >= self._lasting
        return lasts and self._refusals >= MIN_REFUSALS
