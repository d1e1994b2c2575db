"""A bot that talks HTTP with a sandbox, both in this process."""

import logging
from collections.abc import AsyncIterator

import pytest

from bot.context import Services
from bot.sandbox.server import Sandbox
from storage.database.chats import Chats
from storage.database.inbox import Inbox
from storage.database.store import Store
from storage.search.search import Search
from tests.bot.delivery.line import BotSide, Telegram

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
