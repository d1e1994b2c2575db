"""Links to the bot: `t.me/BOT?start=…`, and those that cards have."""

import re

import pytest

from storage.catalogue import Catalogue
from tests.bot.conversation import Conversation

PAYLOAD = re.compile(r'href="https://t\.me/pobratim_sandbox_bot\?start=([A-Za-z0-9_-]{1,64})"')


@pytest.mark.parametrize(
    ("payload", "begins"),
    [
        ("germany", "<b>🇩🇪 Германия</b>"),
        ("DE", "<b>🇩🇪 Германия</b>"),
        ("country-de", "<b>🇩🇪 Германия</b>"),
        ("Country_Germany", "<b>🇩🇪 Германия</b>"),
        ("tula_kerch", "Да, <b>Тула</b> и <b>🇺🇦 Керчь</b>"),
        ("TULA_KERCH", "Да, <b>Тула</b> и <b>🇺🇦 Керчь</b>"),
        ("Spb_Hamburg", "Да, <b>Санкт-Петербург</b> и <b>🇩🇪 Гамбург</b>"),
        ("pair-tula_kerch", "Да, <b>Тула</b> и <b>🇺🇦 Керчь</b>"),
        ("Kaliningrad_saint-petersburg", "Нет, <b>Калининград</b> и <b>Санкт-Петербург</b>"),
        ("map-tula", "<b>Тула</b>"),
        ("MAP_Tula", "<b>Тула</b>"),
        ("map-map", "По ссылке"),
        ("europe", "<b>Европа</b>"),
        ("help", "Напишите город"),
        ("About", "<b>Откуда данные</b>"),
        ("countries", "<b>Все страны</b>"),
        ("inline", "<b>Побратимы в любом чате</b>"),
        ("new_york", "По ссылке"),
    ],
)
async def test_a_link_opens_what_it_names(talk: Conversation, payload: str, begins: str) -> None:
    await talk.say(f"/start {payload}")
    assert talk.text.startswith(begins)


async def test_partners_in_a_card_are_links_to_their_cards(
    talk: Conversation, catalogue: Catalogue
) -> None:
    await talk.say("Тула")
    found = PAYLOAD.findall(talk.text)
    assert set(found) == {it.id for it in catalogue.partners_of(catalogue.places["tula"])}
    for id in found:
        await talk.say(f"/start {id}")
        assert talk.text.startswith(f"<b>{catalogue.places[id].name_ru}")
        assert "tula" in PAYLOAD.findall(talk.text)


async def test_telegram_formats_every_link_of_the_longest_card(talk: Conversation) -> None:
    await talk.say("Санкт-Петербург")
    sent = talk.telegram.world.sent[-1].formatted
    links = [entity for entity in sent.entities if entity["type"] == "text_link"]
    assert len(links) == len(PAYLOAD.findall(talk.text)) == 47
