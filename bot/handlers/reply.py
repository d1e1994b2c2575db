"""Showing a screen: a message is answered with a new one, a tap changes the message it was on."""

import logging
from collections.abc import Awaitable, Callable
from functools import lru_cache, partial
from typing import Any, TypeVar

from telegram import (
    Bot,
    CallbackQuery,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.answered import Answered
from bot.context import Context
from bot.views.group import for_group
from bot.views.screen import Rows, Screen

log = logging.getLogger(__name__)
Sent = TypeVar("Sent")

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

# What Telegram says, in lower case, when there is nothing to change …
UNCHANGED = "message is not modified"
# … when the tap is too old to be answered (150 s) …
LATE = ("query is too old", "query id is invalid")
# … and when the message is there no more, or can be edited no more.
GONE = ("message to edit not found", "message_id_invalid", "message can't be edited")
# … and when it does not understand the markup.
MARKUP = "can't parse entities"


class AnsweredTapError(Exception):
    """What the tap was to show could not be shown, and the tap has its one answer already.

    Why not is the error's cause.
    """


async def show(update: Update, context: Context, screen: Screen, *, anew: bool = False) -> None:
    """Show the screen where the update came from. Raises AnsweredTapError.

    `anew`: below the message that was tapped, which stays as it is.
    """
    chat, query, message = update.effective_chat, update.callback_query, update.effective_message
    if chat and chat.type != chat.PRIVATE:
        screen = for_group(screen)
    if query:
        await answer_tap(query)
        try:
            await (_send_below(query, screen) if anew else _change(query, screen))
        except Exception as error:
            raise AnsweredTapError from error
    elif message:
        await _answer(message, screen, context.services.answered)


async def answer_tap(query: CallbackQuery, toast: str | None = None) -> bool:
    """Stop the button's spinner, with a toast if given; False for late taps, which need neither.

    Telegram takes one answer to a tap: after it every tap is late.
    """
    try:
        await query.answer(toast)
    except BadRequest as error:
        if not says(error, *LATE):
            raise
        return False
    return True


async def tell(
    update: Update, text: str, *, answered: bool = False, closes_keyboard: bool = False
) -> None:
    """Say something: in a toast, or in a message where a tap is `answered` or late.

    `closes_keyboard`: without a sound, and the button that a message of ours has put below the chat
    goes away.
    """
    query, message = update.callback_query, update.effective_message
    if query and not answered and await answer_tap(query, text):
        return
    if message:
        await message.reply_text(
            text,
            reply_markup=ReplyKeyboardRemove() if closes_keyboard else None,
            disable_notification=closes_keyboard,
            message_thread_id=_topic_of(message),
            do_quote=message.chat.type != message.chat.PRIVATE,
            allow_sending_without_reply=True,
        )


def says(error: BaseException | None, *phrases: str) -> bool:
    """Whether it is an error of Telegram's that has one of the phrases, in lower case."""
    # PTB strips "Bad Request: " and changes capitals, so only lower case compares.
    message = error.message.lower() if isinstance(error, TelegramError) else ""
    return any(phrase in message for phrase in phrases)


async def _change(query: CallbackQuery, screen: Screen) -> None:
    """Change the message that was tapped; where that has vanished, send a new one in its place."""
    bot, message = query.get_bot(), query.message
    if message is None:
        await _edit(bot, screen, inline_message_id=query.inline_message_id)
    elif not await _edit(bot, screen, chat_id=message.chat.id, message_id=message.message_id):
        await _send_below(query, screen)


async def _answer(message: Message, screen: Screen, answered: Answered) -> None:
    """Answer a message; one that was corrected has its answer changed."""
    bot, answer_id = message.get_bot(), answered.answer_to(message)
    if answer_id is None or not await _edit(
        bot, screen, chat_id=message.chat.id, message_id=answer_id
    ):
        answer_id = (await _send(message, screen)).message_id
    answered.remember(message, answer_id)


async def _edit(bot: Bot, screen: Screen, **target: Any) -> bool:
    """Show the screen in a message; False where that is impossible, be it that it is gone."""
    if screen.asks_for_message:
        return False
    edit = partial(
        bot.edit_message_text,
        reply_markup=_keyboard(screen.rows),
        link_preview_options=NO_PREVIEW,
        **target,
    )
    try:
        await _formatted(screen, edit)
    except BadRequest as error:
        if says(error, *GONE):
            return False
        if not says(error, UNCHANGED):
            raise
    return True


async def _send_below(query: CallbackQuery, screen: Screen) -> None:
    if message := query.message:
        send = partial(
            query.get_bot().send_message, message.chat.id, message_thread_id=_topic_of(message)
        )
        keyboard = _keyboard(screen.rows)
        await _formatted(
            screen, partial(send, reply_markup=keyboard, link_preview_options=NO_PREVIEW)
        )


async def _send(message: Message, screen: Screen) -> Message:
    send = partial(
        message.reply_text,
        reply_markup=_markup(screen),
        link_preview_options=NO_PREVIEW,
        # In a group the answer hangs on its question; in a private chat that would be noise.
        do_quote=message.chat.type != message.chat.PRIVATE,
        allow_sending_without_reply=True,
    )
    return await _formatted(screen, send)


def _markup(screen: Screen) -> ForceReply | ReplyKeyboardMarkup | InlineKeyboardMarkup | None:
    """What stands below a new message."""
    if placeholder := screen.force_reply:
        return ForceReply(selective=True, input_field_placeholder=placeholder)
    if label := screen.request_location:
        button = KeyboardButton(label, request_location=True)
        return ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)
    return _keyboard(screen.rows)


async def _formatted(screen: Screen, send: Callable[..., Awaitable[Sent]]) -> Sent:
    """Send it as HTML; a text that Telegram does not understand goes without its markup."""
    try:
        return await send(text=screen.text, parse_mode=ParseMode.HTML)
    except BadRequest as error:
        if not says(error, MARKUP):
            raise
        log.exception("a text was not understood as HTML")
        return await send(text=screen.plain_text)


class Keyboard(InlineKeyboardMarkup):
    """A keyboard whose JSON is made once, however often it is shown."""

    __slots__ = ("_json",)

    def __init__(self, rows: Rows) -> None:
        super().__init__(
            [[InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in rows]
        )
        self._json = super().to_dict()

    def to_dict(self, recursive: bool = True) -> dict[str, Any]:
        """As PTB asks for it whenever it is sent."""
        return self._json if recursive else super().to_dict(recursive)


@lru_cache(maxsize=1_000)  # about 4 MB
def _keyboard(rows: Rows) -> Keyboard | None:
    return Keyboard(rows) if rows else None


def _topic_of(message: MaybeInaccessibleMessage) -> int | None:
    """The topic it is in: in other groups a thread is but a chain of replies."""
    if not isinstance(message, Message):
        return None
    in_topic = message.is_topic_message or not message.is_accessible
    return message.message_thread_id if in_topic else None
