"""A phone of 390 × 844 points: how high a message is drawn, and whether labels are cut.

A model of Telegram for Android, checked against the chat page's own measures
(tests/e2e/test_page_likeness.py): text of 16 dp in lines of 21.5, buttons of 43 with gaps of 5.
"""

from math import ceil

from markupsafe import Markup

from bot.views.labels import label_width, share
from bot.views.screen import Screen

VISIBLE = 657  # dp of a chat that are seen at once: between the title and the field
TEXT_WIDTH = 307  # dp of a bubble's text
LINE, ROW, BUBBLE, QUOTE, TIME = 21.5, 48.0, 16.0, 12.0, 16.0
TEXT_TO_LABEL = 16 / 15  # text is drawn in 16 dp, labels in 15
FOLDED_LINES = 3  # of an expandable quote are shown


def height(screen: Screen) -> float:
    """How high the message is with its buttons, in dp."""
    before, *quoted = screen.text.split("<blockquote expandable>")
    high = BUBBLE + TIME + ROW * len(screen.rows)
    if quoted:
        quote, after = quoted[0].split("</blockquote>")
        high += QUOTE + LINE * min(FOLDED_LINES, _lines(quote)) + LINE * _lines(after.lstrip("\n"))
        high += LINE * after.startswith("\n\n")
        before = before.removesuffix("\n")
    return high + LINE * _lines(before)


def cut_labels(screen: Screen) -> list[str]:
    """The labels that a phone of 360 points would cut."""
    return [
        button.label
        for row in screen.rows
        for button in row
        if label_width(button.label) > share(len(row))
    ]


def _lines(text: str) -> int:
    plain = Screen(Markup(text)).plain_text  # noqa: S704 - a part of a screen
    widths = (label_width(line) * TEXT_TO_LABEL for line in plain.split("\n"))
    return sum(max(1, ceil(width / TEXT_WIDTH)) for width in widths)
