"""What handlers are given: the bot's services, typed, and the reader's language."""

import re
from collections.abc import Awaitable, Callable, Collection, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cachetools import LRUCache, TTLCache
from telegram import Message, Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.answered import Answered, text_of
from bot.i18n import Translator, language_of_text, translator
from bot.maps.drawing import Drawer
from bot.maps.subject import MapSubject
from bot.metrics import Metrics
from bot.views.callbacks import language_told
from bot.views.screen import Screen
from storage.catalogue import Catalogue
from storage.database.chats import Chats
from storage.database.engine import StoreError
from storage.database.pictures import Pictures
from storage.languages import LANGUAGES, Language, language_of, language_typed
from storage.search.search import Search

COMMAND = re.compile(r"^/\S+\s*")  # its letters are nobody's language
ADMINISTRATORS_REMEMBERED_SECONDS = 60.0
SCREENS_REMEMBERED = 1_000  # about 2 MB

Shown = TypeVar("Shown", Screen, Screen | None)


Draw = Callable[[MapSubject], Awaitable[bytes]]  # gives a PNG file; raises MapError


def _administrators() -> TTLCache[int, frozenset[int]]:
    return TTLCache(10_000, ADMINISTRATORS_REMEMBERED_SECONDS)


def _screens() -> LRUCache[Hashable, Screen]:
    return LRUCache(SCREENS_REMEMBERED)


@dataclass(slots=True)
class Services:
    """All that the handlers need of the outside world. The search is replaced with its data.

    `admin_ids` are those of the bot's own administrators; `administrators` has those of groups, for
    as long as they are remembered. `draw` draws maps, `pictures` has those that Telegram knows
    already.
    """

    search: Search
    chats: Chats
    pictures: Pictures = field(default_factory=Pictures)
    draw: Draw = field(default_factory=lambda: Drawer().draw)
    metrics: Metrics = field(default_factory=Metrics)
    answered: Answered = field(default_factory=Answered)
    admin_ids: Collection[int] = ()
    administrators: TTLCache[int, frozenset[int]] = field(default_factory=_administrators)
    _screens: LRUCache[Hashable, Screen] = field(default_factory=_screens)

    @property
    def catalogue(self) -> Catalogue:
        """What the search answers from: one snapshot for both."""
        return self.search.catalogue

    def screen(self, of: Hashable, t: Translator, make: Callable[[], Shown]) -> Shown:
        """What `make` gives: made once for each `of` and language, while the data stay.

        Nothing else may be told on it: `of` is kept, and must not quote what people write.
        """
        key = (self.catalogue.revision, t.lang, t.bot, of)
        if (kept := self._screens.get(key)) is not None:
            return kept
        if (screen := make()) is not None:
            self._screens[key] = screen
        return screen

    def remembered_translator(self, update: Update) -> Translator:
        """The reader's language as far as it is known without asking the store."""
        chat_id = _chat_of_reader(update)
        return self.translator(update, self.chats.remembered(chat_id) if chat_id else None)

    def translator(self, update: Update, chosen: str | None, bot: str = "") -> Translator:
        """The language that was chosen, else Telegram's, else that of the message's own letters.

        A message that others see too keeps its own. `bot` is the username, for links.
        """
        user = update.effective_user
        told = chosen or (user.language_code if user else None)
        shared = _language_of_tapped(update, everywhere=not told)
        if chosen and update.effective_chat:
            shared = None
        language = shared or (language_of(told) if told else self._language_written(update))
        return translator(language, bot)

    def _language_written(self, update: Update) -> Language:
        """The language in whose letters, on the layout that was meant, a message is written."""
        message, query = update.effective_message, update.inline_query
        written = query.query if query else text_of(message) if message else ""
        return language_typed(self.search.in_its_layout(COMMAND.sub("", written)))


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], Services]):
    """PTB's context with the services in place of `bot_data`."""

    @property
    def services(self) -> Services:
        """The bot's services."""
        return self.bot_data

    async def translator(self, update: Update) -> Translator:
        """The reader's language: chosen in the chat, else (and with the store away) Telegram's.

        In a group that has chosen none, a message keeps its language whoever taps its buttons.
        """
        chat_id = _chat_of_reader(update)
        try:
            chosen = await self.services.chats.language(chat_id) if chat_id else None
        except StoreError:
            chosen = None
        return self.services.translator(update, chosen, self.bot.username)

    async def translator_for(self, chat_id: int, otherwise: str) -> Translator:
        """The language of a chat of which no update tells: chosen there, or else a code's."""
        try:
            chosen = await self.services.chats.language(chat_id)
        except StoreError:
            chosen = None
        return translator(language_of(chosen or otherwise))


def _chat_of_reader(update: Update) -> int | None:
    """The chat, or where none is told (inline) the reader's private one, whose id is theirs."""
    reader = update.effective_chat or update.effective_user
    return reader.id if reader else None


def _language_of_tapped(update: Update, *, everywhere: bool) -> Language | None:
    """The language of a message that others see too, by its text and its buttons.

    `everywhere`: in a private chat as well, where nothing else tells the reader's language.
    """
    query = update.callback_query
    if query and query.inline_message_id:
        return LANGUAGES.get(language_told(query.data or "") or "")
    message = query.message if query else None
    if not isinstance(message, Message):
        return None
    if message.chat.type == message.chat.PRIVATE and not everywhere:
        return None
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    labels = [button.text for row in rows for button in row]
    return language_of_text(" ".join([text_of(message), *labels]))


BotApplication = Application[ExtBot[None], Context, dict[Any, Any], dict[Any, Any], Services, Any]
