"""A screen's buttons as Telegram's."""

from functools import lru_cache
from typing import Any

from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    SwitchInlineQueryChosenChat,
)

from bot.views.screen import Button, CopyButton, Rows, ShareButton


class Keyboard(InlineKeyboardMarkup):
    """A keyboard whose JSON is made once, however often it is shown."""

    __slots__ = ("_json",)

    def __init__(self, rows: Rows) -> None:
        super().__init__([[_button(button) for button in row] for row in rows])
        self._json = super().to_dict()

    def to_dict(self, recursive: bool = True) -> dict[str, Any]:
        """As PTB asks for it whenever it is sent."""
        return self._json if recursive else super().to_dict(recursive)


def keyboard(rows: Rows, bot: Bot) -> Keyboard | None:
    """The buttons of a message; a bot without inline mode has none that begin a query."""
    return _keyboard(rows, bool(bot.bot.supports_inline_queries)) if rows else None


@lru_cache(maxsize=1_000)  # about 4 MB
def _keyboard(rows: Rows, inline: bool) -> Keyboard | None:
    kept = (tuple(b for b in row if inline or not isinstance(b, ShareButton)) for row in rows)
    return Keyboard(shown) if (shown := tuple(row for row in kept if row)) else None


def _button(button: Button) -> InlineKeyboardButton:
    match button:
        case CopyButton(label, text=text):
            return InlineKeyboardButton(label, copy_text=CopyTextButton(text))
        case ShareButton(label, query=query, returns=True):
            return InlineKeyboardButton(label, switch_inline_query=query)
        case ShareButton(label, query=query):
            chats = SwitchInlineQueryChosenChat(
                query, allow_user_chats=True, allow_group_chats=True, allow_channel_chats=True
            )
            return InlineKeyboardButton(label, switch_inline_query_chosen_chat=chats)
        case _:
            return InlineKeyboardButton(button.label, callback_data=button.data)
