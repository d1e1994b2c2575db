"""Pobratim, the Telegram bot: the command line, the chat, and everything a person sees."""

__version__ = "0.1.0"
