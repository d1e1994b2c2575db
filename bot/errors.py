"""When a handler fails: it is logged once, without the user's words, and the user is told."""

import logging

from telegram import Update
from telegram.error import Conflict, Forbidden, NetworkError, TelegramError

from bot.context import Context
from bot.i18n import language_of, translator
from bot.reply import answer_tap

log = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """PTB's error handler for all updates, and for polling (then without an update)."""
    error = context.error
    if isinstance(error, Forbidden):
        return  # blocked or kicked: there is nobody to answer
    if isinstance(error, Conflict):
        log.error("another process polls with this token; stop one of the two")
    elif type(error) is NetworkError or not isinstance(update, Update):
        log.warning("Telegram cannot be reached: %s", error)
    else:
        log.error("update %s failed", update.update_id, exc_info=error)
        await _apologize(update)


async def _apologize(update: Update) -> None:
    try:
        # The database may be what failed: the chosen language is not asked for.
        user = update.effective_user
        t = translator(language_of(user.language_code if user else None))
        if update.callback_query:
            await answer_tap(update.callback_query, t.text("failed"))
        elif update.effective_message:
            await update.effective_message.reply_text(t.text("failed"))
    except TelegramError as error:
        log.warning("and the user could not be told: %s", error)
