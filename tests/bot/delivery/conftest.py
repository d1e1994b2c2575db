"""A bot that talks HTTP with a sandbox, both in this process."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.context import Services
from bot.delivery.http_server import Endpoints
from bot.delivery.webhook import Webhook
from bot.sandbox.server import Sandbox
from storage.database.chats import Chats
from storage.database.inbox import Inbox
from storage.database.store import Store
from storage.search.search import Search
from tests.bot.delivery.hook import SECRET, Hook
from tests.bot.delivery.line import BotSide, Telegram, soon
from tests.bot.delivery.sender import Clock, Sender

BOT_ID = 42  # the sandbox's


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    sandbox = Sandbox(retry_base=0.05)
    async with sandbox.serve("127.0.0.1", 0) as address:
        yield Telegram(sandbox, address)
        await sandbox.methods.polls.end("the test is over")


@pytest.fixture
async def bot(telegram: Telegram, store: Store, search: Search) -> AsyncIterator[BotSide]:
    services = Services(search, Chats(store.database, BOT_ID))
    side = BotSide(telegram, services, store.inbox(BOT_ID))
    async with side.application:
        yield side


@pytest.fixture
def inbox(bot: BotSide) -> Inbox:
    return bot.inbox


@pytest.fixture(autouse=True)
def told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot")
    caplog.set_level(logging.INFO, "storage")


@pytest.fixture
async def closed(bot: BotSide) -> AsyncIterator[Hook]:
    """A webhook that does not run."""
    bot.wait(webhook_check=0.02)
    own = Webhook(
        bot.application.bot, bot.processor, bot.inbox, bot.liveness, SECRET,
        waits=bot.waits, remembered=3,
    )  # fmt: skip
    app = Endpoints(bot.liveness, bot.services.metrics, bot.inbox).application(own, SECRET)
    async with TestClient(TestServer(app)) as client:
        yield Hook(bot, client, own)


@pytest.fixture
async def running(closed: Hook) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(closed.webhook.run(closed.root))
    await soon(lambda: closed.bot.liveness.beat_at is not None)
    yield task
    task.cancel()
    await asyncio.wait([task])


@pytest.fixture
async def hook(closed: Hook, running: asyncio.Task[None]) -> Hook:
    return closed


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sender(clock: Clock) -> Sender:
    return Sender(clock)
