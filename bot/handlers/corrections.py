"""Corrections: somebody says what is wrong on a card; administrators list, answer and close it."""

import logging
import time
from typing import Any

from telegram import Message, Update
from telegram.error import BadRequest, Forbidden

from bot.answered import text_of
from bot.context import Context
from bot.handlers.asking import mark_answered
from bot.handlers.reply import answer_tap, quoting, send, show, tell
from bot.i18n import Translator
from bot.views.callbacks import ManageCorrection
from bot.views.corrections import (
    MAX_ANSWER_CHARACTERS,
    answer_to_author,
    correction_list,
    correction_page,
    enough,
    not_asked,
    report_prompt,
    thanks,
    too_long,
    without_words,
)
from bot.views.marks import Mark, Topic, report_link
from bot.views.screen import Screen
from storage.corrections import MAX_CORRECTION_CHARACTERS, Correction, CorrectionState

log = logging.getLogger(__name__)

MOST_LISTED = 10


async def ask(update: Update, context: Context, place_id: str) -> None:
    """Ask whoever tapped, or followed a link, what is wrong on the card.

    Nothing is kept for it: what a reply is to be taken for stands in the question itself.
    """
    t, user, query = await context.translator(update), update.effective_user, update.callback_query
    if user is None or place_id not in context.services.catalogue.places:
        await tell(update, t.text("button-outdated"))
    elif query and query.message is None:  # sent inline, to a chat without the bot
        await answer_tap(query, url=report_link(place_id, context.bot.username))
    elif await context.services.chats.corrections.has_enough(user.id, time.time()):
        await tell(update, enough(t))
    else:
        about = Mark(Topic.REPORT, user.id, place_id)
        await show(update, context, await _prompt(update, context, about), anew=True)


async def replied(update: Update, context: Context) -> None:
    """A reply to a message that is about a card's correction."""
    message = update.effective_message
    about = mark_answered(message) if message else None
    if message and about:
        handle = {Topic.REPORT: _report, Topic.CORRECTION: _answer}[about.topic]
        await handle(update, context, message, about)


async def listing(update: Update, context: Context) -> None:
    """`/corrections`, for administrators: those that wait."""
    await show(update, context, await _list(update, context))


async def manage(update: Update, context: Context, tap: ManageCorrection) -> None:
    """A tap under a correction: back to the list, or one is shown or closed."""
    t, corrections = await context.translator(update), context.services.chats.corrections
    if not _is_administrator(update, context):
        await tell(update, t.text("button-outdated"))
        return
    if tap.what == "list":
        await show(update, context, await _list(update, context))
        return
    if tap.what == "close":
        found = await corrections.set_state(tap.number, CorrectionState.CLOSED)
    else:
        found = await corrections.find(tap.number)
    if found:
        await show(update, context, _page(found, context, t))
    else:
        await tell(update, t.text("correction-gone"))


async def _report(update: Update, context: Context, message: Message, about: Mark) -> None:
    t, user, said = await context.translator(update), message.from_user, _words(message)
    if user is None or user.id != about.number:
        await tell(update, not_asked(t))
    elif not said or len(said) > MAX_CORRECTION_CHARACTERS:
        remark = too_long(t) if said else without_words(t)
        await show(update, context, await _prompt(update, context, about, remark=remark))
    elif kept := await _keep(message, user.id, about.place_id, context, t.lang):
        try:
            await show(update, context, thanks(kept, context.services.catalogue, t))
        finally:  # whatever became of the thanks: it is kept, and they are to know
            await _tell_administrators(kept, context)
    else:
        await tell(update, enough(t))


async def _keep(
    message: Message, user_id: int, place_id: str, context: Context, language: str
) -> Correction | None:
    correction = Correction(
        place_id=place_id,
        revision=context.services.catalogue.revision,
        text=_words(message),
        written_at=message.date.timestamp(),
        user_id=user_id,
        chat_id=message.chat.id,
        message_id=message.message_id,
        thread_id=message.message_thread_id if message.is_topic_message else None,
        language=language,
    )
    return await context.services.chats.corrections.keep(correction)


async def _tell_administrators(kept: Correction, context: Context) -> None:
    for admin_id in context.services.admin_ids:
        t = await context.translator_for(admin_id, kept.language)
        try:
            await send(context.bot, admin_id, _page(kept, context, t))
        except (BadRequest, Forbidden) as error:  # has not begun a chat with the bot
            log.warning("an administrator cannot be told of a correction: %s", error)


async def _answer(update: Update, context: Context, message: Message, about: Mark) -> None:
    """Send an administrator's answer to the author of a correction."""
    t, words = await context.translator(update), _words(message)
    if not _is_administrator(update, context):
        await tell(update, t.text("button-outdated"))
        return
    if not words or len(words) > MAX_ANSWER_CHARACTERS:
        await tell(update, t.text("correction-answer-length", limit=MAX_ANSWER_CHARACTERS))
        return
    # First: should the update be run again, it is answered again and not forgotten.
    corrections = context.services.chats.corrections
    answered = await corrections.set_state(about.number, CorrectionState.ANSWERED)
    if answered is None:
        await tell(update, t.text("correction-gone"))
    elif await _is_sent(answered, words, context):
        await tell(update, t.text("correction-sent"))
    else:
        await corrections.set_state(about.number, CorrectionState.CLOSED)
        await tell(update, t.text("correction-undelivered"))


async def _is_sent(to: Correction, words: str, context: Context) -> bool:
    t = await context.translator_for(to.chat_id, to.language)
    screen = answer_to_author(to, words, context.services.catalogue, t)
    where: dict[str, Any] = {"message_thread_id": to.thread_id}
    if to.message_id > 0:  # its group has not moved since
        where["reply_parameters"] = quoting(to.message_id)
    try:
        await send(context.bot, to.chat_id, screen, **where)
    except (BadRequest, Forbidden) as error:
        log.info("the answer to a correction reaches nobody: %s", error)
        return False
    return True


async def _prompt(update: Update, context: Context, about: Mark, **remark: Any) -> Screen:
    t, chat, user = await context.translator(update), update.effective_chat, update.effective_user
    mention = user.full_name if user and chat and chat.type != chat.PRIVATE else None
    services, bot_name = context.services, context.bot.username
    return report_prompt(about, bot_name, services.catalogue, t, mention=mention, **remark)


async def _list(update: Update, context: Context) -> Screen:
    oldest, number = await context.services.chats.corrections.open(MOST_LISTED)
    t = await context.translator(update)
    return correction_list(oldest, number, context.services.catalogue, t)


def _page(correction: Correction, context: Context, t: Translator) -> Screen:
    return correction_page(correction, context.bot.username, context.services.catalogue, t)


def _words(message: Message) -> str:
    """What somebody wrote, without what no database and no answer can hold."""
    return text_of(message).replace("\0", "").encode(errors="replace").decode().strip()


def _is_administrator(update: Update, context: Context) -> bool:
    """Whether an administrator of the bot did this, in their private chat."""
    chat, user = update.effective_chat, update.effective_user
    return bool(
        chat and user and chat.type == chat.PRIVATE and user.id in context.services.admin_ids
    )
