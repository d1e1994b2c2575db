"""The text, the buttons and the link preview of a message, checked as Telegram checks them."""

from dataclasses import dataclass

from bot.sandbox import keyboards, previews
from bot.sandbox.entities import units
from bot.sandbox.markup import Formatted, MarkupError, parse_html, with_found
from bot.sandbox.refusals import bad
from bot.sandbox.wire import Json

TEXT_LIMIT = 4096  # UTF-16 units
CAPTION_LIMIT = 1024


@dataclass(frozen=True)
class Content:
    """What a bot puts into a message."""

    formatted: Formatted
    markup: Json | None
    preview_options: Json | None


def content(parameters: Json, chat: Json) -> Content:
    """The content of a message for this chat. Raises ApiError."""
    formatted = _formatted(parameters, "text")
    if not formatted.text.strip():
        raise bad("message text is empty")
    if units(formatted.text) > TEXT_LIMIT:
        raise bad("message is too long")
    markup = keyboards.checked(parameters.get("reply_markup"), chat)
    options = previews.options(parameters.get("link_preview_options"))
    return Content(with_found(formatted), markup, options)


def caption(parameters: Json, chat: Json) -> Content:
    """The same of a photo: its caption may be empty, and shows no preview. Raises ApiError."""
    formatted = _formatted(parameters, "caption")
    if units(formatted.text) > CAPTION_LIMIT:
        raise bad("message caption is too long")
    markup = keyboards.checked(parameters.get("reply_markup"), chat)
    return Content(with_found(formatted), markup, None)


def _formatted(parameters: Json, name: str) -> Formatted:
    source = str(parameters.get(name) or "")
    try:
        as_html = str(parameters.get("parse_mode") or "").upper() == "HTML"
        return parse_html(source) if as_html else Formatted(source)
    except MarkupError as error:
        raise bad(f"can't parse entities: {error}") from None
