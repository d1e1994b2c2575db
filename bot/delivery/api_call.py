"""A call of the Bot API: whether it sends a message, and what is known of that message."""

import math
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass, field
from typing import Any

from telegram.error import TelegramError

from bot.delivery.retry import CountedAsSentError, may_have_arrived

SENDS, EDIT = ("send", "forward", "copy"), "edit"
NO_MESSAGE = "sendChatAction"  # seen for some seconds, however often it is sent


@dataclass(frozen=True)
class ApiCall:
    """A call, as PTB gives it. `doubts` holds the messages of its update that may have arrived."""

    make: Callable[..., Coroutine[Any, Any, Any]]
    options: dict[str, Any]
    endpoint: str
    data: dict[str, Any]
    doubts: set[Hashable] = field(default_factory=set)
    ends_at: float = math.inf  # by time.monotonic(): its run must have ended by then

    @property
    def is_message(self) -> bool:
        """Whether it sends one."""
        return self.endpoint.startswith(SENDS) and self.endpoint != NO_MESSAGE

    @property
    def message(self) -> Hashable:
        """What tells the message it sends from others of its update; None for what sends none."""
        if not self.is_message:
            return None
        text = self.data.get("text") or self.data.get("caption")
        return self.endpoint, str(self.data.get("chat_id")), text

    def doubt(self, error: TelegramError) -> None:
        """Remember that its message may have arrived; raises CountedAsSentError the second time."""
        if self.message is None or not may_have_arrived(error):
            return
        if self.message in self.doubts:
            raise CountedAsSentError(f"a message counts as sent: {error}") from error
        self.doubts.add(self.message)
