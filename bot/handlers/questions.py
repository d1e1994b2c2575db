"""Questions about places: `/twins`, `/country`, and plain text."""

from telegram import Update

from bot.answered import text_of
from bot.context import Context
from bot.handlers.reply import show
from bot.views.answer import answer, ask_for_place, only_text
from bot.views.callbacks import ListCountries
from bot.views.country import country_list
from storage.search.answer import Nothing, Suggestions


async def twins(update: Update, context: Context) -> None:
    """`/twins Tula`; without a name it asks for one."""
    if context.args:
        await _ask(update, context, " ".join(context.args))
    else:
        t = await context.translator(update)
        in_group = update.effective_chat is not None and update.effective_chat.type != "private"
        await show(update, context, ask_for_place(context.services.catalogue, t, in_group=in_group))


async def country(update: Update, context: Context) -> None:
    """`/country Germany`; without a name it shows them all."""
    if context.args:
        await _ask(update, context, " ".join(context.args))
    else:
        t = await context.translator(update)
        await show(update, context, country_list(ListCountries(), context.services.catalogue, t))


async def question(update: Update, context: Context) -> None:
    """Any words in a private chat, and in a group a reply to the bot."""
    if update.effective_message:
        await _ask(update, context, text_of(update.effective_message))


async def no_text(update: Update, context: Context) -> None:
    """A photo, a sticker, a voice: the bot reads only words, and says so."""
    t = await context.translator(update)
    await show(update, context, only_text(context.services.catalogue, t))


async def _ask(update: Update, context: Context, text: str) -> None:
    services = context.services
    t = await context.translator(update)
    found = services.search.ask(text)
    services.metrics.searches.labels(found.outcome).inc()
    if isinstance(found, Suggestions | Nothing):  # these may quote the question
        screen = answer(found, text, services.catalogue, t)
    else:
        screen = services.screen(found, t, lambda: answer(found, text, services.catalogue, t))
    await show(update, context, screen)
