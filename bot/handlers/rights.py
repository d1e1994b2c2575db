"""Who may change what is kept of a chat: in a group its administrators, elsewhere everybody."""

from telegram import Update
from telegram.constants import ChatID
from telegram.error import BadRequest, Forbidden

from bot.context import Context


async def may_change_settings(update: Update, context: Context) -> bool:
    """Whether whoever did this may; Telegram is asked, and its answer remembered for a minute."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None:
        return False
    # Who writes in the name of a group is one of its administrators.
    if chat.type == chat.PRIVATE or user.id == ChatID.ANONYMOUS_ADMIN:
        return True
    remembered = context.services.administrators
    if chat.id not in remembered:
        remembered[chat.id] = await _administrators(chat.id, context)
    return user.id in remembered[chat.id]


async def _administrators(chat_id: int, context: Context) -> frozenset[int]:
    """The ids of a group's administrators, also of those who write as the group.

    Of a single member Telegram is sure to tell only where the bot is an administrator itself.
    """
    try:
        members = await context.bot.get_chat_administrators(chat_id)
    except (BadRequest, Forbidden):  # the bot is not there any more
        return frozenset()
    return frozenset(member.user.id for member in members)
