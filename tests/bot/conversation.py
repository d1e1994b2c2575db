"""A whole conversation with the real Application, offline."""

from itertools import count
from typing import Any

from telegram import Update

from bot.config import Settings
from bot.context import BotApplication, Services
from bot.delivery.application import make_application
from bot.sandbox.content import Content
from bot.sandbox.markup import Formatted
from bot.sandbox.message import Message
from tests.fake_telegram import TOKEN, InProcessTelegram

SHOWN = ("sendMessage", "editMessageText")
OLD = Content(Formatted("…"), None, None)  # a message from before


class Conversation:
    """Somebody who writes to the bot and taps its buttons, and what they see."""

    def __init__(self, services: Services) -> None:
        self.telegram = InProcessTelegram()
        settings = Settings(telegram_bot_token=TOKEN)
        self.application: BotApplication = make_application(
            settings, services, request=self.telegram
        )
        self.user: dict[str, Any] = {
            "id": 5_000_000_007, "is_bot": False, "first_name": "А", "language_code": "ru",
        }  # fmt: skip
        self.chat: dict[str, Any] = {"id": self.user["id"], "type": "private", "first_name": "А"}
        self.topic: dict[str, Any] = {}
        self._ids = count(1000, 1000)  # between them stand those of what the bot sends

    async def say(self, text: str, **fields: Any) -> None:
        """Write a message; `fields` add to it or replace in it."""
        await self.receive({"message": self.message(text, **fields)})

    async def tap(self, data: str | None, **fields: Any) -> None:
        """Tap a button with this data on the bot's last message; `fields` as above."""
        world = self.telegram.world
        shown = [message for message in world.sent if message.chat["id"] == self.chat["id"]]
        thread = self.topic.get("message_thread_id")
        tapped = shown[-1] if shown else await world.post(self.chat, OLD, thread=thread)
        query = {
            "id": str(next(self._ids)),
            "from": self.user,
            "chat_instance": "1",
            "message": tapped.as_bot_api(),
        }
        if data is not None:
            query["data"] = data
        told = {name: value for name, value in (query | fields).items() if value is not None}
        await self.receive({"callback_query": told})

    async def tap_label(self, label: str) -> None:
        """Tap the button that reads so on what is shown last."""
        taps = [b for row in self.buttons for b in row if "callback_data" in b]
        found = [b["callback_data"] for b in taps if label in b["text"]]
        assert found, f"no button {label!r} among {self.buttons}"
        await self.tap(found[0])

    async def type_inline(self, words: str, **fields: Any) -> dict[str, Any]:
        """Type behind the bot's name in some chat; gives its last answer."""
        self._typed = str(next(self._ids))
        query = {"id": self._typed, "from": self.user, "query": words, "offset": ""}
        await self.receive({"inline_query": query | fields})
        return self.telegram.sent("answerInlineQuery")[-1]

    async def pick(self, number: int = 0) -> Message:
        """Send one of the results."""
        result = {"query_id": self._typed, "result_id": str(number)}
        return await self.telegram.inline.pick(self.user, result)

    async def tap_inline(self, sent: Message, label: str) -> None:
        """Tap a button of a message that was sent so."""
        rows = (sent.markup or {})["inline_keyboard"]
        [data, *_] = [b["callback_data"] for row in rows for b in row if label in b["text"]]
        await self.tap(data, message=None, inline_message_id=sent.inline_id)

    async def receive(self, update: dict[str, Any]) -> None:
        """Let the application handle a raw update, of which Telegram knows."""
        update_id = await self.telegram.world.update(update)
        parsed = Update.de_json({"update_id": update_id} | update, self.application.bot)
        await self.application.process_update(parsed)

    def message(self, text: str, **fields: Any) -> dict[str, Any]:
        message = {
            "message_id": next(self._ids),
            "date": 1_700_000_000,
            "chat": self.chat,
            "from": self.user,
            "text": text,
        } | self.topic
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return message | fields

    def in_group(self) -> None:
        """Go on in a group."""
        self.chat = {"id": -1_001_234_567_890, "type": "supergroup", "title": "Друзья"}

    def in_topic(self, thread: int) -> None:
        """Go on in a topic of a forum."""
        self.in_group()
        self.chat["is_forum"] = True
        self.topic = {"message_thread_id": thread, "is_topic_message": True}

    async def photo(self, caption: str = "", **fields: Any) -> None:
        """Send a photo, with words under it perhaps; `fields` as above."""
        await self.receive({"message": self.photo_message(caption, **fields)})

    def photo_message(self, caption: str = "", **fields: Any) -> dict[str, Any]:
        message = self.message(caption)
        text = message.pop("text")
        words = {"caption": text} if text else {}
        if "entities" in message:
            words["caption_entities"] = message.pop("entities")
        size = {"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}
        return message | words | {"photo": [size]} | fields

    async def correct(self, message: dict[str, Any], text: str, after: int = 5) -> None:
        """Correct one's message so many seconds after it was sent."""
        edited = message | {"text": text, "edit_date": message["date"] + after}
        await self.receive({"edited_message": edited})

    def person(self, user_id: int, language: str) -> None:
        """Somebody else goes on."""
        self.user = {
            "id": user_id, "is_bot": False, "first_name": "Б", "language_code": language,
        }  # fmt: skip

    @property
    def shown(self) -> dict[str, Any]:
        """The parameters of the last message sent or edited."""
        return self.telegram.sent(*SHOWN)[-1]

    @property
    def text(self) -> str:
        """The text that is shown last."""
        return str(self.shown["text"])

    @property
    def buttons(self) -> list[list[dict[str, Any]]]:
        """The buttons under what is shown last."""
        markup = self.shown.get("reply_markup")
        return markup.get("inline_keyboard", []) if markup else []
