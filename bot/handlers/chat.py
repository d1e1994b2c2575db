"""The chat itself: welcome, the language, what is remembered and how to have it forgotten."""

from telegram import ChatMember, Update

from bot.context import Context
from bot.handlers.browse import render
from bot.handlers.reply import show
from bot.views.callbacks import ShowPlace
from bot.views.pages import (
    forget_question,
    forgotten,
    privacy_page,
    settings_page,
    status_page,
    welcome,
)


async def start(update: Update, context: Context) -> None:
    """Greets; a link `t.me/BOT?start=tula` opens the card of that place instead."""
    t = await context.translator(update)
    services = context.services
    linked = render(ShowPlace(context.args[0]), (), services, t) if context.args else None
    await show(update, linked or welcome(services.catalogue, t))


async def settings(update: Update, context: Context) -> None:
    """Shows the language and lets it be chosen."""
    if update.effective_chat:
        chosen = await context.services.chats.language(update.effective_chat.id)
        await show(update, settings_page(chosen, await context.translator(update)))


async def choose_language(update: Update, context: Context, language: str) -> None:
    """Remembers the language for the chat; "auto" forgets it for Telegram's own."""
    if update.effective_chat is None:
        return
    if language == "auto":
        await context.services.chats.forget(update.effective_chat.id)
    else:
        await context.services.chats.choose_language(update.effective_chat.id, language)
    await settings(update, context)


async def privacy(update: Update, context: Context) -> None:
    """Says what is kept, and why."""
    await show(update, privacy_page(await context.translator(update)))


async def forget_me(update: Update, context: Context) -> None:
    """Asks whether to delete what is kept."""
    await show(update, forget_question(await context.translator(update)))


async def forget(update: Update, context: Context, answer: str) -> None:
    """Deletes it after "yes"; after "no" it stays."""
    t = await context.translator(update)
    if answer == "yes" and update.effective_chat:
        await context.services.chats.forget(update.effective_chat.id)
    await show(update, forgotten(answer, t))


async def membership(update: Update, context: Context) -> None:
    """Blocked, or sent out of a group: nothing is remembered of the chat any more."""
    change = update.my_chat_member
    if change and change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT):
        await context.services.chats.forget(change.chat.id)


async def status(update: Update, context: Context) -> None:
    """For administrators: what this process serves."""
    await show(update, status_page(context.services.catalogue, await context.translator(update)))
