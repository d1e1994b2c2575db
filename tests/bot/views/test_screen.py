"""A screen is never more than Telegram takes."""

from dataclasses import replace

import pytest
from markupsafe import Markup

from bot.views.screen import Button, CopyButton, Rows, Screen, ScreenError, ShareButton

LETTER = Button("а", "l:а")


def grid(buttons: list[Button], width: int) -> Rows:
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


def test_a_screen_may_be_as_much_as_telegram_takes() -> None:
    text = Markup("<b>{}</b>").format("&" * 4096)
    widest = grid([Button("а", "я" * 32)] * 96, 8)
    assert Screen(text, widest).plain_text == "&" * 4096
    assert Screen(text, grid([LETTER] * 100, 2))


@pytest.mark.parametrize(
    ("text", "rows", "told"),
    [
        ("а" * 4097, (), "4097 characters"),
        ("🎉" * 2049, (), "4098 characters"),  # two units each
        ("а", grid([LETTER] * 101, 8), "101 buttons, and Telegram takes 100"),
        ("а", ((LETTER,) * 9,), "9 buttons in a row"),
        ("а", ((replace(LETTER, data="я" * 33),),), "a button with 66 bytes"),
        ("а", ((CopyButton("а", text="🎉" * 129),),), "258 characters to copy"),
        ("а", ((CopyButton("а", text=""),),), "0 characters to copy"),
        ("а", ((ShareButton("а", query="а" * 257),),), "a query of 257 characters"),
        ("а", ((LETTER,), (replace(LETTER, data="\ud800" * 22),)), "a button with 66 bytes"),
    ],
)
def test_more_is_an_error_that_names_the_limit(text: str, rows: Rows, told: str) -> None:
    with pytest.raises(ScreenError, match=told):
        Screen(Markup(text), rows)  # noqa: S704 - there is no markup in it
