"""Link previews: what a bot asks for, and which preview its message shows."""

from typing import Any

from bot.sandbox.entities import shown
from bot.sandbox.links import address
from bot.sandbox.markup import Formatted
from bot.sandbox.wire import Json

LINKS = ("url", "text_link")
WISHES = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")


def options(asked: Any) -> Json | None:
    """The LinkPreviewOptions that the Bot API gives back: what was asked for; None for nothing."""
    told = asked if isinstance(asked, dict) else {}
    url: Json = {"url": str(told["url"])} if told.get("url") else {}
    return url | {name: True for name in WISHES if told.get(name)} or None


def preview(formatted: Formatted, wished: Json | None) -> Json | None:
    """The preview that the page shows: of the link that was asked for, or else of the first one.

    Telegram would look whether the link leads anywhere; the page shows what it can.
    """
    wished = wished or {}
    url = wished.get("url") or _first_link(formatted)
    return wished | {"url": url} if url and not wished.get("is_disabled") else None


def _first_link(formatted: Formatted) -> str:
    """The first one that leads into the web; only there is something to see."""
    addresses = (
        address(entity, shown(formatted.text, entity))
        for entity in formatted.entities
        if entity["type"] in LINKS
    )
    return next((url for url in addresses if url.startswith("http")), "")
