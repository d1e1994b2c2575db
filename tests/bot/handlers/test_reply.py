"""What PTB is given to show."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.handlers.reply import Keyboard
from bot.views.screen import Button


def test_a_keyboard_is_ptbs_own_with_its_json_made_once() -> None:
    rows = ((Button("Тула", "p:tula"), Button("Киль", "p:kiel")), (Button("‹ Назад", "l"),))
    plain = InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in rows]
    )
    keyboard = Keyboard(rows)
    assert keyboard.inline_keyboard == plain.inline_keyboard
    assert keyboard.to_dict() == plain.to_dict()
    assert keyboard.to_dict() is keyboard.to_dict()
