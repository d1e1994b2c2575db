"""The bot, put together: every handler stands in one table. `bot/delivery/serve.py` runs it."""

import os
from collections.abc import Collection, Sequence
from typing import Any, cast

from telegram import Message
from telegram.ext import (
    Application,
    BaseHandler,
    BaseRateLimiter,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.config import Settings
from bot.context import BotApplication, Context, Services
from bot.delivery.errors import on_error
from bot.handlers import browse, chat, questions, taps
from bot.views.callbacks import ListCities, ListCountries, ShowHelp


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
        ChatMemberHandler(chat.membership, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(written & filters.TEXT & filters.ChatType.PRIVATE, questions.question),
        MessageHandler(
            written & filters.TEXT & ~filters.COMMAND & ReplyToBot(), questions.question
        ),
        MessageHandler(
            written & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL, questions.no_text
        ),
    )


def make_application(
    settings: Settings,
    services: Services,
    limiter: BaseRateLimiter[Any] | None = None,
    request: BaseRequest | None = None,
) -> BotApplication:
    """The application with its handlers, not yet started; `request` is for tests.

    Without an updater: `bot.delivery` takes the updates.
    """
    if settings.telegram_bot_token is None:
        raise ValueError("a token is needed")
    # PTB then tells times as timedelta; else it warns at every RetryAfter, and where warnings are
    # errors, one would come in place of it.
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    factory = cast("type[Services]", lambda: services)  # PTB only calls it
    builder = (
        Application.builder()
        .token(settings.telegram_bot_token.get_secret_value())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .context_types(ContextTypes(context=Context, bot_data=factory))
        .updater(None)
    )
    if limiter:
        builder = builder.rate_limiter(limiter)
    if request:
        builder = builder.request(request).get_updates_request(request)
    application = builder.build()
    application.add_handlers(handlers(settings.admin_ids))
    application.add_error_handler(on_error)
    return application
