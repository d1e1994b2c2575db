"""The methods of the Bot API that the bot calls, with Telegram's rules and Telegram's words."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox import links, rights
from bot.sandbox.commands import Commands
from bot.sandbox.content import Content, caption, content
from bot.sandbox.entities import units
from bot.sandbox.inline import ANY_CHAT, InlineMode
from bot.sandbox.message import Message
from bot.sandbox.photos import photo
from bot.sandbox.polls import Polls
from bot.sandbox.refusals import ApiError, bad, integer
from bot.sandbox.updates import QUERY_LIFE
from bot.sandbox.webhooks import Webhooks
from bot.sandbox.wire import Json
from bot.sandbox.world import BOT, World

ACTIONS = frozenset(
    """typing upload_photo record_video upload_video record_voice upload_voice upload_document
    choose_sticker find_location record_video_note upload_video_note""".split()
)


class Methods:
    """Calls of the Bot API on one world. Unknown methods are unknown: a new one is written here."""

    def __init__(self, world: World, retry_base: float) -> None:
        self.world = world
        self.inline = InlineMode(world)
        self.polls = Polls(world)
        self.webhooks = Webhooks(world.updates, self.polls, self.call, retry_base)
        commands = Commands(world)
        self._known: dict[str, Callable[[Json], Awaitable[Any]]] = {
            "getme": self.get_me,
            "getupdates": self.get_updates,
            "setwebhook": self.webhooks.set_webhook,
            "deletewebhook": self.webhooks.delete_webhook,
            "getwebhookinfo": self.webhooks.get_webhook_info,
            "sendmessage": self.send_message,
            "sendphoto": self.send_photo,
            "sendchataction": self.send_chat_action,
            "editmessagetext": self.edit_message_text,
            "editmessagecaption": self.edit_message_caption,
            "answercallbackquery": self.answer_callback_query,
            "answerinlinequery": self.inline.answer,
            "setmycommands": commands.set,
            "getmycommands": commands.get,
            "deletemycommands": commands.delete,
            "getfile": self.get_file,
            "getchatmember": self.get_chat_member,
            "getchatadministrators": self.get_chat_administrators,
        }
        for name in ("name", "description", "short_description"):
            method = "my" + name.replace("_", "")
            self._known["set" + method] = self._setter(name)
            self._known["get" + method] = self._getter(name)

    async def call(self, method: str, parameters: Json) -> Any:
        """Run a method. Raises ApiError."""
        known = self._known.get(method.lower())
        if known is None:
            raise ApiError(404, "Not Found: method not found")
        return await known(parameters)

    async def get_me(self, _parameters: Json) -> Json:
        return BOT

    async def get_updates(self, parameters: Json) -> list[Json]:
        if self.webhooks.hook:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        return await self.polls.get_updates(parameters)

    async def send_message(self, parameters: Json) -> Json:
        chat = self._chat(parameters)
        written = content(parameters, chat)
        replied, thread = self._replied(parameters, chat), self._thread(parameters, chat)
        message = await self.world.post(chat, written, replied, thread)
        return message.as_bot_api()

    async def send_photo(self, parameters: Json) -> Json:
        chat = self._chat(parameters)
        written = caption(parameters, chat)
        replied, thread = self._replied(parameters, chat), self._thread(parameters, chat)
        shown = photo(parameters.get("photo"), parameters, self.world.files)
        message = await self.world.post(chat, written, replied, thread, shown)
        return message.as_bot_api()

    async def send_chat_action(self, parameters: Json) -> bool:
        chat = self._chat(parameters)
        self._thread(parameters, chat)
        if parameters.get("action") not in ACTIONS:
            raise bad("wrong parameter action in request")
        event = {"type": "action", "action": parameters["action"]}
        await self.world.tell(chat["id"], event)
        return True

    async def edit_message_text(self, parameters: Json) -> Json | bool:
        message, chat = self._to_edit(parameters)
        if message.media:
            raise bad("there is no text in the message to edit")
        return await self._edit(parameters, message, content(parameters, chat))

    async def edit_message_caption(self, parameters: Json) -> Json | bool:
        message, chat = self._to_edit(parameters)
        if message.media is None:
            raise bad("there is no caption in the message to edit")
        return await self._edit(parameters, message, caption(parameters, chat))

    def _to_edit(self, parameters: Json) -> tuple[Message, Json]:
        """The message that is meant, and the chat as far as the bot knows it."""
        if inline_id := str(parameters.get("inline_message_id") or ""):
            return self.inline.message(inline_id), ANY_CHAT
        message = self._own_message(parameters)
        return message, message.chat

    async def _edit(self, parameters: Json, message: Message, new: Content) -> Json | bool:
        if Content(message.formatted, message.markup, message.preview_options) == new:
            raise bad(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        message.formatted, message.markup = new.formatted, new.markup
        message.preview_options = new.preview_options
        message.edit_date = int(time.time())
        event = {"type": "edit", "message": message.as_page()}
        await self.world.tell(message.chat["id"], event)
        return True if parameters.get("inline_message_id") else message.as_bot_api()

    async def answer_callback_query(self, parameters: Json) -> bool:
        query_id = str(parameters.get("callback_query_id"))
        query = self.world.queries.pop(query_id, None)
        if query is None or self.world.clock() - query.asked > QUERY_LIFE:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        text = str(parameters.get("text") or "")
        if units(text) > 200:
            raise bad("MESSAGE_TOO_LONG")
        url = str(parameters.get("url") or "")
        if url and not links.opens_bot(url, BOT["username"]):
            raise bad("URL_INVALID")
        event = {"type": "answer", "query_id": query_id, "user": query.user_id}
        told = {"text": text or None, "alert": bool(parameters.get("show_alert"))}
        await self.world.tell(query.chat_id, event | told | ({"url": url} if url else {}))
        return True

    async def get_file(self, parameters: Json) -> Json:
        file = self.world.files.get(parameters.get("file_id"))
        if file is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        return file.as_bot_api | {"file_path": file.path}

    async def get_chat_member(self, parameters: Json) -> Json:
        chat = self._chat(parameters, to_write=False)
        return rights.member(self.world, chat["id"], integer(parameters, "user_id", 0))

    async def get_chat_administrators(self, parameters: Json) -> list[Json]:
        return rights.administrators(self.world, self._chat(parameters, to_write=False))

    def _setter(self, name: str) -> Callable[[Json], Awaitable[bool]]:
        async def set_text(parameters: Json) -> bool:
            language = str(parameters.get("language_code") or "")
            self.world.profile[name, language] = str(parameters.get(name) or "")
            await self.world.tell(0, {"type": "commands"})
            return True

        return set_text

    def _getter(self, name: str) -> Callable[[Json], Awaitable[Json]]:
        async def get_text(parameters: Json) -> Json:
            language = str(parameters.get("language_code") or "")
            return {name: self.world.profile.get((name, language), "")}

        return get_text

    def _own_message(self, parameters: Json) -> Message:
        chat = self._chat(parameters)
        message = self.world.messages[chat["id"]].get(integer(parameters, "message_id", 0))
        if message is None:
            raise bad("message to edit not found")
        if message.sender["id"] != BOT["id"]:
            raise bad("message can't be edited")
        return message

    def _chat(self, parameters: Json, *, to_write: bool = True) -> Json:
        chat_id = integer(parameters, "chat_id", 0)
        chat = self.world.chat(chat_id)
        if chat is None:
            raise bad("chat not found")
        if chat_id in self.world.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if to_write:
            rights.refuse(self.world, chat_id)
        return chat

    def _thread(self, parameters: Json, chat: Json) -> int | None:
        thread = integer(parameters, "message_thread_id", 0)
        if thread and (chat["id"], thread) not in self.world.topics:
            raise bad("message thread not found")
        return thread or None

    def _replied(self, parameters: Json, chat: Json) -> Message | None:
        asked = parameters.get("reply_parameters") or {}
        if not asked:
            return None
        if not isinstance(asked, dict):
            raise bad("object expected as reply parameters")
        found = self.world.messages[chat["id"]].get(integer(asked, "message_id", 0))
        if found is None and not asked.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        return found
