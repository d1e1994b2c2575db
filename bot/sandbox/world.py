"""What the sandbox remembers while it runs: people, chats, messages, updates, and who watches."""

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.sandbox.markup import Formatted, units
from bot.sandbox.mentions import chats_in, message_in, tap_in
from bot.sandbox.message import Json, Message
from bot.sandbox.updates import Updates

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
COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?")


@dataclass
class Query:
    """A tap that waits for its answer."""

    chat_id: int
    user_id: int
    asked: float


@dataclass
class World:
    """Everything; lives as long as the process. `clock` counts seconds; `sent` is the bot's own."""

    clock: Callable[[], float] = time.monotonic
    users: dict[int, Json] = field(default_factory=dict)
    chats: dict[int, Json] = field(default_factory=dict)
    messages: dict[int, dict[int, Message]] = field(default_factory=lambda: defaultdict(dict))
    blocked: set[int] = field(default_factory=set)
    queries: dict[str, Query] = field(default_factory=dict)
    sent: list[Message] = field(default_factory=list)
    profile: dict[tuple[str, ...], Any] = field(default_factory=dict)
    events: list[Json] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def __post_init__(self) -> None:
        self.updates = Updates(self.clock)
        self._query_ids = count(1)
        self._last_message: dict[int, int] = defaultdict(int)
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
        """The group, a user's private chat, or a chat that an update has told of."""
        if chat_id == GROUP["id"]:
            return GROUP
        user = self.users.get(chat_id)
        if user is None:
            return self.chats.get(chat_id)
        return {"id": chat_id, "type": "private", "first_name": user["first_name"]}

    async def post(
        self,
        chat: Json,
        sender: Json,
        formatted: Formatted,
        reply_to: Message | None = None,
        markup: Json | None = None,
    ) -> Message:
        """Put a message into a chat."""
        message_id = self._last_message[chat["id"]] + 1
        now = int(time.time())
        message = Message(message_id, chat, sender, formatted, now, None, reply_to, markup)
        self._keep(message)
        if sender["id"] == BOT["id"]:
            self.sent.append(message)
        await self.tell(chat["id"], {"type": "message", "message": message.as_page()})
        return message

    async def tell(self, chat_id: int, event: Json) -> None:
        """Let the pages that watch the chat know."""
        async with self.changed:
            self.events.append(event | {"chat": chat_id, "id": len(self.events) + 1})
            self.changed.notify_all()

    async def nudge(self) -> None:
        """Let everybody who waits look again."""
        async with self.changed:
            self.changed.notify_all()

    async def until(self, met: Callable[[], bool], seconds: float) -> None:
        """Wait until it is met, but no longer than that."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), self.changed:
                await self.changed.wait_for(met)

    async def update(self, content: Json) -> int:
        """Queue an update for the bot; returns its id."""
        [update_id] = await self.update_all([content])
        return update_id

    async def update_all(self, contents: Sequence[Json]) -> list[int]:
        """Queue updates for the bot at one stroke; what they tell of is known from now on."""
        async with self.changed:
            for content in contents:
                self._learn(content)
            update_ids = [self.updates.add(content) for content in contents]
            self.changed.notify_all()
            return update_ids

    def _learn(self, content: Json) -> None:
        """The bot can write to the chats, reply to the message, and answer the tap."""
        for chat in chats_in(content):
            self.chats.setdefault(chat["id"], chat)
        message = message_in(content)
        if message and message.id not in self.messages[message.chat["id"]]:
            self._keep(message)
        if tap := tap_in(content):
            query_id, chat_id, user_id = tap
            self.queries[query_id] = Query(chat_id, user_id, self.clock())

    def _keep(self, message: Message) -> None:
        chat_id = message.chat["id"]
        self.messages[chat_id][message.id] = message
        self._last_message[chat_id] = max(self._last_message[chat_id], message.id)

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
