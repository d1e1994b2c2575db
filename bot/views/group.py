"""The same screens in a group, where others talk too: shorter."""

from dataclasses import replace

from markupsafe import Markup

from bot.views.callbacks import ListCities, ListCountries, unpack
from bot.views.parts import BACK
from bot.views.screen import Button, Screen

MAX_LINES = 4  # of a paragraph; the lines of a longer one fold, below its first


def for_group(screen: Screen) -> Screen:
    """Long lists fold, and there is no row that leads to all the cities and countries."""
    paragraphs = (_folded(Markup(each)) for each in screen.text.split("\n\n"))  # noqa: S704
    text = Markup("\n\n").join(paragraphs)
    rows = screen.rows
    if len(rows) > 1 and all(map(_leads_home, rows[-1])):
        rows = rows[:-1]
    return replace(screen, text=text, rows=rows)


def _folded(paragraph: Markup) -> Markup:
    first, *others = paragraph.split("\n")
    if len(others) < MAX_LINES or "<blockquote" in paragraph:
        return paragraph
    folded = Markup("{}\n<blockquote expandable>{}</blockquote>")
    return folded.format(first, Markup("\n").join(others))


def _leads_home(button: Button) -> bool:
    route = unpack(button.data)
    is_back = button.label.startswith(BACK)
    return not is_back and route is not None and isinstance(route.tap, ListCities | ListCountries)
