"""python-telegram-bot's echo as its documentation has it: `python -m … URL`."""

import sys
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, MessageHandler, filters

from tests.bench.updates.echoed import TEXT

BUTTONS = InlineKeyboardMarkup(
    [[InlineKeyboardButton(f"Button {n}", callback_data=f"b:{n}")] for n in range(8)]
)


async def echo(update: Update, _context: Any) -> None:
    """600 characters of HTML with eight buttons."""
    if update.message:
        await update.message.reply_text(TEXT, parse_mode="HTML", reply_markup=BUTTONS)


async def tapped(update: Update, _context: Any) -> None:
    """A tap is answered and its message edited."""
    if query := update.callback_query:
        await query.answer()
        await query.edit_message_text(TEXT, parse_mode="HTML", reply_markup=BUTTONS)


def main() -> None:
    """Poll until told to end."""
    builder = Application.builder().token("42:bench").base_url(f"{sys.argv[1]}/bot")
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_handler(CallbackQueryHandler(tapped))
    application.run_polling(timeout=25)


if __name__ == "__main__":
    main()
