"""Pobratim, the Telegram bot: the command line, the chat, and everything a person sees."""

import os

# PTB then tells times as timedelta; else it warns at every RetryAfter, and where warnings are
# errors, one would come in place of it.
os.environ.setdefault("PTB_TIMEDELTA", "1")

__version__ = "0.1.0"
