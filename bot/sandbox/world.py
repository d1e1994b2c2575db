"""What the sandbox remembers while it runs: people, chats, messages, updates, and who watches."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.sandbox.content import Content
from bot.sandbox.markup import Formatted, plain
from bot.sandbox.media import Files, Media
from bot.sandbox.mentions import chats_in, inline_query_in, message_in, tap_in, topics_in
from bot.sandbox.message import Message
from bot.sandbox.updates import Updates
from bot.sandbox.wire import Json
from bot.sandbox.words import language_of, words

BOT: Json = {
    "id": 42,
    "is_bot": True,
    "first_name": "Побратим",
    "username": "pobratim_sandbox_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
}
GROUP: Json = {"id": -1_000_000_000_042, "type": "supergroup", "title": "Друзья · Friends"}
HOSTS = ((1001, "Анна", "ru"), (1002, "Ben", "en"))  # who is there from the start


@dataclass
class Query:
    """A tap that waits for its answer."""

    chat_id: int
    user_id: int
    asked: float


@dataclass
class InlineQuery:
    """What somebody types behind the bot's name in a chat, and once it is answered the results."""

    user: Json
    chat: Json
    text: str
    asked: float
    results: dict[str, Content] | None = None


@dataclass
class World:
    """Everything; lives as long as the process. `clock` counts seconds; `sent` is the bot's own."""

    clock: Callable[[], float] = time.monotonic
    users: dict[int, Json] = field(default_factory=dict)
    chats: dict[int, Json] = field(default_factory=dict)
    messages: dict[int, dict[int, Message]] = field(default_factory=lambda: defaultdict(dict))
    blocked: set[int] = field(default_factory=set)
    refusals: dict[int, str] = field(default_factory=dict)  # chats, and why the bot may not write
    standing: dict[tuple[int, int], str] = field(default_factory=dict)  # of people in chats
    topics: set[tuple[int, int]] = field(default_factory=set)  # chats and their threads
    queries: dict[str, Query] = field(default_factory=dict)
    inline_queries: dict[str, InlineQuery] = field(default_factory=dict)
    inline_messages: dict[str, Message] = field(default_factory=dict)  # what bots may edit of them
    sent: list[Message] = field(default_factory=list)
    files: Files = field(default_factory=Files)
    profile: dict[tuple[str, ...], Any] = field(default_factory=dict)
    events: list[Json] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def __post_init__(self) -> None:
        self.updates = Updates(self.clock)
        self._query_ids = count(1)
        self._last_message: dict[int, int] = defaultdict(int)
        for user_id, name, language in HOSTS:
            self.user(user_id, name, language)

    def user(self, user_id: int, name: str = "", language: str = "ru") -> Json:
        """The user with this id; somebody new is made up."""
        if user_id not in self.users:
            self.users[user_id] = {
                "id": user_id,
                "is_bot": False,
                "first_name": name,
                "language_code": language,
            }
            self.speaks(self.users[user_id], language)
        return self.users[user_id]

    def speaks(self, user: Json, language: str) -> None:
        """Change the language of somebody's Telegram; a guest is named in it."""
        user["language_code"] = language
        if user["id"] not in (host for host, *_ in HOSTS):
            user["first_name"] = words(language_of(language))["guest"].format(id=user["id"])

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
        content: Content,
        reply_to: Message | None = None,
        thread: int | None = None,
        media: Media | None = None,
    ) -> Message:
        """The bot puts a message into a chat, or into a topic there."""
        message = self.new(chat, BOT, content.formatted, reply_to)
        message.thread = thread or (reply_to.thread if reply_to else None)
        message.markup, message.preview_options = content.markup, content.preview_options
        message.media = media
        self.sent.append(message)
        await self.tell(chat["id"], {"type": "message", "message": message.as_page()})
        return message

    def new(
        self, chat: Json, sender: Json, formatted: Formatted, reply_to: Message | None
    ) -> Message:
        """A message that comes next in its chat."""
        message_id = self._last_message[chat["id"]] + 1
        message = Message(message_id, chat, sender, formatted, int(time.time()), None, reply_to)
        self._keep(message)
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
        self.topics.update(topics_in(content))
        message = message_in(content)
        if message and message.id not in self.messages[message.chat["id"]]:
            self._keep(message)
        if typed := inline_query_in(content):
            user, words = typed["from"], str(typed.get("query") or "")
            chat = {"id": user["id"], "type": "private"}
            self.inline_queries[typed["id"]] = InlineQuery(user, chat, words, self.clock())
        if tap := tap_in(content):
            query_id, chat_id, user_id = tap
            self.queries[query_id] = Query(chat_id, user_id, self.clock())

    def _keep(self, message: Message) -> None:
        chat_id = message.chat["id"]
        self.messages[chat_id][message.id] = message
        self._last_message[chat_id] = max(self._last_message[chat_id], message.id)

    async def say(
        self,
        user: Json,
        chat: Json,
        text: str,
        reply_to: Message | None = None,
        media: Media | None = None,
    ) -> Message:
        """Somebody sends a message; the bot hears of it where Telegram would let it."""
        message = self.new(chat, user, plain(text), reply_to)
        message.media = media
        await self.tell(chat["id"], {"type": "message", "message": message.as_page()})
        if self.bot_hears(message):
            await self.update({"message": message.as_bot_api()})
        return message

    async def correct(self, message: Message, text: str) -> None:
        """Somebody edits their message."""
        message.formatted = plain(text)
        message.edit_date = int(time.time())
        await self.tell(message.chat["id"], {"type": "edit", "message": message.as_page()})
        if self.bot_hears(message):
            await self.update({"edited_message": message.as_bot_api()})

    async def tap(self, user: Json, message: Message, data: str) -> str:
        """Somebody taps a button; returns the query's id."""
        query_id = str(next(self._query_ids))
        query = {"id": query_id, "from": user, "chat_instance": "1", "data": data}
        tapped = (
            {"inline_message_id": message.inline_id}
            if message.inline_id
            else {"message": message.as_bot_api()}
        )
        await self.update({"callback_query": query | tapped})
        self.queries[query_id].chat_id = message.chat["id"]  # which the update may not tell
        return query_id

    def bot_hears(self, message: Message) -> bool:
        """Privacy mode: in a group the bot gets commands, replies to it and what is sent via it."""
        if message.chat.get("type") == "private" or message.via:
            return True
        answers_bot = message.reply_to is not None and message.reply_to.sender["id"] == BOT["id"]
        return answers_bot or any(map(_is_for_the_bot, message.formatted.commands))


def _is_for_the_bot(command: str) -> bool:
    """Whether a command names the bot, or nobody."""
    return command.partition("@")[2].lower() in ("", BOT["username"])
