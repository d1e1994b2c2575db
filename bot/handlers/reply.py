"""Showing a screen: a message is answered with a new one, a tap changes the message it was on."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial

from telegram import (
    CallbackQuery,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.views.screen import Screen

log = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

# What Telegram says, in lower case, when there is nothing to change …
UNCHANGED = "message is not modified"
# … when the tap is too old to be answered (150 s) …
LATE = ("query is too old", "query id is invalid")
# … and when the message is there no more, or can be edited no more.
GONE = ("message to edit not found", "message_id_invalid", "message can't be edited")
# … and when it does not understand the markup.
MARKUP = "can't parse entities"


async def show(update: Update, screen: Screen) -> None:
    """Show the screen where the update came from."""
    if update.callback_query:
        await answer_tap(update.callback_query)
        await _edit(update.callback_query, screen)
    elif update.effective_message:
        await _send(update.effective_message, screen)


async def answer_tap(query: CallbackQuery, toast: str | None = None) -> bool:
    """Stop the button's spinner, with a toast if given; False for late taps, which need neither.

    Telegram takes one answer to a tap: after it every tap is late.
    """
    try:
        await query.answer(toast)
    except BadRequest as error:
        if not _says(error, *LATE):
            raise
        return False
    return True


async def _edit(query: CallbackQuery, screen: Screen) -> None:
    keyboard = _keyboard(screen)
    try:
        await _formatted(
            screen,
            partial(
                query.edit_message_text, reply_markup=keyboard, link_preview_options=NO_PREVIEW
            ),
        )
    except BadRequest as error:
        if _says(error, *GONE) and query.message:
            send = partial(query.get_bot().send_message, query.message.chat.id)
            await _formatted(
                screen, partial(send, reply_markup=keyboard, link_preview_options=NO_PREVIEW)
            )
        elif not _says(error, UNCHANGED):
            raise


async def _send(message: Message, screen: Screen) -> None:
    forced = screen.force_reply
    send = partial(
        message.reply_text,
        reply_markup=(
            ForceReply(selective=True, input_field_placeholder=forced)
            if forced
            else _keyboard(screen)
        ),
        link_preview_options=NO_PREVIEW,
        # In a group the answer hangs on its question; in a private chat that would be noise.
        do_quote=message.chat.type != message.chat.PRIVATE,
        allow_sending_without_reply=True,
    )
    await _formatted(screen, send)


async def _formatted(screen: Screen, send: Callable[..., Awaitable[object]]) -> None:
    """Send it as HTML; a text that Telegram does not understand goes without its markup."""
    try:
        await send(text=screen.text, parse_mode=ParseMode.HTML)
    except BadRequest as error:
        if not _says(error, MARKUP):
            raise
        log.exception("a text was not understood as HTML")
        await send(text=screen.plain_text)


def _keyboard(screen: Screen) -> InlineKeyboardMarkup | None:
    if not screen.rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in screen.rows]
    )


def _says(error: BadRequest, *phrases: str) -> bool:
    # PTB strips "Bad Request: " and changes capitals, so only lower case compares.
    message = error.message.lower()
    return any(phrase in message for phrase in phrases)
