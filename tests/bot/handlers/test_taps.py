"""Taps on buttons, of any age and on any message."""

from typing import Any

import pytest
from telegram.error import BadRequest

from tests.bot.conversation import Conversation
from tests.fake_telegram import BOT


async def test_browsing_changes_the_message_and_leads_back(talk: Conversation) -> None:
    await talk.say("/twins Тула")
    await talk.tap_label("🇩🇪 Филлинген-Швеннинген")
    assert talk.text.startswith("<b>Филлинген-Швеннинген</b>")
    await talk.tap_label("Германия · 75")
    assert talk.text.startswith("<b>🇩🇪 Германия</b>")
    await talk.tap_label("« Филлинген-Швеннинген")
    assert talk.text.startswith("<b>Филлинген-Швеннинген</b>")
    await talk.tap_label("« Тула")
    assert talk.text.startswith("<b>Тула</b>")
    assert len(talk.telegram.sent("sendMessage")) == 1
    assert len(talk.telegram.sent("answerCallbackQuery")) == 4


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


async def test_in_a_topic_what_takes_the_place_of_a_vanished_message_stays_in_it(
    talk: Conversation,
) -> None:
    talk.in_topic(9)
    await talk.say("/twins Тула")
    talk.telegram.failures["editMessageText"].append(BadRequest("Message to edit not found"))
    await talk.tap("p:kiel")
    assert [message.thread for message in talk.telegram.world.sent] == [9, 9]


@pytest.mark.parametrize("topic", [{"is_topic_message": True}, {}])
@pytest.mark.parametrize("forum", [True, False])
async def test_a_tap_under_a_vanished_message_of_a_topic_is_answered_there(
    talk: Conversation, topic: dict[str, Any], forum: bool
) -> None:
    talk.in_topic(9)
    chat = talk.chat if forum else {k: v for k, v in talk.chat.items() if k != "is_forum"}
    gone = {"chat": chat, "message_id": 7, "date": 0, "message_thread_id": 9} | topic
    await talk.tap("p:tula", message=gone)
    assert talk.text.startswith("<b>Тула</b>")
    assert talk.telegram.world.sent[-1].thread == 9
    assert len(talk.telegram.sent("answerCallbackQuery")) == 1


async def test_in_a_group_without_topics_a_chain_of_replies_is_none(talk: Conversation) -> None:
    talk.in_group()
    shown = talk.message("…", message_thread_id=3) | {"from": BOT}
    talk.telegram.failures["editMessageText"].append(BadRequest("Message to edit not found"))
    await talk.tap("p:tula", message=shown)
    assert "message_thread_id" not in talk.telegram.sent("sendMessage")[0]


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


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
async def test_a_text_that_is_not_understood_goes_without_its_markup(
    talk: Conversation, method: str
) -> None:
    talk.telegram.failures[method].append(BadRequest("Can't parse entities: unclosed tag"))
    await (talk.say("Тула") if method == "sendMessage" else talk.tap("p:tula"))
    assert "parse_mode" not in talk.shown
    assert talk.text.startswith("Тула")
