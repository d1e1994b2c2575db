"""A bot that talks HTTP with a sandbox, both in this process."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.context import Services
from bot.sandbox.server import Sandbox
from storage.database.inbox import Inbox
from storage.database.store import Store
from storage.search.search import Search
from tests.bot.delivery.line import BotSide, Telegram


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that is filled already: filling it takes longer than most tests."""
    path = tmp_path_factory.mktemp("filled") / "filled.db"

    async def fill() -> None:
        await (await Store.open(f"sqlite+aiosqlite:///{path}")).close()

    asyncio.run(fill())
    return path


@pytest.fixture
def database_url(filled: Path, tmp_path: Path) -> str:
    shutil.copy(filled, tmp_path / "test.db")
    return f"sqlite+aiosqlite:///{tmp_path}/test.db"


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    sandbox = Sandbox(retry_base=0.05)
    async with sandbox.serve("127.0.0.1", 0) as address:
        yield Telegram(sandbox, address)
        await sandbox.methods.polls.end("the test is over")


@pytest.fixture
async def bot(telegram: Telegram, store: Store, search: Search) -> AsyncIterator[BotSide]:
    side = BotSide(telegram, Services(search, store.chats), store.inbox(42))
    async with side.application:
        yield side


@pytest.fixture
def inbox(bot: BotSide) -> Inbox:
    return bot.inbox


@pytest.fixture(autouse=True)
def told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot")
