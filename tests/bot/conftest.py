"""Conversations with the real application."""

import pytest

from bot.context import Services
from storage.catalogue import Catalogue
from storage.database.store import Store
from storage.search.search import Search
from tests.bot.conversation import Conversation


@pytest.fixture
async def talk(store: Store, catalogue: Catalogue, search: Search) -> Conversation:
    conversation = Conversation(Services(search, store.chats), admin_ids=(77,))
    await conversation.application.initialize()
    conversation.telegram.calls.clear()
    return conversation
