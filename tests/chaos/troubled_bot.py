"""The bot, with two questions that are bad for it: one kills the process, one takes eight seconds.

`python -m tests.chaos.troubled_bot run` is `pobratim run` but for them.
"""

import asyncio
import os
import signal
import sys
from typing import Any

from telegram import Update
from telegram.ext import Application

from bot.cli.main import main

POISON = "/twins poison"
SLOW = "/twins slow"
SECONDS = 8.0

process_update = Application.process_update


async def process(self: Application[Any, Any, Any, Any, Any, Any], update: object) -> None:
    """Application.process_update, with the trouble in front."""
    message = update.message if isinstance(update, Update) else None
    if message and message.text == POISON:
        os.kill(os.getpid(), signal.SIGKILL)
    if message and message.text == SLOW:
        await asyncio.sleep(SECONDS)
    await process_update(self, update)


if __name__ == "__main__":
    Application.process_update = process  # type: ignore[method-assign]
    sys.exit(main())
