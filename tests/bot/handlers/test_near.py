"""What is near: asked for by a command, or told by a location."""

import logging
from typing import Any

import pytest

from tests.bot.conversation import Conversation

TULA = {"latitude": 54.1931, "longitude": 37.6173}


def message(talk: Conversation, **content: Any) -> dict[str, Any]:
    told = talk.message("")
    del told["text"]
    return told | content


async def test_near_asks_for_a_location_by_a_button_below_the_chat(talk: Conversation) -> None:
    await talk.say("/near")
    markup = talk.shown["reply_markup"]
    assert markup["keyboard"] == [[{"text": "📍 Отправить, где я", "request_location": True}]]
    assert markup["one_time_keyboard"] is True
    assert "Координаты нигде не сохраняются" in talk.text


async def test_a_location_is_answered_and_the_button_goes_away(talk: Conversation) -> None:
    await talk.receive({"message": message(talk, location=TULA)})
    thanks, answer = talk.telegram.sent("sendMessage")
    assert thanks["reply_markup"] == {"remove_keyboard": True}
    assert "Тула — совсем рядом" in answer["text"]
    await talk.tap_label("Серпухов")
    assert talk.text.startswith("<b>Серпухов</b>")
    assert len(talk.telegram.sent("sendMessage")) == 3, "the list stays, the card is below it"


async def test_a_venue_is_a_location_too(talk: Conversation) -> None:
    venue = {"location": TULA, "title": "Кремль", "address": "Тула"}
    await talk.receive({"message": message(talk, venue=venue, location=TULA)})
    assert "Тула — совсем рядом" in talk.text


async def test_a_live_location_is_answered_once(talk: Conversation) -> None:
    live = message(talk, location=TULA | {"live_period": 900})
    await talk.receive({"message": live})
    talk.telegram.calls.clear()
    for north in range(3):
        moved = {"latitude": 54.2 + north, "longitude": 37.6, "live_period": 900}
        edited = live | {"location": moved, "edit_date": live["date"] + 60}
        await talk.receive({"edited_message": edited})
    assert talk.telegram.calls == []


async def test_in_a_group_a_location_counts_as_a_reply_to_the_bot(talk: Conversation) -> None:
    talk.in_group()
    await talk.receive({"message": message(talk, location=TULA)})
    assert talk.telegram.sent("sendMessage") == []
    await talk.say("/near")
    assert talk.shown["reply_markup"]["force_reply"] is True
    asked = talk.telegram.world.sent[-1].as_bot_api()
    await talk.receive({"message": message(talk, location=TULA, reply_to_message=asked)})
    assert "Тула — совсем рядом" in talk.text
    assert len(talk.telegram.sent("sendMessage")) == 2, "no keyboard was brought, none is removed"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Киль", "🇩🇪 Гамбург — 86"),
        ("Сиэтл", "🇺🇸 Такома (Вашингтон) — 41"),
        ("Хогвартс", "Не знаю, где находится «Хогвартс»"),
    ],
)
async def test_words_will_do(talk: Conversation, question: str, told: str) -> None:
    await talk.say(f"/near {question}")
    assert told in talk.text


async def test_coordinates_are_not_logged(
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await talk.receive({"message": message(talk, location=TULA)})
    assert "54.19" not in caplog.text
    assert "37.61" not in caplog.text
