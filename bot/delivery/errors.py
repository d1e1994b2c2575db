"""When a handler fails: it is logged once, without the user's words, and the user is told."""

import logging
from logging import DEBUG, WARNING

from telegram import Update
from telegram.error import Forbidden, InvalidToken, TelegramError

from bot.commands import N_
from bot.context import Context
from bot.delivery.attempt import mark_undelivered
from bot.delivery.retry import CountedAsSentError, is_transient, retry_after_seconds
from bot.handlers.reply import AnsweredTapError, says, tell
from storage.database.errors import StoreError, StoreRefusedError

log = logging.getLogger(__name__)

# What Telegram says, in lower case, where the bot may not write …
MAY_NOT_WRITE = (
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_admin_required",
    "_forbidden",  # CHAT_WRITE_FORBIDDEN, CHAT_SEND_PLAIN_FORBIDDEN …
    "chat_restricted",
    "user_banned_in_channel",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
)
# … and where there is nobody to write to any more.
CHAT_GONE = (
    "chat not found",
    "chat_id_invalid",
    "peer_id_invalid",
    "channel_private",
    "deactivated",
    "blocked",
    "kicked",
    "not a member",
    "was deleted",
)


async def on_error(update: object, context: Context) -> None:
    """PTB's error handler for all updates; raises nothing.

    A reply that may get through later marks the attempt; what else failed is told to the user.
    """
    error: BaseException | None = context.error
    answered = isinstance(error, AnsweredTapError)
    if error and answered:
        error = error.__cause__
    if isinstance(error, Forbidden) or says(error, *MAY_NOT_WRITE, *CHAT_GONE):
        log.info("the bot may not write there: %s", error)
        if says(error, *CHAT_GONE):
            await _forget_chat(update, context)
    elif isinstance(error, CountedAsSentError):
        log.debug("%s", error)  # the sending has told of it
    elif error and (is_transient(error) or isinstance(error, InvalidToken)):
        log.log(DEBUG if is_transient(error) else WARNING, "a reply did not get through: %s", error)
        mark_undelivered(retry_after_seconds(error))
    elif isinstance(error, StoreError) and not isinstance(error, StoreRefusedError):
        log.warning("the store is away: %s", error)
        await _tell(update, context, N_("store-away"), answered=answered)
    else:
        log.error("the update failed", exc_info=error)
        await _tell(update, context, N_("failed"), answered=answered)


async def _forget_chat(update: object, context: Context) -> None:
    if not isinstance(update, Update) or not update.effective_chat:
        return
    try:
        await context.services.chats.forget(update.effective_chat.id)
    except StoreError as error:
        log.warning("a chat that is gone is not forgotten, the store being away: %s", error)


async def _tell(update: object, context: Context, key: str, *, answered: bool) -> None:
    if not isinstance(update, Update):
        return
    try:
        # The store may be what failed, so it is not asked for the language.
        text = context.services.remembered_translator(update).text(key)
        await tell(update, text, answered=answered)
    except TelegramError as error:
        log.warning("and the user could not be told: %s", error)
