"""Who may change what is kept of a chat: in a group its administrators, elsewhere everybody."""

from telegram import ChatMember, Update
from telegram.constants import ChatID
from telegram.error import BadRequest, Forbidden

from bot.context import Context

ADMINISTRATORS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


async def may_change_settings(update: Update, context: Context) -> bool:
    """Whether whoever did this may; Telegram is asked, and its answer remembered for a minute."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None:
        return False
    # Who writes in the name of a group is one of its administrators.
    if chat.type == chat.PRIVATE or user.id == ChatID.ANONYMOUS_ADMIN:
        return True
    remembered = context.services.administrators
    if (chat.id, user.id) not in remembered:
        remembered[chat.id, user.id] = await _is_administrator(chat.id, user.id, context)
    return remembered[chat.id, user.id]


async def _is_administrator(chat_id: int, user_id: int, context: Context) -> bool:
    try:
        member = await context.bot.get_chat_member(chat_id, user_id)
    except (BadRequest, Forbidden):  # not there any more, or the bot may not see who is
        return False
    return member.status in ADMINISTRATORS
