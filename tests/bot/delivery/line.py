"""Both ends of the line: a sandbox in the tests' hands, and the bot's delivery over it."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from bot.config import Settings
from bot.context import Services
from bot.delivery.application import make_application
from bot.delivery.attempt import Attempt
from bot.delivery.bot_api_request import BotApiRequest
from bot.delivery.liveness import Liveness
from bot.delivery.polling import Polling
from bot.delivery.processor import UpdateProcessor, UpdateResult
from bot.delivery.rate_limiter import RetryingRateLimiter
from bot.delivery.raw_updates import RawUpdate, ordering_key_of
from bot.delivery.retry import Waits
from bot.delivery.worker import InboxWorker
from bot.sandbox.faults import Fault
from bot.sandbox.server import TOKEN, Sandbox
from storage.database.engine import StoreError
from storage.database.entries import Entry
from storage.database.inbox import Inbox
from tests.sandbox.bot_side import until

ANNA, BEN = 1001, 1002
HASTE = Waits(
    first_backoff=0.03,
    longest_backoff=0.2,
    call_patience=0.1,
    redelivery=(0.02,) * 3,
    broken_run=0.03,
    store_away=0.03,
    recovery=0.1,
    unconfirmed_poll=0.02,
    long_poll=1,
    webhook_recheck=0.03,
    webhook_again=0.03,
)
ids = count(1)


def message(text: str, user: int = ANNA) -> RawUpdate:
    """A private message, without an update's id."""
    return {
        "message": {
            "message_id": next(ids),
            "date": int(time.time()),
            "chat": {"id": user, "type": "private", "first_name": "А"},
            "from": {"id": user, "is_bot": False, "first_name": "А", "language_code": "ru"},
            "text": text,
        }
    }


def entry(update_id: int, content: RawUpdate, received_at: float | None = None) -> Entry:
    """An update as it is kept in the inbox."""
    raw = {"update_id": update_id} | content
    return Entry(update_id, ordering_key_of(raw), json.dumps(raw), received_at or time.time())


@dataclass
class Telegram:
    """The sandbox and what a test does with it."""

    sandbox: Sandbox
    address: str

    async def has(self, *contents: RawUpdate) -> list[int]:
        """Updates come in; gives their ids."""
        return await self.sandbox.world.update_all(list(contents))

    def entry(self, update_id: int) -> Entry:
        """An update that is not confirmed yet, as it is kept in the inbox."""
        raw = self.sandbox.world.updates.get(update_id) or {}
        return Entry(update_id, ordering_key_of(raw), json.dumps(raw), time.time())

    def fault(
        self, method: str, kind: str, times: int = 1, seconds: float = 1.0, **answer: Any
    ) -> None:
        self.sandbox.faults.plan(Fault(method.lower(), kind, times, seconds, **answer))

    @property
    def unconfirmed(self) -> int:
        return len(self.sandbox.world.updates)

    def answers(self, user: int = ANNA) -> list[str]:
        """The first lines that the bot wrote to somebody."""
        sent = [m.as_bot_api() for m in self.sandbox.world.sent if m.chat["id"] == user]
        return [str(one["text"]).partition("\n")[0].partition(" ·")[0] for one in sent]


class Watched(UpdateProcessor):
    """Remembers what runs; a gate holds a run up, and `breaks` lets runs raise."""

    def __init__(self, *own: Any) -> None:
        super().__init__(*own)
        self.begun: list[int] = []
        self.active: set[int] = set()
        self.beside: dict[int, set[int]] = {}
        self.gates: dict[int, asyncio.Event] = {}
        self.breaks: dict[int, int] = {}

    async def handle(self, raw: RawUpdate, received_at: float, attempt: Attempt) -> UpdateResult:
        update_id = attempt.update_id
        self.begun.append(update_id)
        self.beside[update_id] = set(self.active)
        self.active.add(update_id)
        try:
            if gate := self.gates.get(update_id):
                await gate.wait()
            return await super().handle(raw, received_at, attempt)
        finally:
            self.active.discard(update_id)

    async def _run(self, raw: RawUpdate, received_at: float, attempt: Attempt) -> UpdateResult:
        if self.breaks.get(attempt.update_id, 0) > 0:
            self.breaks[attempt.update_id] -= 1
            raise ZeroDivisionError
        return await super()._run(raw, received_at, attempt)

    def hold(self, update_id: int) -> asyncio.Event:
        """Let this update's run wait for the gate that is given."""
        return self.gates.setdefault(update_id, asyncio.Event())


class BotSide:
    """The bot's delivery over its application; not paced, and in haste."""

    def __init__(self, telegram: Telegram, services: Services, inbox: Inbox) -> None:
        self.waits = HASTE
        self.telegram = telegram
        self.services = services
        self.inbox = inbox
        self.liveness = Liveness()
        settings = Settings(telegram_bot_token=TOKEN, telegram_api_url=telegram.address)
        self.rate_limiter = RetryingRateLimiter(
            0, services.metrics, services.chats.move, waits=HASTE
        )
        self.request = BotApiRequest()
        self.application = make_application(settings, services, self.rate_limiter, self.request)
        self.processor = Watched(self.application, services.metrics)

    def wait(self, **waits: Any) -> None:
        """Let what begins from now on wait otherwise."""
        self.waits = self.rate_limiter._waits = replace(self.waits, **waits)
        self.request.waits = self.waits

    def work(self) -> InboxWorker:
        """As a new process begins."""
        return InboxWorker(self.processor, self.inbox, self.waits)

    @asynccontextmanager
    async def polling(self) -> AsyncIterator[asyncio.Task[None]]:
        """Poll while the context lasts; it ends in good order."""
        polling = Polling(self.application.bot, self.work(), self.inbox, self.liveness, self.waits)
        task = asyncio.create_task(polling.run())
        try:
            yield task
        finally:
            if not task.cancelling():  # a second time would interrupt the drain
                task.cancel()
            await asyncio.wait([task])

    async def waiting(self) -> int:
        return (await self.inbox.depth()).waiting

    async def dead_letters(self) -> list[tuple[int, str]]:
        return [(entry.update_id, why) for entry, why in await self.inbox.dead_letters()]

    def counted(self, name: str, **labels: str) -> float:
        """A metric's value."""
        return self.services.metrics.registry.get_sample_value(f"pobratim_{name}", labels) or 0.0


class StoreSwitch:
    """Takes the inbox away and gives it back."""

    NAMES = (
        "write",
        "accept",
        "start",
        "finish",
        "add_dead_letter",
        "unfinished",
        "release",
        "finished",
        "depth",
    )

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def off(self, *names: str) -> None:
        async def away(*_: object, **__: object) -> None:
            raise StoreError("the database cannot be reached")

        for name in names or self.NAMES:
            setattr(self._inbox, name, away)

    def on(self) -> None:
        for name in self.NAMES:
            self._inbox.__dict__.pop(name, None)


async def until_waiting(bot: BotSide, number: int) -> None:
    """Wait until so many updates wait in the inbox."""
    async with asyncio.timeout(10):
        while await bot.waiting() != number:  # noqa: ASYNC110 - the database sets no event
            await asyncio.sleep(0.01)


async def until_gone(bot: BotSide) -> None:
    """Wait until nothing waits in the inbox."""
    await until_waiting(bot, 0)


async def soon(met: Callable[[], bool]) -> None:
    """Wait for what must happen soon."""
    await until(met)


async def away() -> None:
    """In the place of something that the store does."""
    raise StoreError("the database cannot be reached")
