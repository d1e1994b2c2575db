"""The text, the buttons and the link preview of a message, checked as Telegram checks them."""

from dataclasses import dataclass

from bot.sandbox import keyboards
from bot.sandbox.entities import shown, units
from bot.sandbox.markup import Formatted, MarkupError, parse_html, with_found
from bot.sandbox.message import Json
from bot.sandbox.refusals import bad

TEXT_LIMIT = 4096
LINKS = ("url", "text_link")


@dataclass(frozen=True)
class Content:
    """What a bot puts into a message."""

    formatted: Formatted
    markup: Json | None
    preview: Json | None


def content(parameters: Json, chat: Json) -> Content:
    """The content of a message for this chat. Raises ApiError."""
    source = str(parameters.get("text") or "")
    try:
        as_html = str(parameters.get("parse_mode") or "").upper() == "HTML"
        formatted = parse_html(source) if as_html else Formatted(source)
    except MarkupError as error:
        raise bad(f"can't parse entities: {error}") from None
    if not formatted.text.strip():
        raise bad("message text is empty")
    if units(formatted.text) > TEXT_LIMIT:
        raise bad("message is too long")
    formatted = with_found(formatted)
    markup = keyboards.checked(parameters.get("reply_markup"), chat)
    return Content(formatted, markup, _preview(formatted, parameters))


def _preview(formatted: Formatted, parameters: Json) -> Json | None:
    """The LinkPreviewOptions of a message that shows a preview: the first link's, or one asked for.

    Telegram would look whether the link leads anywhere; the page shows what it can.
    """
    asked = parameters.get("link_preview_options") or {}
    if not isinstance(asked, dict) or asked.get("is_disabled"):
        return None
    url = str(asked.get("url") or "") or _first_link(formatted)
    return asked | {"url": url} if url else None


def _first_link(formatted: Formatted) -> str:
    for entity in formatted.entities:
        if entity["type"] in LINKS:
            url = str(entity.get("url") or shown(formatted.text, entity))
            return url if "://" in url else f"https://{url}"
    return ""
