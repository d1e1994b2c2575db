"""The start: Telegram is asked who the bot is until it answers, whatever comes in place of it."""

from collections.abc import AsyncIterator

import pytest
from telegram.error import InvalidToken

from bot.config import Settings
from bot.context import BotApplication, Services
from bot.delivery.application import make_application
from bot.delivery.bot_api_request import BotApiRequest
from bot.delivery.serve import _initialize
from bot.sandbox.server import TOKEN
from bot.sandbox.world import BOT
from storage.database.store import Store
from storage.search.search import Search
from tests.bot.delivery.line import HASTE, Telegram

GARBAGE = (
    '{"ok": true, "result": null}',
    '{"ok": true, "result": {"id": 5}}',
    "[" * 100_000,
    '{"ok": false}',
    "<html>",
)


@pytest.fixture
async def application(
    telegram: Telegram, store: Store, search: Search
) -> AsyncIterator[BotApplication]:
    settings = Settings(telegram_bot_token=TOKEN, telegram_api_url=telegram.address)
    async with BotApiRequest() as request:
        yield make_application(settings, Services(search, store.chats), request=request)


@pytest.mark.parametrize("status", [200, 401, 404])
async def test_garbage_is_waited_out(
    telegram: Telegram, application: BotApplication, status: int
) -> None:
    for body in GARBAGE:
        telegram.fault("getMe", "answer", status=status, body=body)
    await _initialize(application, HASTE)
    assert application.bot.username == BOT["username"]


@pytest.mark.parametrize("status", [401, 404])
async def test_telegrams_own_refusal_of_the_token_is_believed_at_once(
    telegram: Telegram, application: BotApplication, status: int
) -> None:
    body = f'{{"ok": false, "error_code": {status}, "description": "Unauthorized"}}'
    telegram.fault("getMe", "answer", status=status, body=body)
    with pytest.raises(InvalidToken):
        await _initialize(application, HASTE)
