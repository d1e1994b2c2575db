"""When a handler fails: it is logged once, without the user's words, and the user is told."""

import logging

from telegram import Message, Update
from telegram.error import Forbidden, InvalidToken, TelegramError

from bot.commands import N_
from bot.context import Context
from bot.delivery.attempt import mark_undelivered
from bot.delivery.retry import is_transient, retry_after_seconds
from bot.handlers.reply import answer_tap
from bot.i18n import translator
from storage.database.engine import StoreError
from storage.languages import language_of

log = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """PTB's error handler for all updates; raises nothing.

    A reply that may get through later marks the attempt; what else failed is told to the user.
    """
    error = context.error
    if isinstance(error, Forbidden):
        return  # blocked or kicked: there is nobody to answer
    if error and (is_transient(error) or isinstance(error, InvalidToken)):
        log.warning("a reply did not get through: %s", error)
        mark_undelivered(retry_after_seconds(error))
    elif isinstance(error, StoreError):
        log.warning("the store is away: %s", error)
        await _tell(update, N_("store-away"))
    else:
        log.error("the update failed", exc_info=error)
        await _tell(update, N_("failed"))


async def _tell(update: object, key: str) -> None:
    if not isinstance(update, Update):
        return
    try:
        # The database may be what failed: the chosen language is not asked for.
        user = update.effective_user
        t = translator(language_of(user.language_code if user else None))
        query, message = update.callback_query, update.effective_message
        if query and await answer_tap(query, t.text(key)):
            return
        if isinstance(message, Message):
            await message.reply_text(t.text(key))
    except TelegramError as error:
        log.warning("and the user could not be told: %s", error)
