"""The text and the buttons of a message, checked as Telegram checks them."""

from bot.sandbox.markup import Formatted, MarkupError, parse_html, plain, units
from bot.sandbox.message import Json
from bot.sandbox.refusals import bad

TEXT_LIMIT = 4096
BUTTONS = 100
DATA_BYTES = 64


def content(parameters: Json) -> tuple[Formatted, Json | None]:
    """The text and the markup of a message. Raises ApiError."""
    source = str(parameters.get("text") or "")
    try:
        as_html = str(parameters.get("parse_mode") or "").upper() == "HTML"
        formatted = parse_html(source) if as_html else plain(source)
    except MarkupError as error:
        raise bad(f"can't parse entities: {error}") from None
    if not formatted.text.strip():
        raise bad("message text is empty")
    if units(formatted.text) > TEXT_LIMIT:
        raise bad("message is too long")
    return formatted, _markup(parameters.get("reply_markup"))


def _markup(markup: Json | None) -> Json | None:
    if not markup:
        return None
    buttons = [button for row in markup.get("inline_keyboard", ()) for button in row]
    if len(buttons) > BUTTONS:
        raise bad("REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        if not str(button.get("text") or "").strip():
            raise bad("can't parse inline keyboard button: Text buttons are unallowed")
        if "callback_data" in button:
            if not 1 <= len(str(button["callback_data"]).encode()) <= DATA_BYTES:
                raise bad("BUTTON_DATA_INVALID")
        elif "url" not in button:
            raise bad("can't parse inline keyboard button: Text buttons are unallowed")
    return markup
