"""Photos: a message of their own, with a caption and buttons; and that one is on its way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import InputFile, MaybeInaccessibleMessage, Message, Update
from telegram.constants import ChatAction, ParseMode
from telegram.error import TelegramError

from bot.handlers.keyboard import keyboard
from bot.handlers.reply import beside, topic_of
from bot.views.screen import Screen


async def send_photo(update: Update, photo: str | bytes, caption: Screen) -> Message | None:
    """Send a file, or one that Telegram has by its id, where the update came from.

    Below the message that was tapped, or as an answer; None for an update without a message.
    """
    message = update.effective_message or _tapped(update)
    if message is None:
        return None
    sent: Message = await update.get_bot().send_photo(
        message.chat.id,
        photo if isinstance(photo, str) else InputFile(photo, "map.png"),
        caption=caption.text,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(caption.rows, update.get_bot()),
        **beside(message),
    )
    return sent


@asynccontextmanager
async def uploading(update: Update) -> AsyncIterator[None]:
    """Let the chat show meanwhile that a photo is on its way, as far as Telegram is in time."""
    telling = asyncio.create_task(_tell(update))
    try:
        yield
    finally:
        telling.cancel()
        with suppress(asyncio.CancelledError):
            await telling


async def _tell(update: Update) -> None:
    message = update.effective_message or _tapped(update)
    if message is None:
        return
    with suppress(TelegramError):  # it is no news that would be missed
        await update.get_bot().send_chat_action(
            message.chat.id, ChatAction.UPLOAD_PHOTO, message_thread_id=topic_of(message)
        )


def _tapped(update: Update) -> MaybeInaccessibleMessage | None:
    return update.callback_query.message if update.callback_query else None
