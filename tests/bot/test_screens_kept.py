"""Screens are worked out once, while the data stay."""

from typing import cast

import pytest
from markupsafe import Markup

from bot.context import SCREENS_REMEMBERED, Services
from bot.i18n import translator
from bot.views.screen import Screen
from storage.catalogue import Catalogue
from storage.database.chats import Chats
from storage.languages import ENGLISH, RUSSIAN
from storage.search.search import Search
from tests.bot.conversation import Conversation

RU, EN = translator(RUSSIAN), translator(ENGLISH)


class Maker:
    """Makes screens, each another one, and counts them."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> Screen:
        self.made += 1
        return Screen(Markup(str(self.made)))  # noqa: S704


@pytest.fixture
def services(search: Search) -> Services:
    return Services(search, cast("Chats", None))


def test_a_screen_is_made_once_for_each_language(services: Services) -> None:
    make = Maker()
    first = services.screen("tula", RU, make)
    assert services.screen("tula", RU, make) is first
    assert services.screen("tula", EN, make) is not first
    assert services.screen("kiel", RU, make) is not first
    assert make.made == 3


def test_what_leads_nowhere_is_looked_for_again(services: Services) -> None:
    assert services.screen("gone", RU, lambda: None) is None
    assert services.screen("gone", RU, Maker()) is not None


def test_only_so_many_are_kept(services: Services) -> None:
    make = Maker()
    for number in range(SCREENS_REMEMBERED + 1):
        services.screen(number, RU, make)
    assert services.screen(1, RU, make).text == "2"
    assert services.screen(0, RU, make).text == str(SCREENS_REMEMBERED + 2), "it had to go"


async def test_new_data_have_screens_of_their_own(talk: Conversation, catalogue: Catalogue) -> None:
    await talk.say("Тула")
    old = talk.text
    await talk.tap("p:tula")
    twinnings = [t for t in catalogue.twinnings if t.city.id == "tula"][:1]
    less = Catalogue("another", catalogue.places.values(), twinnings, catalogue.source)
    talk.application.bot_data.search = Search(less)
    await talk.say("Тула")
    asked = talk.text
    await talk.tap("p:tula")
    assert asked == talk.text != old


async def test_each_hears_their_own_words(talk: Conversation) -> None:
    for words in ("Абракадабра", "Шурумбурум"):
        await talk.say(words)
        assert words in talk.text


async def test_a_group_and_a_private_chat_share_no_manner(talk: Conversation) -> None:
    await talk.say("Санкт-Петербург")
    alone = talk.shown
    talk.in_group()
    await talk.say("/twins Санкт-Петербург")
    assert len(talk.buttons) < len(alone["reply_markup"]["inline_keyboard"])
