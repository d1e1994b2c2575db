"""A message, in the two forms that others see."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.markup import Formatted

Json = dict[str, Any]


@dataclass
class Message:
    """A message as the Bot API and the page show it."""

    id: int
    chat: Json
    sender: Json
    formatted: Formatted
    date: int
    edit_date: int | None = None
    reply_to: "Message | None" = None
    markup: Json | None = None

    def as_bot_api(self, *, with_reply: bool = True) -> Json:
        """The Message object of the Bot API."""
        optional = {
            "edit_date": self.edit_date,
            "entities": self.formatted.entities or None,
            "reply_markup": self.markup
            if self.markup and "inline_keyboard" in self.markup
            else None,
            "reply_to_message": (
                self.reply_to.as_bot_api(with_reply=False) if self.reply_to and with_reply else None
            ),
        }
        return {
            "message_id": self.id,
            "date": self.date,
            "chat": self.chat,
            "from": self.sender,
            "text": self.formatted.text,
        } | {key: value for key, value in optional.items() if value is not None}

    def as_page(self) -> Json:
        """What the chat page needs of it."""
        markup = self.markup or {}
        return {
            "message_id": self.id,
            "date": self.date,
            "edit_date": self.edit_date,
            "from": self.sender,
            "text": self.formatted.text,
            "html": self.formatted.html,
            "reply_to": (
                {"message_id": self.reply_to.id, "text": self.reply_to.formatted.text}
                if self.reply_to
                else None
            ),
            "keyboard": [
                [
                    {"text": b["text"], "data": b.get("callback_data"), "url": b.get("url")}
                    for b in row
                ]
                for row in markup.get("inline_keyboard", ())
            ],
            "force_reply": (
                {
                    "placeholder": markup.get("input_field_placeholder"),
                    "selective": bool(markup.get("selective")),
                }
                if markup.get("force_reply")
                else None
            ),
        }
