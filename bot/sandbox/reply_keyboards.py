"""Reply keyboards: buttons that stand below the chat until the bot takes them away."""

from typing import Any

from bot.sandbox.refusals import bad
from bot.sandbox.wire import Json

PLACEHOLDER_LIMIT = 64
# What a button may send in place of its text, and what Telegram calls it where it may not.
REQUESTS = {
    "request_location": "location",
    "request_contact": "phone number",
    "request_poll": "poll",
    "request_users": "users",
    "request_chat": "chats",
}
ACTIONS = (*REQUESTS, "web_app")


def check(markup: Json, chat: Json) -> None:
    """Whether Telegram takes a keyboard in this chat. Raises ApiError."""
    if len(str(markup.get("input_field_placeholder") or "")) > PLACEHOLDER_LIMIT:
        raise bad("input field placeholder is too long")
    if "keyboard" not in markup:
        return
    rows = markup["keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays')
    if not any(rows):
        raise bad("reply keyboard is empty")
    for row in rows:
        for button in row:
            _check(button, chat)


def _check(button: Any, chat: Json) -> None:
    if not isinstance(button, str | dict):
        raise bad("can't parse keyboard button: KeyboardButton must be a String or an Object")
    told = _told(button)
    if not str(told.get("text") or "").strip():
        raise bad("can't parse keyboard button: field 'text' is empty")
    actions = [name for name in ACTIONS if told.get(name)]
    if len(actions) > 1:
        raise bad(f"can't parse keyboard button: one action expected, not {actions}")
    if actions and chat.get("type") != "private":
        what = REQUESTS.get(actions[0], "web App")
        raise bad(f"{what} can be requested in private chats only")
    if "web_app" in actions and not _url(told["web_app"]).startswith("https://"):
        raise bad("keyboard button Web App URL is invalid: Only HTTPS links are allowed")


def _url(app: Any) -> str:
    return str(app.get("url") or "") if isinstance(app, dict) else ""


def _told(button: str | Json) -> Json:
    return {"text": button} if isinstance(button, str) else button


def as_page(markup: Json) -> Json | None:
    """The keyboard that a message brings; without rows, it takes one away. None: neither."""
    if "keyboard" not in markup and not markup.get("remove_keyboard"):
        return None
    rows = [[_button(_told(button)) for button in row] for row in markup.get("keyboard", ())]
    names = ("one_time_keyboard", "resize_keyboard", "is_persistent", "selective")
    told = {name.removesuffix("_keyboard"): bool(markup.get(name)) for name in names}
    return told | {"rows": rows, "placeholder": markup.get("input_field_placeholder")}


def _button(button: Json) -> Json:
    """Its text, and what it asks for in place of it: "location", "contact" … or None."""
    asked = next((name for name in REQUESTS if button.get(name)), None)
    return {
        "text": str(button["text"]),
        "request": asked and asked.removeprefix("request_"),
        "web_app": _url(button.get("web_app")) or None,
    }
