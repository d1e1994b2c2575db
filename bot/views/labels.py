"""Buttons in rows by the width of their labels: Telegram cuts a label that does not fit.

The measures are those of Telegram for Android: it draws labels in Roboto Medium of 15 dp on a
keyboard 15 dp narrower than the screen, with gaps of 5 dp and 15 dp of each button kept free.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from math import ceil

from bot.views.screen import Button, Rows

NARROW_PHONE = 360  # dp; on wider ones there is more room
SLACK = 2  # dp
LINE_WIDTH = 285  # dp of a line in a message, as wide as labels are drawn

# Advance widths of Roboto Medium at 15 dp, rounded up to halves; accents add nothing to a letter.
WIDTHS = {
    letter: width
    for width, letters in {
        2.5: "'",
        3.5: ",;‘’",
        4.0: " !:[]ijl|і",
        4.5: ".I·‹›",
        5.0: '"-`t{}',
        5.5: "()fr•",
        6.0: "/“”",
        6.5: "\\^г",
        7.0: "*_",
        7.5: "?vxyz«»тух",
        8.0: "<>aceksаезсэ",
        8.5: "$+0123456789=EFJLbdghnopquøГЕбвиклнопрчья",
        9.0: "#SZц",
        9.5: "BKPRTXYđБВЗРТУХЬЯд",
        10.0: "&ACDUV~АКСЭъ–",
        10.5: "GOQИОЧ",
        11.0: "%HNЛНПф…",
        11.5: "wДЦЪм—",
        12.0: "Фы",
        12.5: "жшю",
        13.0: "mЫщ",
        13.5: "@MWМ",
        14.0: "Ю",
        14.5: "ЖШ",
        15.0: "Щ",
    }.items()
    for letter in letters
}
WIDEST = 19.0  # dp: a flag, and whatever else is not in the table
FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}|\U0001f3f4[\U000e0020-\U000e007f]+")


@lru_cache(maxsize=4096)
def label_width(label: str) -> float:
    """How wide a label is drawn, in dp."""
    flags = len(FLAG.findall(label))
    letters = unicodedata.normalize("NFD", FLAG.sub("", label))
    drawn = (letter for letter in letters if not unicodedata.combining(letter))
    return flags * WIDEST + sum(WIDTHS.get(letter, WIDEST) for letter in drawn)


def lines_needed(text: str) -> int:
    """How many lines of a message the text takes on a phone."""
    return ceil(label_width(text) / LINE_WIDTH)


def share(in_a_row: int) -> float:
    """The room for one label of so many in a row on a narrow phone, in dp."""
    return (NARROW_PHONE - 15 - 5 * (in_a_row - 1)) / in_a_row - 15 - SLACK


def in_rows(buttons: Sequence[Button], most: int) -> Rows:
    """A grid: as many in a row as all labels have room for, `most` at most."""
    widest = max((label_width(button.label) for button in buttons), default=0)
    width = next((n for n in range(most, 1, -1) if widest <= share(n)), 1)
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


def in_pairs(buttons: Sequence[Button]) -> Rows:
    """Two in a row, in order; a label too wide for that has a row of its own.

    A wide one that stands between the two of a pair goes below them.
    """
    rows: list[tuple[Button, ...]] = []
    half: list[Button] = []
    held: list[tuple[Button, ...]] = []
    for button in buttons:
        if label_width(button.label) > share(2):
            (held if half else rows).append((button,))
        else:
            half.append(button)
        if len(half) == 2:
            rows += [tuple(half), *held]
            half, held = [], []
    return (*rows, *([tuple(half)] if half else []), *held)
