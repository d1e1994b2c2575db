"""The chat itself: welcome, the language, what is remembered and how to have it forgotten."""

from telegram import ChatMember, Update

from bot.context import Context
from bot.handlers import corrections
from bot.handlers.links import linked
from bot.handlers.reply import show
from bot.views.callbacks import AUTOMATIC
from bot.views.marks import read_report
from bot.views.pages import (
    forget_question,
    forgotten,
    privacy_page,
    settings_page,
    status_page,
    unknown_link,
    welcome,
)


async def start(update: Update, context: Context) -> None:
    """Greets; a link `t.me/BOT?start=tula` shows what it names instead, in whatever spelling."""
    t = await context.translator(update)
    payload = " ".join(context.args or ())
    if not payload:
        await show(update, context, welcome(context.services.catalogue, t))
    elif place_id := read_report(payload):
        await corrections.ask(update, context, place_id)
    elif screen := linked(payload, context.services, t):
        await show(update, context, screen)
    else:
        await show(update, context, unknown_link(payload, context.services.catalogue, t))


async def settings(update: Update, context: Context) -> None:
    """Shows the language and lets it be chosen."""
    if update.effective_chat:
        chosen = await context.services.chats.language(update.effective_chat.id)
        await show(update, context, settings_page(chosen, await context.translator(update)))


async def choose_language(update: Update, context: Context, language: str) -> None:
    """Remembers the language for the chat; "auto" follows Telegram's own."""
    if update.effective_chat:
        chosen = None if language == AUTOMATIC else language
        await context.services.chats.choose_language(update.effective_chat.id, chosen)
        await settings(update, context)


async def privacy(update: Update, context: Context) -> None:
    """Says what is kept, and why."""
    await show(update, context, privacy_page(await context.translator(update)))


async def forget_me(update: Update, context: Context) -> None:
    """Asks whether to delete what is kept."""
    await show(update, context, forget_question(await context.translator(update)))


async def forget(update: Update, context: Context, choice: str) -> None:
    """Deletes it after "yes"; after "no" it stays."""
    t = await context.translator(update)
    done = True
    if choice == "yes" and update.effective_chat:
        done = await context.services.chats.forget(update.effective_chat.id)
    await show(update, context, forgotten(choice, t, done=done))


async def membership(update: Update, context: Context) -> None:
    """Blocked, or sent out of a group: nothing is remembered of the chat any more."""
    change = update.my_chat_member
    if change and change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT):
        await context.services.chats.forget(change.chat.id)


async def moved(update: Update, context: Context) -> None:
    """A group has become a supergroup, as either of the two says: all moves with it."""
    message = update.message
    if message and message.migrate_to_chat_id:
        await context.services.chats.move(message.chat.id, message.migrate_to_chat_id)
    elif message and message.migrate_from_chat_id:
        await context.services.chats.move(message.migrate_from_chat_id, message.chat.id)


async def status(update: Update, context: Context) -> None:
    """For administrators: what this process serves."""
    await show(
        update, context, status_page(context.services.catalogue, await context.translator(update))
    )
