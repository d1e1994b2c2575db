"""The application as it is made for every process."""

import warnings

from telegram.error import RetryAfter

from bot.config import Settings
from bot.context import Services
from bot.delivery.application import make_application
from bot.delivery.retry import retry_after_seconds
from storage.database.store import Store
from storage.search.search import Search
from tests.fake_telegram import TOKEN


async def test_a_flood_is_telegrams_own_error_where_warnings_are_errors(
    search: Search, store: Store
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        make_application(Settings(telegram_bot_token=TOKEN), Services(search, store.chats))
        assert retry_after_seconds(RetryAfter(3)) == 3
