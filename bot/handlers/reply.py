"""Showing a screen: a message is answered with a new one, a tap changes the message it was on."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from telegram import (
    Bot,
    CallbackQuery,
    ForceReply,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.answered import Answered
from bot.context import Context
from bot.handlers.keyboard import keyboard
from bot.views.callbacks import language_told
from bot.views.group import for_group
from bot.views.inline import for_any_chat
from bot.views.screen import Screen

log = logging.getLogger(__name__)
Sent = TypeVar("Sent")

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

# What Telegram says, in lower case, when there is nothing to change …
UNCHANGED = "message is not modified"
# … when the tap is too old to be answered (150 s) …
LATE = ("query is too old", "query id is invalid")
# … and when the message is there no more, or can be edited no more.
GONE = (
    "message to edit not found",
    "message_id_invalid",
    "message can't be edited",
    "there is no text in the message to edit",  # a photo becomes no text
)
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
    query, message = update.callback_query, update.effective_message
    screen = _as_seen_there(update, screen)
    if query:
        await answer_tap(query)
        try:
            below = anew and query.message  # of a message sent inline it is not known where it is
            await (_send_below(query, screen) if below else _change(query, screen))
        except Exception as error:
            raise AnsweredTapError from error
    elif message:
        await _answer(message, screen, context.services.answered)


async def show_anew(update: Update, context: Context, screen: Screen) -> None:
    """Show the screen in a new message: below the one that was tapped, or as an answer."""
    if update.callback_query:
        await _send_below(update.callback_query, screen)
    elif update.effective_message:
        await _answer(update.effective_message, screen, context.services.answered)


async def answer_tap(
    query: CallbackQuery, toast: str | None = None, url: str | None = None
) -> bool:
    """Stop the button's spinner, with a toast or a link to the bot that opens; False for late taps.

    Telegram takes one answer to a tap: after it every tap is late.
    """
    try:
        await query.answer(toast, url=url)
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
        await message.get_bot().send_message(
            message.chat.id,
            text,
            reply_markup=ReplyKeyboardRemove() if closes_keyboard else None,
            disable_notification=closes_keyboard,
            **beside(message),
        )


def says(error: BaseException | None, *phrases: str) -> bool:
    """Whether it is an error of Telegram's that has one of the phrases, in lower case."""
    # PTB strips "Bad Request: " and changes capitals, so only lower case compares.
    message = error.message.lower() if isinstance(error, TelegramError) else ""
    return any(phrase in message for phrase in phrases)


def _as_seen_there(update: Update, screen: Screen) -> Screen:
    """The screen as it is shown where others see it too."""
    chat, query = update.effective_chat, update.callback_query
    if query and query.inline_message_id:
        return for_any_chat(screen, language_told(query.data or ""))
    return for_group(screen) if chat and chat.type != chat.PRIVATE else screen


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
        answer_id = (await send(bot, message.chat.id, screen, **beside(message))).message_id
    answered.remember(message, answer_id)


async def _edit(bot: Bot, screen: Screen, **target: Any) -> bool:
    """Show the screen in a message; False where that is impossible, be it that it is gone."""
    if screen.asks_for_message:
        return False
    edit = partial(
        bot.edit_message_text,
        reply_markup=keyboard(screen.rows, bot),
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
        await send(query.get_bot(), message.chat.id, screen, **beside(message))


async def send(bot: Bot, chat_id: int, screen: Screen, **where: Any) -> Message:
    """Send a screen to a chat; `where`: the topic, the message it replies to, as Telegram's."""
    call = partial(
        bot.send_message,
        chat_id,
        reply_markup=_markup(screen, bot),
        link_preview_options=NO_PREVIEW,
        **where,
    )
    return await _formatted(screen, call)


def quoting(message_id: int) -> ReplyParameters:
    """Telegram's parameters of a reply, which is sent even where its message has vanished."""
    return ReplyParameters(message_id, allow_sending_without_reply=True)


def beside(message: MaybeInaccessibleMessage) -> dict[str, Any]:
    """Where an answer belongs: in the same topic; in a group also on the message itself.

    So it stays in the thread of comments on a channel's post; in a private chat it would be noise.
    """
    where: dict[str, Any] = {"message_thread_id": topic_of(message)}
    if message.chat.type != message.chat.PRIVATE:
        where["reply_parameters"] = quoting(message.message_id)
    return where


def _markup(
    screen: Screen, bot: Bot
) -> ForceReply | ReplyKeyboardMarkup | InlineKeyboardMarkup | None:
    """What stands below a new message."""
    if placeholder := screen.force_reply:
        return ForceReply(selective=True, input_field_placeholder=placeholder)
    if label := screen.request_location:
        button = KeyboardButton(label, request_location=True)
        return ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)
    return keyboard(screen.rows, bot)


async def _formatted(screen: Screen, send: Callable[..., Awaitable[Sent]]) -> Sent:
    """Send it as HTML; a text that Telegram does not understand goes without its markup."""
    try:
        return await send(text=screen.text, parse_mode=ParseMode.HTML)
    except BadRequest as error:
        if not says(error, MARKUP):
            raise
        log.exception("a text was not understood as HTML")
        return await send(text=screen.plain_text)


def topic_of(message: MaybeInaccessibleMessage) -> int | None:
    """The topic it is in: in other groups a thread is but a chain of replies."""
    if not isinstance(message, Message):
        return None
    in_topic = message.is_topic_message or not message.is_accessible
    return message.message_thread_id if in_topic else None
