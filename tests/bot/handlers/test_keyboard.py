"""What PTB is given to show."""

from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, User
from telegram.ext import ExtBot

from bot.handlers.keyboard import Keyboard, keyboard
from bot.views.screen import Button, CopyButton, ShareButton
from tests.fake_telegram import BOT, TOKEN

SHARE = ShareButton("Поделиться", query="Тула")


def bot(*, inline: bool) -> ExtBot[None]:
    made = ExtBot[None](TOKEN)
    made._bot_user = User(**(BOT | {"supports_inline_queries": inline}))
    return made


def test_a_keyboard_is_ptbs_own_with_its_json_made_once() -> None:
    rows = ((Button("Тула", "p:tula"), Button("Киль", "p:kiel")), (Button("‹ Назад", "l"),))
    plain = InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in rows]
    )
    keyboard = Keyboard(rows)
    assert keyboard.inline_keyboard == plain.inline_keyboard
    assert keyboard.to_dict() == plain.to_dict()
    assert keyboard.to_dict() is keyboard.to_dict()


def test_each_button_does_what_it_is_for() -> None:
    rows = (
        (SHARE, CopyButton("Скопировать", text="Киль"), ShareButton("Там", query="", returns=True)),
    )
    shown = keyboard(rows, bot(inline=True))
    assert shown is not None
    [[share, copied, back]] = shown.to_dict()["inline_keyboard"]
    assert share["switch_inline_query_chosen_chat"]["query"] == "Тула"
    assert copied["copy_text"] == {"text": "Киль"}
    assert back["switch_inline_query"] == ""


@pytest.mark.parametrize("rows", [((SHARE,),), ((SHARE, SHARE),)])
def test_a_bot_without_inline_mode_has_no_buttons_that_would_begin_a_query(rows: Any) -> None:
    assert keyboard(rows, bot(inline=False)) is None
    kept = keyboard((*rows, (SHARE, Button("Тула", "p:tula"))), bot(inline=False))
    assert kept is not None
    assert [[b.text for b in row] for row in kept.inline_keyboard] == [["Тула"]]
