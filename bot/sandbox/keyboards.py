"""Inline keyboards: what Telegram lets pass, and what the page shows of them."""

import json
from collections.abc import Mapping
from typing import Any

from bot.sandbox.refusals import bad

Json = dict[str, Any]

BUTTONS = 100
ROW = 8
MARKUP_BYTES = 10_240  # of its JSON
DATA_BYTES = 64
COPY_LIMIT = 256  # characters
URLS = ("http://", "https://", "tg://", "ton://")
SWITCHES = ("switch_inline_query", "switch_inline_query_current_chat")


def checked(markup: Any, chat: Json) -> Json | None:
    """The markup of a message in this chat. Raises ApiError."""
    if not markup:
        return None
    rows = _rows(markup)
    if sum(map(len, rows)) > BUTTONS or max(map(len, rows), default=0) > ROW:
        raise bad("REPLY_MARKUP_TOO_LONG")
    for row in rows:
        for button in row:
            _check(button, chat)
    if len(json.dumps(markup, ensure_ascii=False).encode(errors="replace")) > MARKUP_BYTES:
        raise bad("reply markup is too long")
    return dict(markup)


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


def _check(button: Json, chat: Json) -> None:
    """Each button has a text and does one thing."""
    if not str(button.get("text") or "").strip():
        raise bad("can't parse inline keyboard button: field 'text' is empty")
    match button:
        case {"callback_data": data}:
            length = len(str(data).encode(errors="replace"))
            fault = "" if 1 <= length <= DATA_BYTES else "BUTTON_DATA_INVALID"
        case {"url": url}:
            fault = "" if _is_link(url) else "BUTTON_URL_INVALID"
        case {"copy_text": copied}:
            fault = "" if _is_copied(copied) else "BUTTON_COPY_TEXT_INVALID"
        case {"web_app": {"url": str(url)}}:
            fault = _web_app_fault(url, chat)
        case _ if switched(button) is not None:
            fault = ""
        case _:
            fault = "can't parse inline keyboard button: Text buttons are unallowed"
    if fault:
        raise bad(fault)


def _is_copied(copied: Any) -> bool:
    return isinstance(copied, dict) and 1 <= len(str(copied.get("text") or "")) <= COPY_LIMIT


def _web_app_fault(url: str, chat: Json) -> str:
    if chat.get("type") != "private":
        return "BUTTON_TYPE_INVALID"
    secure = url.startswith("https://")
    fault = f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
    return "" if secure else fault


def _is_link(url: object) -> bool:
    link = str(url)
    return link.startswith(URLS) or ("." in link and not link.startswith((".", "/")))


def switched(button: Mapping[str, Any]) -> Json | None:
    """The inline query that a button begins, and whether in a chat that is chosen first."""
    chosen = button.get("switch_inline_query_chosen_chat")
    if isinstance(chosen, dict):
        return {"query": str(chosen.get("query") or ""), "choose": True}
    for name in SWITCHES:
        if name in button:
            return {"query": str(button[name]), "choose": name == "switch_inline_query"}
    return None


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
    """What a button does without the bot; where it says several things, the tap comes first."""
    match button:
        case {"callback_data": _} | {"url": _}:
            return {}
        case {"copy_text": {"text": text}}:
            return {"copy": text}
        case {"web_app": {"url": url}}:
            return {"web_app": url}
        case _:
            return {"switch": switched(button)}
