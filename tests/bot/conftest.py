"""Conversations with the real application, over a database that is filled once."""

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.context import Services
from storage.catalogue import Catalogue
from storage.database.store import Store
from storage.search.search import Search
from tests.bot.conversation import Conversation


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
async def talk(store: Store, catalogue: Catalogue, search: Search) -> Conversation:
    conversation = Conversation(Services(search, store.chats, admin_ids=(77,)))
    await conversation.application.initialize()
    conversation.telegram.calls.clear()
    return conversation


@pytest.fixture
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of the machine's own: neither variables nor a `.env`."""
    monkeypatch.chdir(tmp_path)
    for name in (
        "TELEGRAM_BOT_TOKEN",
        "TELEGRAM_API_URL",
        "DATABASE_URL",
        "ADMIN_IDS",
        "LOG_LEVEL",
        "WEBHOOK_URL",
        "WEBHOOK_SECRET",
        "RATE_LIMIT",
        "PORT",
        "PGPASSWORD",
        "TELEGRAM_BOT_TOKEN_FILE",
        "WEBHOOK_SECRET_FILE",
        "DATABASE_URL_FILE",
    ):
        monkeypatch.delenv(name, raising=False)
