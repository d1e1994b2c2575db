"""What a person sees: a text with buttons under it, as a value."""

from dataclasses import dataclass
from html import unescape
from re import sub

from markupsafe import Markup

TEXT_LIMIT = 4096  # characters after entities are parsed
BUTTON_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: its label, and what Telegram sends back when it is tapped."""

    label: str
    data: str


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """A message: HTML, rows of buttons, or the placeholder of a reply that the bot forces."""

    text: Markup  # HTML: names are escaped in it
    rows: Rows = ()
    force_reply: str | None = None

    @property
    def plain_text(self) -> str:
        """The text without its markup."""
        return unescape(sub(r"<[^>]*>", "", self.text))
