"""What handlers are given: the bot's services, typed, and the reader's language."""

from dataclasses import dataclass, field
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.i18n import Translator, translator
from bot.metrics import Metrics
from storage.catalogue import Catalogue
from storage.database.chats import Chats
from storage.database.engine import StoreError
from storage.languages import language_of
from storage.search.search import Search


@dataclass(slots=True)
class Services:
    """All that the handlers need of the outside world. The search is replaced with its data."""

    search: Search
    chats: Chats
    metrics: Metrics = field(default_factory=Metrics)

    @property
    def catalogue(self) -> Catalogue:
        """What the search answers from: one snapshot for both."""
        return self.search.catalogue


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], Services]):
    """PTB's context with the services in place of `bot_data`."""

    @property
    def services(self) -> Services:
        """The bot's services."""
        return self.bot_data

    async def translator(self, update: Update) -> Translator:
        """The reader's language: chosen in the chat, else (and with the store away) Telegram's."""
        chat, user = update.effective_chat, update.effective_user
        try:
            chosen = await self.services.chats.language(chat.id) if chat else None
        except StoreError:
            chosen = None
        return translator(language_of(chosen or (user.language_code if user else None)))


BotApplication = Application[ExtBot[None], Context, dict[Any, Any], dict[Any, Any], Services, Any]
