"""The bot, put together: what it needs is opened here, and every handler stands in one table."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

from telegram import Message
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.callbacks import ListCities, ListCountries, ShowHelp
from bot.config import Settings
from bot.context import BotApplication, Context, Services
from bot.errors import on_error
from bot.handlers import browse, chat, questions, taps
from bot.menu import publish_menu
from storage.search import Search
from storage.store import Store

log = logging.getLogger(__name__)

UPDATES = ["message", "edited_message", "callback_query"]


class ReplyToBot(filters.MessageFilter):
    """Lets through replies to the bot's own messages."""

    def filter(self, message: Message) -> bool:
        """Whether the message answers one of the bot's."""
        answered = message.reply_to_message
        return bool(
            answered and answered.from_user and answered.from_user.id == message.get_bot().id
        )


def handlers(admin_ids: Collection[int] = ()) -> Sequence[BaseHandler[Any, Context, Any]]:
    """Every handler, in the order they are asked: the first that takes an update keeps it.

    Commands count anywhere; other text in private chats, and in groups as a reply to the bot.
    A corrected message is asked again. Channels are not answered.
    """
    written = filters.UpdateType.MESSAGES  # new or edited, but no channel's post
    return (
        CommandHandler("start", chat.start, written),
        CommandHandler("help", browse.opener(ShowHelp()), written),
        CommandHandler("twins", questions.twins, written),
        CommandHandler("cities", browse.opener(ListCities()), written),
        CommandHandler("countries", browse.opener(ListCountries()), written),
        CommandHandler("country", questions.country, written),
        CommandHandler("settings", chat.settings, written),
        CommandHandler("privacy", chat.privacy, written),
        CommandHandler("forgetme", chat.forget_me, written),
        CommandHandler(
            "status",
            chat.status,
            written & filters.ChatType.PRIVATE & filters.User(list(admin_ids)),
        ),
        CallbackQueryHandler(taps.tapped),
        MessageHandler(written & filters.TEXT & filters.ChatType.PRIVATE, questions.question),
        MessageHandler(
            written & filters.TEXT & ~filters.COMMAND & ReplyToBot(), questions.question
        ),
        MessageHandler(
            written & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL, questions.no_text
        ),
    )


def make_application(
    settings: Settings, services: Services, request: BaseRequest | None = None
) -> BotApplication:
    """The application with its handlers, not yet started; `request` is for tests."""
    if settings.telegram_bot_token is None:
        raise ValueError("a token is needed")
    factory = cast("type[Services]", lambda: services)  # PTB only calls it
    builder = (
        Application.builder()
        .token(settings.telegram_bot_token.get_secret_value())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .context_types(ContextTypes(context=Context, bot_data=factory))
    )
    if request:
        builder = builder.request(request).get_updates_request(request)
    application = builder.build()
    application.add_handlers(handlers(settings.admin_ids))
    application.add_error_handler(on_error)
    return application


async def run(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM. Raises StoreError, and TelegramError where it cannot start."""
    async with await Store.open(settings.database_url) as store:
        catalogue = await store.load_catalogue()
        services = Services(catalogue, Search(catalogue), store.chats)
        application = make_application(settings, services)
        async with application:
            await publish_menu(application.bot)
            await application.start()
            async with polling(application):
                log.info("@%s is listening", application.bot.username)
                await stopped()
            await application.stop()


async def stopped() -> None:
    """Wait for SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()


@asynccontextmanager
async def polling(application: BotApplication) -> AsyncIterator[None]:
    """Take updates from Telegram while the context lasts."""
    updater = application.updater
    if updater is None:
        raise ValueError("the application was built without an updater")
    await updater.start_polling(allowed_updates=UPDATES)
    yield
    await updater.stop()
