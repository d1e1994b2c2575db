"""Who writes more than can be answered, and is told so once."""

from collections import deque
from dataclasses import dataclass, field

from cachetools import LRUCache

from bot.delivery.raw_updates import RawUpdate

FLOOD_MESSAGES, FLOOD_SECONDS = 15, 10  # messages, and the seconds in which they were sent
TOLD_AGAIN_AFTER_SECONDS = 600  # after which somebody may be told again
MAX_CHATS_WATCHED = 1000  # chats that wrote last


@dataclass(slots=True)
class _Chat:
    sent: deque[tuple[int, int]] = field(
        default_factory=lambda: deque(maxlen=FLOOD_MESSAGES)
    )  # date, id
    told: int | None = None


class FloodDetector:
    """Knows floods by the times that Telegram gave the messages, whenever they come here.

    It remembers the `chats` that wrote last.
    """

    def __init__(self, chats: int = MAX_CHATS_WATCHED) -> None:
        self._chats: LRUCache[int, _Chat] = LRUCache(chats)

    def begins(self, raw: RawUpdate) -> int | None:
        """The id of the private chat that floods with this update and is to be told so; else None.

        Give it each update, of whatever kind; the same message twice counts once.
        """
        message = raw.get("message")
        sender = message.get("from") if isinstance(message, dict) else None
        if not isinstance(message, dict) or not isinstance(sender, dict):
            return None
        chat, chat_id = message.get("chat"), sender.get("id")
        if not isinstance(chat, dict) or chat.get("id") != chat_id:
            return None  # a group floods by many people, none of whom could help it
        match chat_id, message.get("date"), message.get("message_id"):
            case int(user), int(date), int(message_id):
                chat = self._chats.setdefault(user, _Chat())
                return user if self._tell(chat, date, message_id) else None
        return None

    @staticmethod
    def _tell(chat: _Chat, date: int, message_id: int) -> bool:
        if (date, message_id) in chat.sent:
            return False  # it is run again: its reply did not get through
        chat.sent.append((date, message_id))
        if len(chat.sent) < FLOOD_MESSAGES or date - chat.sent[0][0] > FLOOD_SECONDS:
            return False
        if chat.told is not None and date - chat.told < TOLD_AGAIN_AFTER_SECONDS:
            return False
        chat.told = date
        return True
