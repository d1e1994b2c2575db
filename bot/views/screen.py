"""What a person sees: a text with buttons under it, as a value."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from re import sub

from markupsafe import Markup

from bot.views.callbacks import MAX_CALLBACK_BYTES

TEXT_LIMIT = 4096  # characters (UTF-16 units) after entities are parsed
BUTTON_LIMIT = 100
ROW_LIMIT = 8


class ScreenError(ValueError):
    """Telegram would refuse the screen; the message says by which of its limits."""


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: its label, and what Telegram sends back when it is tapped."""

    label: str
    data: str


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """A message: HTML, and below it rows of buttons, or what asks for a message in return.

    `force_reply` is the placeholder of a reply that the bot forces, `request_location` the label of
    the button that sends where one is; that button stays until a message puts it away. Raises
    ScreenError where it is more than Telegram takes.
    """

    text: Markup  # HTML: names are escaped in it
    rows: Rows = ()
    force_reply: str | None = None
    request_location: str | None = None

    def __post_init__(self) -> None:
        """Keep Telegram's limits."""
        if wrong := next(self._broken_limits(), None):
            raise ScreenError(wrong)

    @property
    def asks_for_message(self) -> bool:
        """Whether it must be a message of its own: none that is edited can ask for another."""
        return bool(self.force_reply or self.request_location)

    @property
    def plain_text(self) -> str:
        """The text without its markup."""
        return unescape(sub(r"<[^>]*>", "", self.text))

    def _broken_limits(self) -> Iterator[str]:
        characters = len(self.plain_text.encode("utf-16-le", "surrogatepass")) // 2
        if characters > TEXT_LIMIT:
            yield f"{characters} characters, and Telegram takes {TEXT_LIMIT}"
        if (buttons := sum(map(len, self.rows))) > BUTTON_LIMIT:
            yield f"{buttons} buttons, and Telegram takes {BUTTON_LIMIT}"
        if (widest := max(map(len, self.rows), default=0)) > ROW_LIMIT:
            yield f"{widest} buttons in a row, and Telegram takes {ROW_LIMIT}"
        for button in (button for row in self.rows for button in row):
            if (size := len(button.data.encode(errors="surrogatepass"))) > MAX_CALLBACK_BYTES:
                yield f"a button with {size} bytes, and Telegram takes {MAX_CALLBACK_BYTES}"
