"""What is near: `/near`, and a location, a venue or a live location that somebody sends.

Where somebody is, is neither kept nor logged, and stands in no button.
"""

from telegram import Update

from bot.context import Context
from bot.handlers.reply import show, tell
from bot.views.near import ask_for_location, near_page, unknown_point
from storage.geography import Point
from storage.nearby import nearby


async def near(update: Update, context: Context) -> None:
    """`/near Kaluga` tells what is near that place; without a name it asks for a location."""
    t = await context.translator(update)
    question = " ".join(context.args or ())
    if not question:
        in_group = update.effective_chat is not None and update.effective_chat.type != "private"
        await show(update, context, ask_for_location(t, in_group=in_group))
    elif point := context.services.search.where(question):
        await _show_near(update, context, point)
    else:
        await show(update, context, unknown_point(question, t))


async def located(update: Update, context: Context) -> None:
    """A location: what is near it. The button that may have sent it goes away."""
    message = update.effective_message
    if message is None or message.location is None:
        return
    if message.chat.type == message.chat.PRIVATE:
        t = await context.translator(update)
        await tell(update, t.text("location-not-kept"), closes_keyboard=True)
    await _show_near(update, context, (message.location.latitude, message.location.longitude))


async def _show_near(update: Update, context: Context, here: Point) -> None:
    catalogue = context.services.catalogue
    t = await context.translator(update)
    await show(update, context, near_page(nearby(here, catalogue), catalogue, t))
