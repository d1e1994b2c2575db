"""What the chat page asks of the server: the state, the events, and what people do."""

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiohttp import web

from bot.sandbox.message import Json, Message
from bot.sandbox.world import BOT, GROUP, World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LONGEST_TEXT = 4096


class RefusedError(Exception):
    """What the page asked cannot be done; the message says why."""


class PageApi:
    """The page's side of one world."""

    def __init__(self, world: World) -> None:
        self.world = world

    def add_routes(self, app: web.Application) -> None:
        """All under /chat/."""
        app.router.add_get("/chat/state", _answering(self.state))
        app.router.add_get("/chat/events", self.events)
        for name in ("send", "edit", "tap", "language"):
            app.router.add_post(f"/chat/{name}", _answering(getattr(self, name)))

    async def state(self, request: web.Request) -> Json:
        """All that a page needs to begin with."""
        user, chat = self._who(dict(request.query))
        language = user["language_code"]
        return {
            "bot": BOT
            | {
                name: self._profile(name, language) or ""
                for name in ("description", "short_description")
            },
            "users": [
                u for u in self.world.users.values() if not u["first_name"].startswith("Гость")
            ],
            "chats": [self.world.chat(user["id"]), GROUP],
            "messages": [m.as_page() for m in self.world.messages[chat["id"]].values()],
            "commands": self._profile("commands", '{"type": "default"}', language) or [],
            "event": len(self.world.events),
        }

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events of a chat, from the asked-for one on."""
        query = dict(request.query)
        user, chat = self._who(query)
        seen = int(request.headers.get("Last-Event-ID") or query.get("after") or 0)
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
        )
        await response.prepare(request)
        with suppress(ConnectionResetError):  # the page was closed
            await self._pour(response, user, chat, seen)
        return response

    async def _pour(self, response: web.StreamResponse, user: Json, chat: Json, seen: int) -> None:
        """Write events as they come, until the page is closed."""
        while True:
            for event in self.world.events[seen:]:
                seen = event["id"]
                if event["chat"] in (0, chat["id"]) and event.get("user") in (None, user["id"]):
                    data = json.dumps(event, ensure_ascii=False)
                    await response.write(f"id: {seen}\ndata: {data}\n\n".encode())
            async with self.world.changed:
                if len(self.world.events) == seen:
                    await self.world.changed.wait()

    async def send(self, request: web.Request) -> Json:
        """Write a message."""
        asked = await request.json()
        user, chat = self._who(asked)
        text = str(asked.get("text") or "").strip()
        if not text or len(text) > LONGEST_TEXT:
            raise RefusedError(f"a message has 1 to {LONGEST_TEXT} characters")
        reply_to = self.world.messages[chat["id"]].get(asked.get("reply_to") or 0)
        message = await self.world.say(user, chat, text, reply_to)
        return {"message": message.as_page()}

    async def edit(self, request: web.Request) -> Json:
        """Correct a message of one's own."""
        asked = await request.json()
        user, chat = self._who(asked)
        message = self._message(chat, asked)
        if message.sender["id"] != user["id"]:
            raise RefusedError("only one's own messages can be edited")
        await self.world.correct(message, str(asked.get("text") or "").strip()[:LONGEST_TEXT])
        return {"message": message.as_page()}

    async def tap(self, request: web.Request) -> Json:
        """Tap a button. Any data goes: old buttons and strangers send what they like."""
        asked = await request.json()
        user, chat = self._who(asked)
        message = self._message(chat, asked)
        return {"query_id": await self.world.tap(user, message, str(asked.get("data") or ""))}

    async def language(self, request: web.Request) -> Json:
        """Change the language of somebody's Telegram."""
        asked = await request.json()
        user, _ = self._who(asked)
        user["language_code"] = str(asked.get("language") or "en")
        return {}

    def _who(self, asked: Json) -> tuple[Json, Json]:
        """The user and the chat; a new id is a new guest."""
        try:
            user = self.world.user(int(asked["user"]))
            chat = self.world.chat(int(asked.get("chat") or user["id"]))
        except (KeyError, TypeError, ValueError):
            raise RefusedError("user and chat are numbers") from None
        if chat is None or chat["id"] not in (user["id"], GROUP["id"]):
            raise RefusedError("there is no such chat for this user")
        return user, chat

    def _message(self, chat: Json, asked: Json) -> Message:
        message = self.world.messages[chat["id"]].get(asked.get("message_id") or 0)
        if message is None:
            raise RefusedError("there is no such message")
        return message

    def _profile(self, *key: str) -> object:
        """A text in the language `key` ends with, else in the language of everybody."""
        *what, language = key
        own = self.world.profile.get((*what, language))
        return own or self.world.profile.get((*what, ""))


def _answering(handle: Callable[[web.Request], Awaitable[Json]]) -> Handler:
    """Give the result as JSON, and refusals as a 400 that says why."""

    async def answer(request: web.Request) -> web.Response:
        try:
            return web.json_response(await handle(request))
        except (RefusedError, json.JSONDecodeError) as error:
            return web.json_response({"error": str(error)}, status=400)

    return answer
