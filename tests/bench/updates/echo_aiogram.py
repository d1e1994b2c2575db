"""aiogram's echo as its documentation has it: `python -m … URL`, in an environment of its own."""

import asyncio
import sys
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.bench.updates.echoed import TEXT

BUTTONS = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text=f"Button {n}", callback_data=f"b:{n}")] for n in range(8)
    ]
)


async def echo(message: Message) -> Any:
    """600 characters of HTML with eight buttons."""
    await message.answer(TEXT, parse_mode="HTML", reply_markup=BUTTONS)


async def main() -> None:
    """Poll until told to end."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(sys.argv[1]))
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    await dispatcher.start_polling(Bot("42:bench", session=session), polling_timeout=25)


if __name__ == "__main__":
    asyncio.run(main())
