"""Every handler of the bot in one table. Start reading here; `bot/delivery/` runs it."""

from collections.abc import Collection, Sequence
from typing import Any

from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.answered import Answered
from bot.context import Context
from bot.handlers import (
    browse,
    chains,
    chat,
    corrections,
    inline,
    maps,
    near,
    questions,
    taps,
    wander,
)
from bot.handlers.asking import Asking, Command, ReplyToBot, ReplyToMark, WithoutCommand
from bot.views.callbacks import ListCities, ListCountries, ShowAbout, ShowHelp, ShowStats


def handlers(
    answered: Answered, admin_ids: Collection[int] = ()
) -> Sequence[BaseHandler[Any, Context, Any]]:
    """Every handler, in the order they are asked: the first that takes an update keeps it.

    Commands count anywhere; other words and locations in private chats, and in groups as a reply to
    the bot.
    A corrected message is asked again. Neither channels nor bots are answered.
    """
    written = Asking(answered)
    by_admin = written & filters.ChatType.PRIVATE & filters.User(list(admin_ids))
    to_the_bot = filters.ChatType.PRIVATE | ReplyToBot()
    words = filters.TEXT | filters.CAPTION
    return (
        Command("start", chat.start, written),
        Command("help", browse.opener(ShowHelp()), written),
        Command("about", browse.opener(ShowAbout()), written),
        Command("twins", questions.twins, written),
        Command("map", maps.show_map, written),
        Command("cities", browse.opener(ListCities()), written),
        Command("countries", browse.opener(ListCountries()), written),
        Command("country", questions.country, written),
        Command("near", near.near, written),
        Command("path", chains.path, written),
        Command("random", wander.random, written),
        Command("stats", browse.opener(ShowStats()), written),
        Command("settings", chat.settings, written),
        Command("privacy", chat.privacy, written),
        Command("forgetme", chat.forget_me, written),
        Command("status", chat.status, by_admin),
        Command("corrections", corrections.listing, by_admin),
        CallbackQueryHandler(taps.tapped),
        InlineQueryHandler(inline.inline_query),
        ChatMemberHandler(chat.membership, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE, chat.moved),
        MessageHandler(written & ReplyToMark(), corrections.replied),
        MessageHandler(written & filters.LOCATION & to_the_bot, near.located),
        MessageHandler(written & words & filters.ChatType.PRIVATE, questions.question),
        MessageHandler(written & WithoutCommand() & ReplyToBot(), questions.question),
        MessageHandler(
            written & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL, questions.no_text
        ),
    )
