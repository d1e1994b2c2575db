"""Who may do what in a chat: what a bot that may not write is told, and people's standing there."""

from bot.sandbox.refusals import ApiError, bad
from bot.sandbox.wire import Json
from bot.sandbox.world import GROUP, HOSTS, World

# Why the bot may not write, with Telegram's code and words.
REFUSALS = {
    "blocked": (403, "Forbidden: bot was blocked by the user"),
    "deactivated": (403, "Forbidden: user is deactivated"),
    "deleted": (403, "Forbidden: the group chat was deleted"),
    "kicked": (403, "Forbidden: bot was kicked from the supergroup chat"),
    "left": (403, "Forbidden: bot is not a member of the supergroup chat"),
    "no-rights": (400, "Bad Request: not enough rights to send text messages to the chat"),
    "not-found": (400, "Bad Request: chat not found"),
    "restricted": (400, "Bad Request: CHAT_RESTRICTED"),
    "topic-closed": (400, "Bad Request: TOPIC_CLOSED"),
    "topic-deleted": (400, "Bad Request: message thread not found"),
    "write-forbidden": (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
}
STATUSES = ("creator", "administrator", "member", "restricted", "left", "kicked")
ADMINISTRATOR_RIGHTS = (
    "can_be_edited",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
ADMINISTRATORS = ("creator", "administrator")
OWNER = HOSTS[0][0]  # of the sandbox's group


def refuse(world: World, chat_id: int) -> None:
    """Raise the ApiError of a chat in which the bot may not write, if it is one."""
    if why := world.refusals.get(chat_id):
        raise ApiError(*REFUSALS[why])


def member(world: World, chat_id: int, user_id: int) -> Json:
    """The ChatMember of the Bot API; who has no standing of their own is a plain member."""
    owner = (chat_id, user_id) == (GROUP["id"], OWNER)
    status = world.standing.get((chat_id, user_id), "creator" if owner else "member")
    user = world.users.get(user_id) or {"id": user_id, "is_bot": False, "first_name": "x"}
    told: Json = {"user": user, "status": status}
    match status:
        case "creator":
            return told | {"is_anonymous": False}
        case "administrator":
            return told | {"is_anonymous": False} | dict.fromkeys(ADMINISTRATOR_RIGHTS, True)
        case "kicked":
            return told | {"until_date": 0}
        case _:
            return told


def administrators(world: World, chat: Json) -> list[Json]:
    """The ChatMembers who administer a group. Raises ApiError."""
    if chat["type"] == "private":
        raise bad("there are no administrators in the private chat")
    known = {user for there, user in world.standing if there == chat["id"]} | {OWNER}
    members = (member(world, chat["id"], user) for user in sorted(known))
    return [it for it in members if it["status"] in ADMINISTRATORS]
