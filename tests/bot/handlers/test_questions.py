"""Questions about places, and what they come to."""

import pytest

from tests.bot.conversation import Conversation
from tests.fake_telegram import BOT


@pytest.mark.parametrize(
    "text", ["/twins Tula", f"/twins@{BOT['username']} Tula", "Тула", "в Туле", "nekf"]
)
async def test_a_city_is_found_however_it_is_asked_for(talk: Conversation, text: str) -> None:
    await talk.say(text)
    assert talk.text.startswith("<b>Тула</b>\n")
    assert talk.shown["parse_mode"] == "HTML"
    assert "reply_parameters" not in talk.shown


async def test_a_partner_tells_its_russian_cities(talk: Conversation) -> None:
    await talk.say("/twins Kiel")
    assert "Побратим Калининграда и Советска" in talk.telegram.world.sent[-1].formatted.text
    await talk.tap_label("Советск")
    await talk.tap_label("« Киль")
    assert talk.text.startswith("<b>Киль</b>")


async def test_a_country_opens_its_page(talk: Conversation) -> None:
    for text in ("Германия", "/country Germany", "/twins германии"):
        await talk.say(text)
        assert talk.text.startswith("<b>🇩🇪 Германия</b>")


async def test_a_name_of_several_places_is_a_choice(talk: Conversation) -> None:
    await talk.say("Армавир")
    assert "Какое показать?" in talk.text
    assert [row[0]["text"] for row in talk.buttons[:2]] == [
        "Армавир · 3 побратима", "🇦🇲 Армавир — Армавир, Шахты",
    ]  # fmt: skip


async def test_a_doubtful_name_is_offered(talk: Conversation) -> None:
    await talk.say("Орск")
    assert "Похожие названия" in talk.text
    await talk.tap_label("Омск")
    assert talk.text.startswith("<b>Омск</b>")
    assert len(talk.telegram.sent("sendMessage")) == 2  # the offer stays, the card is below it


async def test_nothing_found_quotes_the_question_and_shows_ways_on(talk: Conversation) -> None:
    await talk.say("<b>Хогвартс</b> & К°")
    assert "«&lt;b&gt;Хогвартс&lt;/b&gt; &amp; К°»" in talk.text
    assert [b["text"] for b in talk.buttons[-1]] == ["🏙 Все города", "🌍 Все страны"]


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("я" * 201, "слишком длинно"),
        ("🎉🎉", "Не вижу названия"),
        ("\u200b\u202e", "Не вижу названия"),
        ("'; DROP TABLE place; --", "Не нахожу"),
    ],
)
async def test_odd_questions_get_a_polite_answer(talk: Conversation, text: str, reply: str) -> None:
    await talk.say(text)
    assert reply in talk.text
    assert len(talk.text) < 500


async def test_what_is_no_text_gets_a_word_too(talk: Conversation) -> None:
    photo = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
    message = talk.message("")
    del message["text"]
    await talk.receive({"message": message | {"photo": photo}})
    assert "Напишите название" in talk.text


async def test_twins_alone_asks_with_examples_and_in_a_group_forces_a_reply(
    talk: Conversation,
) -> None:
    await talk.say("/twins")
    assert "Какой город" in talk.text
    assert talk.buttons
    talk.in_group()
    await talk.say("/twins")
    assert talk.shown["reply_markup"]["force_reply"] is True
    assert talk.shown["reply_markup"]["selective"] is True
