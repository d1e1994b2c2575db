"""`/random`: some card, and why it is worth a look."""

from telegram import Update

from bot.context import Context
from bot.handlers.browse import render
from bot.handlers.reply import show
from bot.views.callbacks import ShowFact
from storage.facts import facts_of


async def random(update: Update, context: Context) -> None:
    """A fact by the message's number: another one each time, the same where that is run again."""
    message, facts = update.effective_message, facts_of(context.services.catalogue)
    tap = ShowFact(message.message_id % len(facts) if message and facts else 0)
    if screen := render(tap, (), context.services, await context.translator(update)):
        await show(update, context, screen)
