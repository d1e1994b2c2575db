"""What the chat page asks of the server: the state, the events, and what people do."""

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiohttp import web

from bot.sandbox.commands import Commands
from bot.sandbox.content import CAPTION_LIMIT, TEXT_LIMIT
from bot.sandbox.entities import units
from bot.sandbox.inline import InlineMode
from bot.sandbox.media import CAPTIONED, FORMS, Media, location, sent_file
from bot.sandbox.message import Message
from bot.sandbox.refusals import RefusedError
from bot.sandbox.wire import Json
from bot.sandbox.words import codes, language_of, words
from bot.sandbox.world import BOT, GROUP, HOSTS, World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LONGEST_ID = 15  # digits, which a number of the browser's still holds
# A file opened by itself may do nothing.
INERT = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}


class PageApi:
    """The page's side of one world."""

    def __init__(self, world: World, inline: InlineMode) -> None:
        self.world = world
        self.inline = inline

    def add_routes(self, app: web.Application) -> None:
        """All under /chat/."""
        app.router.add_get("/chat/state", _answering(self.state))
        app.router.add_get("/chat/events", self.events)
        app.router.add_get("/chat/file/{id}", self.file)
        for name in ("send", "attach", "edit", "tap", "inline_query", "pick", "language"):
            app.router.add_post(f"/chat/{name}", _answering(getattr(self, name)))

    async def state(self, request: web.Request) -> Json:
        """All that a page needs to begin with."""
        user, chat = self._who(dict(request.query))
        language = user["language_code"]
        spoken = language_of(language)
        hosts = [self.world.users[host] for host, *_ in HOSTS]
        return {
            "language": spoken,
            "languages": {code: words(code)["language-name"] for code in codes()},
            "words": words(spoken),
            "bot": BOT
            | {"first_name": self._profile("name", language) or BOT["first_name"]}
            | {
                name: self._profile(name, language) or ""
                for name in ("description", "short_description")
            },
            "users": hosts if user in hosts else [*hosts, user],
            "chats": [self.world.chat(user["id"]), GROUP],
            "messages": [m.as_page() for m in self.world.messages[chat["id"]].values()],
            "commands": Commands(self.world).seen(user, chat),
            "event": len(self.world.events),
        }

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events of a chat, from the asked-for one on.

        A number that is still to come is another life's of this server: all are told.
        """
        query = dict(request.query)
        try:
            user, chat = self._who(query)
        except RefusedError as error:
            return _refused(error)
        seen = _number(request.headers.get("Last-Event-ID") or query.get("after")) or 0
        seen = seen if seen <= len(self.world.events) else 0
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
        )
        with suppress(ConnectionResetError):  # the page was closed
            await response.prepare(request)
            await self._pour(response, user, chat, seen)
        return response

    async def _pour(self, response: web.StreamResponse, user: Json, chat: Json, seen: int) -> None:
        """Write events as they come, until the page is closed."""
        while True:
            for event in self.world.events[seen:]:
                seen = event["id"]
                if event["chat"] in (0, chat["id"]) and event.get("user") in (None, user["id"]):
                    data = json.dumps(event)  # in ASCII: half a surrogate pair has no UTF-8
                    await response.write(f"id: {seen}\ndata: {data}\n\n".encode())
            async with self.world.changed:
                while len(self.world.events) <= seen:
                    await self.world.changed.wait()

    async def send(self, request: web.Request) -> Json:
        """Write a message."""
        asked = await _object(request)
        user, chat = self._who(asked)
        text = _text(asked, TEXT_LIMIT)
        message = await self.world.say(user, chat, text, self._answered(chat, asked))
        return {"message": message.as_page()}

    async def attach(self, request: web.Request) -> Json:
        """Send a place, a photo, a sticker or a voice; a form, with the file as `file`."""
        asked = await _form(request)
        user, chat = self._who(asked)
        kind = str(asked.get("kind"))
        caption = _text(asked | {"text": asked.get("caption")}, _limit(kind), least=0)
        reply_to = self._answered(chat, asked)
        media = self._media(kind, asked)  # the last that may refuse: it keeps the file
        message = await self.world.say(user, chat, caption, reply_to, media)
        return {"message": message.as_page()}

    async def edit(self, request: web.Request) -> Json:
        """Correct a message of one's own, or its caption."""
        asked = await _object(request)
        user, chat = self._who(asked)
        message = self._message(chat, asked)
        if message.sender["id"] != user["id"]:
            raise RefusedError("refused-author")
        limit = _limit(message.media.kind) if message.media else TEXT_LIMIT
        await self.world.correct(message, _text(asked, limit))
        return {"message": message.as_page()}

    async def file(self, request: web.Request) -> web.Response:
        """A file that somebody sent, for the page."""
        file = self.world.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type=file.media_type, headers=INERT)

    async def tap(self, request: web.Request) -> Json:
        """Tap a button. Any data goes: old buttons and strangers send what they like."""
        asked = await _object(request)
        user, chat = self._who(asked)
        message = self._message(chat, asked)
        return {"query_id": await self.world.tap(user, message, str(asked.get("data") or ""))}

    async def inline_query(self, request: web.Request) -> Json:
        """Type something behind the bot's name; the results come as an event."""
        asked = await _object(request)
        user, chat = self._who(asked)
        return {"query_id": await self.inline.ask(user, chat, asked)}

    async def pick(self, request: web.Request) -> Json:
        """Send one of the results."""
        asked = await _object(request)
        user, _ = self._who(asked)
        return {"message": (await self.inline.pick(user, asked)).as_page()}

    async def language(self, request: web.Request) -> Json:
        """Change the language of somebody's Telegram."""
        asked = await _object(request)
        user, _ = self._who(asked)
        self.world.speaks(user, str(asked.get("language") or "en"))
        return {}

    def _who(self, asked: Json) -> tuple[Json, Json]:
        """The user and the chat; a new id is a new guest."""
        user_id = _number(asked.get("user"))
        if not user_id or user_id == BOT["id"]:
            raise RefusedError("refused-who")
        user = self.world.user(user_id)
        own = self.world.chat(user_id) or {}
        chat = {str(one["id"]): one for one in (own, GROUP)}.get(str(asked.get("chat") or user_id))
        if chat is None:
            raise RefusedError("refused-who")
        return user, chat

    def _message(self, chat: Json, asked: Json, name: str = "message_id") -> Message:
        message = self.world.messages[chat["id"]].get(_number(asked.get(name)) or 0)
        if message is None:
            raise RefusedError("refused-message")
        return message

    def _answered(self, chat: Json, asked: Json) -> Message | None:
        """The message that is replied to."""
        return self._message(chat, asked, "reply_to") if asked.get("reply_to") else None

    def _media(self, kind: str, asked: Json) -> Media:
        if kind == "location":
            return location(asked)
        file = asked.get("file")
        if kind not in FORMS or not isinstance(file, web.FileField):
            raise RefusedError("refused-kind")
        media_type = file.content_type.partition(";")[0]
        new = self.world.files.new(kind, media_type, file.file.read())
        media = sent_file(new, kind, asked)
        self.world.files.keep(new)
        return media

    def _profile(self, name: str, language: str) -> object:
        """A text in the language, else in that of everybody."""
        return self.world.profile.get((name, language)) or self.world.profile.get((name, ""))


async def _object(request: web.Request) -> Json:
    """The JSON object that was sent. Raises RefusedError."""
    try:
        asked = await request.json()
    except (LookupError, RecursionError, ValueError):  # an unknown charset, no UTF-8, no JSON
        asked = None
    if not isinstance(asked, dict):
        raise RefusedError("refused-form")
    return asked


async def _form(request: web.Request) -> Json:
    """The form that was sent. Raises RefusedError."""
    try:
        return dict(await request.post())
    except (AssertionError, LookupError, ValueError):  # aiohttp asserts that parts are parts
        raise RefusedError("refused-form") from None


def _number(told: object) -> int | None:
    """A whole number from zero on, as an id is; None where it is none."""
    digits = str(told)
    return int(digits) if digits.isdecimal() and len(digits) <= LONGEST_ID else None


def _limit(kind: str) -> int:
    """The longest caption of an attachment: most kinds have none."""
    return CAPTION_LIMIT if kind in CAPTIONED else 0


def _text(asked: Json, most: int, least: int = 1) -> str:
    """The text that was typed; its length counts in UTF-16 units. Raises RefusedError."""
    text = str(asked.get("text") or "").strip()
    if not least <= units(text) <= most:
        raise RefusedError("refused-length", limit=most)
    return text


def _answering(handle: Callable[[web.Request], Awaitable[Json]]) -> Handler:
    """Give the result as JSON; a refusal is a 400 with the key of the page's text that says why."""

    async def answer(request: web.Request) -> web.Response:
        try:
            return web.json_response(await handle(request))
        except RefusedError as error:
            return _refused(error)

    return answer


def _refused(error: RefusedError) -> web.Response:
    return web.json_response({"error": error.key, "values": error.values}, status=400)
