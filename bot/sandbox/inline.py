"""Inline mode: `@bot words` in any chat, the results a bot may give, what becomes of them."""

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from bot.sandbox.content import Content, content
from bot.sandbox.message import Message
from bot.sandbox.refusals import RefusedError, bad
from bot.sandbox.updates import LIFE
from bot.sandbox.wire import Json
from bot.sandbox.world import BOT, World

RESULTS = 50
ID_BYTES = OFFSET_BYTES = 64
QUERY_LIMIT = 256  # characters
START = re.compile(r"[A-Za-z0-9_-]{1,64}")
LATE = "query is too old and response timeout expired or query ID is invalid"
ANY_CHAT: Json = {"type": "any"}  # the bot does not know which


class InlineMode:
    """The inline queries of one world. Of results, the sandbox knows articles; it caches none.

    `feedback`: the bot is told which result was chosen, as BotFather's /setinlinefeedback lets it.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.feedback = False
        self._ids = count(1)

    async def ask(self, user: Json, chat: Json, asked: Json) -> str:
        """Somebody types; returns the query's id. Raises RefusedError."""
        words, offset = str(asked.get("query") or "").strip(), str(asked.get("offset") or "")
        if len(words) > QUERY_LIMIT:
            raise RefusedError("refused-length", limit=QUERY_LIMIT)
        query_id = f"i{next(self._ids)}"
        own = chat["id"] == user["id"]
        query = {"id": query_id, "from": user, "query": words, "offset": offset}
        kind = {"chat_type": "sender" if own else chat["type"]}
        await self.world.update({"inline_query": query | kind})
        self.world.inline_queries[query_id].chat = chat  # which the update does not tell
        return query_id

    async def answer(self, parameters: Json) -> bool:
        """answerInlineQuery: once, soon, and within Telegram's limits. Raises ApiError."""
        query_id = str(parameters.get("inline_query_id") or "")
        query = self.world.inline_queries.get(query_id)
        results, button = parameters.get("results") or [], parameters.get("button")
        if not isinstance(results, list) or not all(isinstance(it, dict) for it in results):
            raise bad("can't parse inline query results JSON object")
        read = dict(map(_read, results))
        if fault := next(_faults(parameters, results, button), None):
            raise bad(fault)
        late = query is None or self.world.clock() - query.asked > LIFE["inline_query"]
        if query is None or late or query.results is not None:
            raise bad(LATE)
        query.results = read
        shown = [{name: it.get(name) for name in ("id", "title", "description")} for it in results]
        event = {"type": "inline", "query_id": query_id, "user": query.user["id"]}
        told = {"results": shown, "next_offset": parameters.get("next_offset") or ""}
        await self.world.tell(query.chat["id"], event | told | {"button": button or None})
        return True

    async def pick(self, user: Json, asked: Json) -> Message:
        """Somebody sends a result into the chat where they typed. Raises RefusedError."""
        query = self.world.inline_queries.get(str(asked.get("query_id")))
        result_id = str(asked.get("result_id"))
        results = query.results or {} if query else {}
        if query is None or query.user["id"] != user["id"] or result_id not in results:
            raise RefusedError("refused-message")
        # Without buttons there is nothing by which the bot could get at its message again.
        inline_id = f"inline{next(self._ids)}" if results[result_id].markup else None
        message = await self._send(user, query.chat, results[result_id], inline_id)
        if self.feedback:
            told = {"result_id": result_id, "from": user, "query": query.text}
            own = {"inline_message_id": inline_id} if inline_id else {}
            await self.world.update({"chosen_inline_result": told | own})
        return message

    async def _send(
        self, user: Json, chat: Json, chosen: Content, inline_id: str | None
    ) -> Message:
        message = self.world.new(chat, user, chosen.formatted, None)
        message.markup, message.preview_options = chosen.markup, chosen.preview_options
        message.via, message.inline_id = BOT, inline_id
        if inline_id:
            self.world.inline_messages[inline_id] = message
        await self.world.tell(chat["id"], {"type": "message", "message": message.as_page()})
        if self.world.bot_hears(message):
            await self.world.update({"message": message.as_bot_api()})
        return message

    def message(self, inline_id: str) -> Message:
        """The message that a bot may edit by this id. Raises ApiError."""
        message = self.world.inline_messages.get(inline_id)
        if message is None:
            raise bad("MESSAGE_ID_INVALID")
        return message


def _read(result: Json) -> tuple[str, Content]:
    """The id of a result and the message it becomes. Raises ApiError."""
    written = result.get("input_message_content")
    if result.get("type") != "article" or not isinstance(written, dict):
        raise bad("can't parse inline query result: the sandbox knows articles with a text alone")
    if not str(result.get("title") or "").strip():
        raise bad("ARTICLE_TITLE_EMPTY")
    markup = result.get("reply_markup")
    if markup and not (isinstance(markup, dict) and "inline_keyboard" in markup):
        raise bad("REPLY_MARKUP_INVALID")
    given = written | {"text": written.get("message_text"), "reply_markup": markup}
    return str(result.get("id") or ""), content(given, ANY_CHAT)


def _faults(parameters: Json, results: list[Json], button: Any) -> Iterator[str]:
    ids = [str(result.get("id") or "") for result in results]
    if len(ids) > RESULTS:
        yield "RESULTS_TOO_MUCH"
    if not all(ids):
        yield "RESULT_ID_EMPTY"
    if any(len(it.encode()) > ID_BYTES for it in ids):
        yield "RESULT_ID_INVALID"
    if len(set(ids)) < len(ids):
        yield "RESULT_ID_DUPLICATE"
    if len(str(parameters.get("next_offset") or "").encode()) > OFFSET_BYTES:
        yield "NEXT_OFFSET_INVALID"
    if button:
        if not (isinstance(button, dict) and str(button.get("text") or "").strip()):
            yield "SWITCH_PM_TEXT_EMPTY"
        elif not START.fullmatch(str(button.get("start_parameter") or "")):
            yield "START_PARAM_INVALID"
