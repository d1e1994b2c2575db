"""Every handler of the bot in one table. Start reading here; `bot/delivery/` runs it."""

from collections.abc import Collection, Sequence
from typing import Any

from telegram import Message
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.context import Context
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
