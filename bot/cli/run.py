"""`pobratim run`: serving on Telegram until somebody stops it."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any

from telegram.error import InvalidToken

from bot.cli.failure import DONE, Failure
from bot.config import Settings
from bot.delivery import serve
from bot.delivery.http_server import ListenError


def run(settings: Settings) -> int:
    """Serve on Telegram."""
    return served(serve.run(settings))


def served(serving: Coroutine[Any, Any, None]) -> int:
    """Serve to the end. Raises Failure, which says why it could not, and StoreError."""
    try:
        asyncio.run(serving)
    except InvalidToken:
        raise Failure("Telegram does not know this token; check TELEGRAM_BOT_TOKEN") from None
    except ListenError as error:
        raise Failure(str(error)) from None
    except OSError as error:
        raise Failure(f"the system does not let it serve on: {error}") from None
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # all is done: one more must not spoil the end
    return DONE
