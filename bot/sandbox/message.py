"""A message, in the two forms that others see."""

from dataclasses import dataclass

from bot.sandbox import keyboards, previews, reply_keyboards
from bot.sandbox.markup import Formatted
from bot.sandbox.media import Media
from bot.sandbox.wire import Json


@dataclass
class Message:
    """A message as the Bot API and the page show it; beside media, its text is their caption."""

    id: int
    chat: Json
    sender: Json
    formatted: Formatted
    date: int
    edit_date: int | None = None
    reply_to: "Message | None" = None
    markup: Json | None = None
    preview_options: Json | None = None
    media: Media | None = None
    thread: int | None = None  # the topic it is in
    via: Json | None = None  # the bot by whose inline mode it was sent …
    inline_id: str | None = None  # … and by which that may edit it

    def as_bot_api(self, *, with_reply: bool = True) -> Json:
        """The Message object of the Bot API."""
        optional = {
            "edit_date": self.edit_date,
            "reply_markup": self.markup
            if self.markup and "inline_keyboard" in self.markup
            else None,
            "reply_to_message": (
                self.reply_to.as_bot_api(with_reply=False) if self.reply_to and with_reply else None
            ),
            "link_preview_options": self.preview_options,
            "via_bot": self.via,
            "message_thread_id": self.thread,
            "is_topic_message": True if self.thread else None,
            **self._written(),
        }
        return {
            "message_id": self.id,
            "date": self.date,
            "chat": self.chat,
            "from": self.sender,
        } | {key: value for key, value in optional.items() if value is not None}

    def _written(self) -> Json:
        text, entities = self.formatted.text, self.formatted.entities or None
        if self.media is None:
            return {"text": text, "entities": entities}
        caption = {"caption": text, "caption_entities": entities} if text else {}
        return {self.media.kind: self.media.as_bot_api} | self.media.beside | caption

    def as_page(self) -> Json:
        """What the chat page needs of it."""
        markup = self.markup or {}
        return {
            "message_id": self.id,
            "date": self.date,
            "edit_date": self.edit_date,
            "from": self.sender,
            "via": self.via["username"] if self.via else None,
            "text": self.formatted.text,
            "html": self.formatted.html,
            "mentioned": self.formatted.mentioned,
            "media": {"kind": self.media.kind} | self.media.as_page if self.media else None,
            "preview": previews.preview(self.formatted, self.preview_options),
            "reply_to": (
                {
                    "message_id": self.reply_to.id,
                    "text": self.reply_to.formatted.text,
                    "kind": self.reply_to.media.kind if self.reply_to.media else None,
                }
                if self.reply_to
                else None
            ),
            "keyboard": keyboards.as_page(markup),
            "reply_keyboard": reply_keyboards.as_page(markup),
            "force_reply": (
                {
                    "placeholder": markup.get("input_field_placeholder"),
                    "selective": bool(markup.get("selective")),
                }
                if markup.get("force_reply")
                else None
            ),
        }
