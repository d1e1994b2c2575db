"""Inline mode: typing in any chat, and the messages that are sent there."""

from typing import Any

import pytest
from telegram.error import BadRequest

from bot.handlers.inline import NEAREST, RESULTS_A_PAGE
from tests.bot.conversation import Conversation

VLADIVOSTOK = {"latitude": 43.1, "longitude": 131.9}


def titles(answer: dict[str, Any]) -> list[str]:
    return [result["title"] for result in answer["results"]]


async def test_results_come_as_one_types_and_are_the_readers_own(talk: Conversation) -> None:
    answer = await talk.type_inline("Тул")
    assert titles(answer) == ["🇷🇺 Тула", "🇫🇷 Тулон"]
    assert answer["is_personal"] is True
    assert answer["cache_time"] > 0
    message = answer["results"][0]["input_message_content"]
    assert message["message_text"].startswith("<b>Тула</b>")
    assert message["parse_mode"] == "HTML"
    assert message["link_preview_options"] == {"is_disabled": True}
    talk.user["language_code"] = "en"
    assert titles(await talk.type_inline("Тул")) == ["🇷🇺 Tula", "🇫🇷 Toulon"]


async def test_the_language_chosen_in_the_private_chat_counts_everywhere(
    talk: Conversation,
) -> None:
    await talk.tap("g:en")
    assert titles(await talk.type_inline("Тул"))[0] == "🇷🇺 Tula"


async def test_somebody_of_no_known_language_gets_that_of_their_letters(
    talk: Conversation,
) -> None:
    del talk.user["language_code"]
    assert titles(await talk.type_inline("nekf"))[0] == "🇷🇺 Тула"
    assert titles(await talk.type_inline("Tul"))[0] == "🇷🇺 Tula"


async def test_pages_follow_one_another_until_all_is_told(talk: Conversation) -> None:
    seen, offset = [], ""
    while True:
        answer = await talk.type_inline("", offset=offset)
        seen += titles(answer)
        assert len(answer["results"]) <= RESULTS_A_PAGE
        offset = answer.get("next_offset", "")
        if not offset:
            break
    assert len(seen) == len(set(seen)) > 200
    assert seen[0] == "🇷🇺 Санкт-Петербург"


@pytest.mark.parametrize("offset", ["x", "-5", "9" * 60, "١", "99999"])
async def test_an_offset_of_strangers_does_no_harm(talk: Conversation, offset: str) -> None:
    await talk.type_inline("Тул", offset=offset)


async def test_who_tells_where_they_are_sees_the_nearest_first(talk: Conversation) -> None:
    near = titles(await talk.type_inline("", location=VLADIVOSTOK))
    assert "🇷🇺 Владивосток" in near[:NEAREST]
    assert near[NEAREST] == "🇷🇺 Санкт-Петербург"
    assert titles(await talk.type_inline("Тул", location=VLADIVOSTOK))[0] == "🇷🇺 Тула"


async def test_a_button_leads_into_the_private_chat_and_from_there_back(
    talk: Conversation,
) -> None:
    found = (await talk.type_inline("Тул"))["button"]
    nothing = await talk.type_inline("ывапро")
    assert nothing["results"] == []
    assert found["text"] != nothing["button"]["text"]
    await talk.say(f"/start {nothing['button']['start_parameter']}")
    assert "@pobratim_sandbox_bot" in talk.text
    assert talk.buttons[0][0]["switch_inline_query"] == ""


async def test_a_message_that_was_sent_inline_is_browsed_in_its_language(
    talk: Conversation,
) -> None:
    await talk.type_inline("Тула")
    sent = await talk.pick()
    talk.person(5_000_000_008, "en")
    await talk.tap_inline(sent, "Филлинген")
    assert talk.shown["inline_message_id"] == sent.inline_id
    assert talk.text.startswith("<b>Филлинген-Швеннинген</b>")
    await talk.tap_inline(sent, "« Тула")
    assert talk.text.startswith("<b>Тула</b>")
    assert "/about" not in talk.text
    assert talk.telegram.sent("sendMessage") == []


async def test_what_would_be_a_message_below_changes_the_one_sent_inline(
    talk: Conversation,
) -> None:
    await talk.type_inline("Санкт-Петербург")
    sent = await talk.pick()
    await talk.tap_inline(sent, "Скопировать")
    assert "Барселона, Испания" in sent.formatted.text
    await talk.tap_inline(sent, "« Санкт-Петербург")
    assert sent.formatted.text.startswith("Санкт-Петербург\n")


async def test_a_message_that_is_gone_is_not_missed(talk: Conversation) -> None:
    await talk.tap("ru!p:tula", message=None, inline_message_id="gone")
    assert len(talk.telegram.sent("answerCallbackQuery")) == 1
    assert talk.telegram.sent("sendMessage") == []


async def test_what_was_sent_by_the_bots_results_is_no_question_to_it(talk: Conversation) -> None:
    me = await talk.application.bot.get_me()
    talk.telegram.calls.clear()
    await talk.say("Тула", via_bot=me.to_dict())
    assert talk.telegram.calls == []


@pytest.mark.parametrize("error", ["Query is too old and response timeout expired"])
async def test_a_late_answer_is_nobodys_trouble(talk: Conversation, error: str) -> None:
    talk.telegram.failures["answerInlineQuery"] = [BadRequest(error)]
    await talk.type_inline("Тула")
    assert len(talk.telegram.sent("answerInlineQuery")) == 1


async def test_a_text_that_telegram_does_not_understand_goes_without_its_markup(
    talk: Conversation,
) -> None:
    talk.telegram.failures["answerInlineQuery"] = [BadRequest("Can't parse entities: x")]
    answer = await talk.type_inline("Тула")
    assert len(talk.telegram.sent("answerInlineQuery")) == 2
    assert answer["results"][0]["input_message_content"]["message_text"].startswith("Тула\n")
