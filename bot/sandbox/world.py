"""What the sandbox remembers while it runs: people, chats, messages, updates, and who watches."""

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.sandbox.markup import Formatted, units
from bot.sandbox.message import Json, Message

BOT: Json = {
    "id": 42,
    "is_bot": True,
    "first_name": "Побратим",
    "username": "pobratim_sandbox_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
GROUP: Json = {"id": -1_000_000_000_042, "type": "supergroup", "title": "Друзья · Friends"}
QUERY_LIFE = 150.0  # seconds in which a tap can be answered
COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?")


@dataclass
class Query:
    """A tap that waits for its answer."""

    chat_id: int
    user_id: int
    asked: float


@dataclass
class World:
    """Everything; lives as long as the process."""

    users: dict[int, Json] = field(default_factory=dict)
    messages: dict[int, dict[int, Message]] = field(default_factory=lambda: defaultdict(dict))
    blocked: set[int] = field(default_factory=set)
    queries: dict[str, Query] = field(default_factory=dict)
    updates: dict[int, Json] = field(default_factory=dict)
    profile: dict[tuple[str, ...], Any] = field(default_factory=dict)
    events: list[Json] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def __post_init__(self) -> None:
        self._update_ids = count(700_000_001)
        self._query_ids = count(1)
        self._message_ids: dict[int, Iterator[int]] = defaultdict(lambda: count(1))
        for user_id, name, language in ((1001, "Анна", "ru"), (1002, "Ben", "en")):
            self.user(user_id, name, language)

    def user(self, user_id: int, name: str | None = None, language: str = "ru") -> Json:
        """The user with this id; somebody new is made up."""
        if user_id not in self.users:
            self.users[user_id] = {
                "id": user_id,
                "is_bot": False,
                "first_name": name or f"Гость {user_id}",
                "language_code": language,
            }
        return self.users[user_id]

    def chat(self, chat_id: int) -> Json | None:
        """The group, or a user's private chat."""
        if chat_id == GROUP["id"]:
            return GROUP
        user = self.users.get(chat_id)
        return user and {"id": chat_id, "type": "private", "first_name": user["first_name"]}

    async def post(
        self,
        chat: Json,
        sender: Json,
        formatted: Formatted,
        reply_to: Message | None = None,
        markup: Json | None = None,
    ) -> Message:
        """Put a message into a chat."""
        message_id = next(self._message_ids[chat["id"]])
        now = int(time.time())
        message = Message(message_id, chat, sender, formatted, now, None, reply_to, markup)
        self.messages[chat["id"]][message_id] = message
        await self.tell(chat["id"], {"type": "message", "message": message.as_page()})
        return message

    async def tell(self, chat_id: int, event: Json) -> None:
        """Let the pages that watch the chat know."""
        async with self.changed:
            self.events.append(event | {"chat": chat_id, "id": len(self.events) + 1})
            self.changed.notify_all()

    async def update(self, content: Json) -> int:
        """Queue an update for the bot; returns its id."""
        async with self.changed:
            update_id = next(self._update_ids)
            self.updates[update_id] = {"update_id": update_id} | content
            self.changed.notify_all()
            return update_id

    async def say(self, user: Json, chat: Json, text: str, reply_to: Message | None) -> Message:
        """Somebody writes a message; the bot hears of it where Telegram would let it."""
        message = await self.post(chat, user, Formatted(text, commands_in(text)), reply_to)
        if self.bot_hears(message):
            await self.update({"message": message.as_bot_api()})
        return message

    async def correct(self, message: Message, text: str) -> None:
        """Somebody edits their message."""
        message.formatted = Formatted(text, commands_in(text))
        message.edit_date = int(time.time())
        await self.tell(message.chat["id"], {"type": "edit", "message": message.as_page()})
        if self.bot_hears(message):
            await self.update({"edited_message": message.as_bot_api()})

    async def tap(self, user: Json, message: Message, data: str) -> str:
        """Somebody taps a button; returns the query's id."""
        query_id = str(next(self._query_ids))
        self.queries[query_id] = Query(message.chat["id"], user["id"], time.monotonic())
        query = {"id": query_id, "from": user, "chat_instance": "1", "data": data}
        await self.update({"callback_query": query | {"message": message.as_bot_api()}})
        return query_id

    def bot_hears(self, message: Message) -> bool:
        """Privacy mode: in a group the bot gets commands and replies to itself, nothing else."""
        if message.chat["type"] == "private":
            return True
        answers_bot = message.reply_to is not None and message.reply_to.sender["id"] == BOT["id"]
        names = [part[part.find("@") + 1 :] for part in COMMAND.findall(message.formatted.text)]
        return answers_bot or any(name.startswith("/") or name == BOT["username"] for name in names)


def commands_in(text: str) -> list[Json]:
    """The `bot_command` entities of a text."""
    return [
        {
            "type": "bot_command",
            "offset": units(text[: found.start()]),
            "length": units(found[0]),
        }
        for found in COMMAND.finditer(text)
    ]
