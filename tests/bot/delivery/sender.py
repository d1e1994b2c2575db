"""A bot whose calls are paced, its clock, and its Telegram."""

from telegram.error import (
    NetworkError,
    TelegramError,
)
from telegram.ext import ExtBot

from bot.delivery.rate_limiter import RetryingRateLimiter
from bot.metrics import Metrics
from storage.database.engine import StoreError
from tests.fake_telegram import TOKEN, InProcessTelegram


def caused_by(cause: Exception) -> NetworkError:
    """As PTB tells of a failure of HTTP."""
    error = NetworkError(f"aiohttp.{type(cause).__name__}")
    error.__cause__ = cause
    return error


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, delay: float) -> None:
        self.slept.append(delay)
        self.now += delay


class Sender:
    """A bot, its clock, and its Telegram."""

    def __init__(self, clock: Clock, rate: float = 30) -> None:
        self.clock = clock
        self.telegram = InProcessTelegram()
        self.metrics = Metrics()
        self.moved: list[tuple[int, int]] = []
        self.store_away = False
        limiter = RetryingRateLimiter(
            rate, self.metrics, self._move, clock=clock.monotonic, sleep=clock.sleep
        )
        self.bot: ExtBot[None] = ExtBot(
            TOKEN, request=self.telegram, get_updates_request=self.telegram, rate_limiter=limiter
        )

    async def _move(self, old: int, new: int) -> None:
        if self.store_away:
            raise StoreError("the database cannot be reached")
        self.moved.append((old, new))

    async def send(self, chat: int = 5) -> float:
        """Send a message; gives the seconds it took."""
        self.telegram.world.user(chat)
        began = self.clock.now
        await self.bot.send_message(chat, "а")
        return self.clock.now - began

    def fail(self, *errors: TelegramError, method: str = "sendMessage") -> None:
        self.telegram.failures[method].extend(errors)
        self.telegram.world.user(-100_777)  # where a chat may have moved to

    def calls(self, outcome: str, method: str = "sendMessage") -> float | None:
        labels = {"method": method, "outcome": outcome}
        return self.metrics.registry.get_sample_value("pobratim_api_calls_total", labels)
