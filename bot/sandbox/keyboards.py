"""Inline keyboards: what Telegram lets pass, and what the page shows of them."""

import json
from collections.abc import Mapping
from typing import Any

from bot.sandbox import links, reply_keyboards
from bot.sandbox.refusals import bad
from bot.sandbox.wire import Json

BUTTONS = 100
ROW = 8
MARKUP_BYTES = 10_240  # of its JSON
DATA_BYTES = 64
COPY_LIMIT = 256  # characters
CHOSEN_CHAT = "switch_inline_query_chosen_chat"
SWITCHES = ("switch_inline_query", "switch_inline_query_current_chat", CHOSEN_CHAT)
ACTIONS = ("callback_data", "url", "copy_text", "web_app", *SWITCHES)


def checked(markup: Any, chat: Json) -> Json | None:
    """The markup of a message in this chat, its links as Telegram keeps them. Raises ApiError."""
    if not markup:
        return None
    rows = _rows(markup)
    if sum(map(len, rows)) > BUTTONS or max(map(len, rows), default=0) > ROW:
        raise bad("REPLY_MARKUP_TOO_LONG")
    reply_keyboards.check(markup, chat)
    kept = [[_checked(button, chat) for button in row] for row in rows]
    if len(json.dumps(markup, ensure_ascii=False).encode(errors="replace")) > MARKUP_BYTES:
        raise bad("reply markup is too long")
    return dict(markup) | ({"inline_keyboard": kept} if kept else {})


def _rows(markup: Any) -> list[list[Json]]:
    """The rows of an inline keyboard; other markups have none. Raises ApiError."""
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    rows = markup.get("inline_keyboard") or []
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    if not all(isinstance(button, dict) for row in rows for button in row):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    return rows


def _checked(button: Json, chat: Json) -> Json:
    """A button has a text and does exactly one thing. Raises ApiError."""
    if not str(button.get("text") or "").strip():
        raise bad("can't parse inline keyboard button: field 'text' is empty")
    actions = {name: button[name] for name in ACTIONS if button.get(name) is not None}
    if len(actions) > 1:  # Telegram does one of them, and does not tell which
        raise bad(f"can't parse inline keyboard button: one action expected, not {[*actions]}")
    if fault := _fault(actions, chat):
        raise bad(fault)
    return button | ({"url": links.checked(str(button["url"]))} if "url" in actions else {})


def _fault(action: Json, chat: Json) -> str:
    """What Telegram says against what a button does; the empty string where nothing."""
    match action:
        case {"callback_data": data}:
            length = len(str(data).encode(errors="replace"))
            return "" if 1 <= length <= DATA_BYTES else "BUTTON_DATA_INVALID"
        case {"url": url}:
            return _url_fault(str(url))
        case {"copy_text": copied}:
            return "" if _is_copied(copied) else "BUTTON_COPY_TEXT_INVALID"
        case {"web_app": {"url": str(url)}}:
            return _web_app_fault(url, chat)
        case _ if switched(action) is not None:
            return ""
    return "can't parse inline keyboard button: Text buttons are unallowed"


def _url_fault(url: str) -> str:
    try:
        links.checked(url)
    except links.LinkError as error:
        return f"inline keyboard button URL '{url}' is invalid: {error}"
    return ""


def _is_copied(copied: Any) -> bool:
    return isinstance(copied, dict) and 1 <= len(str(copied.get("text") or "")) <= COPY_LIMIT


def _web_app_fault(url: str, chat: Json) -> str:
    if chat.get("type") != "private":
        return "BUTTON_TYPE_INVALID"
    secure = url.startswith("https://")
    fault = f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
    return "" if secure else fault


def switched(button: Mapping[str, Any]) -> Json | None:
    """The inline query that a button begins, and whether in a chat that is chosen first.

    `returns`: or in that from which one came by the button above inline results.
    """
    name = next((name for name in SWITCHES if button.get(name) is not None), None)
    query = button.get(name or "")
    if name == CHOSEN_CHAT:
        query = query.get("query") or "" if isinstance(query, dict) else None
    if query is None:
        return None
    told = {"query": str(query), "choose": name != "switch_inline_query_current_chat"}
    return told | ({"returns": True} if name == "switch_inline_query" else {})


def as_page(markup: Json) -> list[list[Json]]:
    """The buttons as the page shows them; `data` is a tap's, the others are the page's own."""
    return [
        [
            {"text": button["text"], "data": button.get("callback_data"), "url": button.get("url")}
            | _more(button)
            for button in row
        ]
        for row in markup.get("inline_keyboard", ())
    ]


def _more(button: Json) -> Json:
    """What a button does besides a tap and a link."""
    match button:
        case {"copy_text": {"text": text}}:
            return {"copy": text}
        case {"web_app": {"url": url}}:
            return {"web_app": url}
    query = switched(button)
    return {"switch": query} if query else {}
