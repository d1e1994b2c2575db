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
COPY_LIMIT = 256  # UTF-16 units of a text that a button copies
QUERY_LIMIT = 256  # the same of an inline query


class ScreenError(ValueError):
    """Telegram would refuse the screen; the message says by which of its limits."""


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: its label, and what Telegram sends back when it is tapped."""

    label: str
    data: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareButton(Button):
    """Lets a chat be chosen and begins an inline query there; the bot hears of no tap.

    `returns`: whoever came from another chat for help is led back there, and chooses none.
    """

    query: str
    returns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyButton(Button):
    """Copies a text; the bot hears of no tap."""

    text: str


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

    @property
    def characters(self) -> int:
        """How long Telegram takes the text to be: in UTF-16 units, without its markup."""
        return _units(self.plain_text)

    def _broken_limits(self) -> Iterator[str]:
        if (characters := self.characters) > TEXT_LIMIT:
            yield f"{characters} characters, and Telegram takes {TEXT_LIMIT}"
        if (buttons := sum(map(len, self.rows))) > BUTTON_LIMIT:
            yield f"{buttons} buttons, and Telegram takes {BUTTON_LIMIT}"
        if (widest := max(map(len, self.rows), default=0)) > ROW_LIMIT:
            yield f"{widest} buttons in a row, and Telegram takes {ROW_LIMIT}"
        for button in (button for row in self.rows for button in row):
            yield from _broken_by(button)


def _broken_by(button: Button) -> Iterator[str]:
    match button:
        case CopyButton(text=text):
            if not can_be_copied(text):
                yield f"{_units(text)} characters to copy, and Telegram takes {COPY_LIMIT}"
        case ShareButton(query=query):
            if (length := _units(query)) > QUERY_LIMIT:
                yield f"a query of {length} characters, and Telegram takes {QUERY_LIMIT}"
        case Button(data=data):
            if (size := len(data.encode(errors="surrogatepass"))) > MAX_CALLBACK_BYTES:
                yield f"a button with {size} bytes, and Telegram takes {MAX_CALLBACK_BYTES}"


def can_be_copied(text: str) -> bool:
    """Whether a button may copy it."""
    return 0 < _units(text) <= COPY_LIMIT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
