"""How much of a phone's screen a message takes: the rows of buttons that still fit below a text.

A phone of 390 × 844 points shows 657 dp of a chat at once; the measures are Telegram for Android's.
"""

import re

from markupsafe import Markup

from bot.views.labels import lines_needed

VISIBLE, BUBBLE, LINE, ROW, QUOTE = 657.0, 32.0, 21.5, 48.0, 12.0  # dp
FOLDED_LINES = 3  # of an expandable quote are shown
FOLDED = re.compile(r"\n?<blockquote expandable>(.*?)</blockquote>", re.DOTALL)


def rows_below(text: Markup, rows: int) -> int:
    """How many more rows of buttons fit, where there are so many already."""
    quotes = [_lines(Markup(quote)) for quote in FOLDED.findall(text)]  # noqa: S704 - of our own
    shown = sum(QUOTE + LINE * min(FOLDED_LINES, lines) for lines in quotes)
    high = BUBBLE + ROW * rows + shown + LINE * _lines(Markup(FOLDED.sub("", text)))  # noqa: S704
    return max(0, int((VISIBLE - high) // ROW))


def _lines(text: Markup) -> int:
    # Not `striptags`, which joins lines.
    return sum(max(1, lines_needed(line)) for line in re.sub(r"<[^>]*>", "", text).split("\n"))
