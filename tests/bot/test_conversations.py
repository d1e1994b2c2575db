"""Whole conversations through the real Application: what somebody types and taps, and sees."""

import logging
from typing import Any

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError

from storage.database.engine import StoreError
from storage.database.store import Store
from tests.bot.conversation import Conversation
from tests.fake_telegram import BOT, TOKEN


class Broken:
    """A search that fails whatever it is asked."""

    def __getattr__(self, name: str) -> Any:
        raise LookupError("the index is broken")


async def test_start_greets_with_things_to_try(talk: Conversation) -> None:
    await talk.say("/start")
    assert "Это «Побратим»" in talk.text
    assert "140 городов" in talk.text
    assert [b["text"] for b in talk.buttons[0]] == ["🇷🇺 Тула", "🇷🇺 Сочи", "🇩🇪 Киль"]
    await talk.tap_label("Тула")
    assert talk.text.startswith("<b>Тула</b> · Tula")


async def test_a_link_to_a_place_opens_its_card(talk: Conversation) -> None:
    await talk.say("/start kiel")
    assert talk.text.startswith("<b>Киль</b> · Kiel")
    await talk.say("/start nonsense")
    assert "Это «Побратим»" in talk.text


@pytest.mark.parametrize(
    "text", ["/twins Tula", f"/twins@{BOT['username']} Tula", "Тула", "в Туле", "nekf"]
)
async def test_a_city_is_found_however_it_is_asked_for(talk: Conversation, text: str) -> None:
    await talk.say(text)
    assert talk.text.startswith("<b>Тула</b> · Tula")
    assert talk.shown["parse_mode"] == "HTML"
    assert "reply_parameters" not in talk.shown


async def test_browsing_by_country_changes_the_message_and_leads_back(talk: Conversation) -> None:
    await talk.say("/twins Тула")
    await talk.tap_label("Германия")
    assert talk.text.startswith("<b>🇩🇪 Германия</b>")
    await talk.tap_label("›")
    await talk.tap_label("Казань")
    assert talk.text.startswith("<b>Казань</b>")
    await talk.tap_label("« Германия")
    assert talk.text.startswith("<b>🇩🇪 Германия</b>")
    await talk.tap_label("« Тула")
    assert talk.text.startswith("<b>Тула</b>")
    assert len(talk.telegram.sent("sendMessage")) == 1
    assert len(talk.telegram.sent("answerCallbackQuery")) == 5


async def test_a_partner_tells_its_russian_cities(talk: Conversation) -> None:
    await talk.say("/twins Kiel")
    assert "Побратим 2 городов России" in talk.text
    await talk.tap_label("Советск")
    await talk.tap_label("« Киль")
    assert talk.text.startswith("<b>Киль</b>")


async def test_a_country_opens_its_page(talk: Conversation) -> None:
    for text in ("Германия", "/country Germany", "/twins германии"):
        await talk.say(text)
        assert talk.text.startswith("<b>🇩🇪 Германия</b>")


async def test_a_name_of_several_places_is_a_choice(talk: Conversation) -> None:
    await talk.say("Армавир")
    assert "несколько мест" in talk.text
    assert [row[0]["text"] for row in talk.buttons] == ["Армавир", "🇦🇲 Армавир"]


async def test_a_doubtful_name_is_offered(talk: Conversation) -> None:
    await talk.say("Орск")
    assert "Может быть" in talk.text
    await talk.tap_label("Омск")
    assert talk.text.startswith("<b>Омск</b>")


async def test_nothing_found_quotes_the_question_and_shows_ways_on(talk: Conversation) -> None:
    await talk.say("<b>Хогвартс</b> & К°")
    assert "«&lt;b&gt;Хогвартс&lt;/b&gt; &amp; К°»" in talk.text
    assert [b["text"] for b in talk.buttons[-1]] == ["🏙 Города", "🌍 Страны"]


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("я" * 201, "слишком длинно"),
        ("🎉🎉", "нет названия"),
        ("\u200b\u202e", "нет названия"),
        ("'; DROP TABLE place; --", "не нашлось"),
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


async def test_in_a_group_only_commands_replies_and_buttons_count(talk: Conversation) -> None:
    talk.in_group()
    await talk.say("Тула")
    await talk.say("/twins@another_bot Тула")
    other = talk.message("привет") | {"from": {"id": 9, "is_bot": False, "first_name": "Б"}}
    await talk.say("Тула", reply_to_message=other)
    assert talk.telegram.calls == []
    await talk.say("Тула", reply_to_message=talk.message("?") | {"from": BOT})
    assert talk.text.startswith("<b>Тула</b>")
    assert talk.shown["reply_parameters"]
    await talk.say("/twins Омск")
    assert talk.text.startswith("<b>Омск</b>")
    await talk.tap("p:tula")
    assert talk.text.startswith("<b>Тула</b>")


async def test_a_corrected_message_is_asked_again(talk: Conversation) -> None:
    await talk.receive({"edited_message": talk.message("Тула") | {"edit_date": 1_700_000_001}})
    assert talk.text.startswith("<b>Тула</b>")


async def test_a_channels_post_is_not_answered(talk: Conversation) -> None:
    post = talk.message("/start") | {"chat": {"id": -100, "type": "channel", "title": "К"}}
    del post["from"]
    await talk.receive({"channel_post": post})
    assert talk.telegram.calls == []


async def test_the_language_follows_telegram_until_one_is_chosen(talk: Conversation) -> None:
    talk.user["language_code"] = "en"
    await talk.say("Тула")
    assert talk.text.startswith("<b>Tula</b> · Тула")
    await talk.say("/settings")
    await talk.tap_label("Русский")
    assert "На каком языке" in talk.text
    assert [b["text"] for b in talk.buttons[1]] == ["✓ Русский", "English"]
    await talk.say("Tula")
    assert talk.text.startswith("<b>Тула</b> · Tula")
    await talk.say("/settings")
    await talk.tap_label("Как в Telegram")
    await talk.say("Tula")
    assert talk.text.startswith("<b>Tula</b>")


async def test_what_is_remembered_is_forgotten_after_a_question(talk: Conversation) -> None:
    await talk.tap("g:en")
    await talk.say("/forgetme")
    await talk.tap_label("Keep")
    assert "stays as it was" in talk.text
    assert await talk.application.bot_data.chats.language(talk.chat["id"]) == "en"
    await talk.say("/forgetme")
    await talk.tap_label("Delete")
    assert await talk.application.bot_data.chats.language(talk.chat["id"]) is None


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/help", "/twins"),
        ("/cities", "Выберите букву"),
        ("/countries", "в 85 странах"),
        ("/country", "в 85 странах"),
        ("/privacy", "Что хранит бот"),
    ],
)
async def test_every_command_answers(talk: Conversation, command: str, words: str) -> None:
    await talk.say(command)
    assert words in talk.text


async def test_status_is_for_administrators_in_private(talk: Conversation) -> None:
    await talk.say("/status")
    assert "895" not in talk.text
    talk.user["id"] = 77
    await talk.say("/status")
    assert "895" in talk.text


@pytest.mark.parametrize("data", ["p:atlantis", "c:XX:0", "zzz", "", "p:tula;drop", None])
async def test_a_tap_that_leads_nowhere_is_answered_and_changes_nothing(
    talk: Conversation, data: str | None
) -> None:
    await talk.tap(data)
    assert "устарела" in talk.telegram.sent("answerCallbackQuery")[0]["text"]
    assert talk.telegram.sent("editMessageText", "sendMessage") == []


async def test_a_tap_on_what_is_shown_already_is_no_error(talk: Conversation) -> None:
    for _ in range(2):
        await talk.tap("p:tula")
    assert len(talk.telegram.sent("editMessageText")) == 2
    assert talk.telegram.sent("sendMessage") == []


async def test_a_tap_on_a_deleted_message_shows_the_screen_anew(talk: Conversation) -> None:
    await talk.tap("p:tula", message=talk.message("…") | {"from": BOT})
    assert talk.telegram.sent("sendMessage")[0]["text"].startswith("<b>Тула</b>")


async def test_a_tap_that_comes_too_late_still_shows_the_screen(talk: Conversation) -> None:
    talk.telegram.failures["answerCallbackQuery"].append(
        BadRequest("Query is too old and response timeout expired or query id is invalid")
    )
    await talk.tap("p:tula")
    assert talk.text.startswith("<b>Тула</b>")


async def test_a_tap_without_its_message_is_answered(talk: Conversation) -> None:
    await talk.receive(
        {"callback_query": {"id": "1", "from": talk.user, "chat_instance": "1", "data": "p:tula",
                            "inline_message_id": "abc"}}
    )  # fmt: skip
    assert talk.telegram.sent("editMessageText")[0]["inline_message_id"] == "abc"


async def test_a_failing_handler_is_logged_once_without_the_users_words_and_told(
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    talk.application.bot_data.search = Broken()  # type: ignore[assignment]
    with caplog.at_level(logging.INFO):
        await talk.say("секретный вопрос")
    assert "сломалось" in talk.text
    [record] = [r for r in caplog.records if r.levelno >= logging.ERROR]
    assert record.exc_info
    assert "секретный" not in caplog.text
    assert TOKEN not in caplog.text


async def test_a_failing_tap_is_told_in_a_toast(talk: Conversation) -> None:
    talk.application.bot_data.search = Broken()  # type: ignore[assignment]
    await talk.tap("p:tula")
    assert "сломалось" in talk.telegram.sent("answerCallbackQuery")[-1]["text"]
    assert talk.telegram.sent("sendMessage") == []


async def test_a_tap_that_fails_when_it_has_its_answer_is_told_in_a_message(
    talk: Conversation,
) -> None:
    talk.telegram.failures["editMessageText"].append(BadRequest("Button_data_invalid"))
    await talk.tap("p:tula")
    assert "сломалось" in str(talk.telegram.world.sent[-1].formatted.text)


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
async def test_a_text_that_is_not_understood_goes_without_its_markup(
    talk: Conversation, method: str
) -> None:
    talk.telegram.failures[method].append(BadRequest("Can't parse entities: unclosed tag"))
    await (talk.say("Тула") if method == "sendMessage" else talk.tap("p:tula"))
    assert "parse_mode" not in talk.shown
    assert talk.text.startswith("Тула")


@pytest.mark.parametrize("kind", ["blocked", "left"])
async def test_a_chat_that_is_left_is_forgotten(talk: Conversation, kind: str) -> None:
    await talk.tap("g:en")
    chats = talk.application.bot_data.chats
    assert await chats.language(talk.user["id"]) == "en"
    was = {"user": BOT, "status": "member"}
    now = {"user": BOT, "status": "left"} if kind == "left" else {
        "user": BOT, "status": "kicked", "until_date": 0,
    }  # fmt: skip
    await talk.receive(
        {"my_chat_member": {"chat": talk.chat, "from": talk.user, "date": 0,
                            "old_chat_member": was, "new_chat_member": now}}
    )  # fmt: skip
    assert await chats.language(talk.user["id"]) is None


async def test_with_the_store_away_questions_are_answered_and_settings_say_so(
    talk: Conversation, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> str:
        raise StoreError("the database cannot be reached")

    for method in ("language", "choose_language"):
        monkeypatch.setattr(store.chats, method, away)
    await talk.say("Тула")
    assert talk.text.startswith("<b>Тула</b>")
    await talk.say("/settings")
    assert "Настройки сейчас недоступны" in talk.text
    await talk.tap("g:en")
    assert "Настройки" in talk.telegram.sent("answerCallbackQuery")[-1]["text"]


@pytest.mark.parametrize(
    "failure", [Forbidden("bot was blocked by the user"), NetworkError("gone")]
)
async def test_somebody_who_cannot_be_reached_is_no_failure_of_ours(
    talk: Conversation, caplog: pytest.LogCaptureFixture, failure: Exception
) -> None:
    talk.telegram.failures["sendMessage"].append(failure)  # type: ignore[arg-type]
    await talk.say("Тула")
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []
    assert len(talk.telegram.sent("sendMessage")) == 1
