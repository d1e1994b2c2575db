"""One update, from raw JSON to its answer, and what the log tells of it."""

import logging
import time

import pytest

from bot.delivery.attempt import Attempt
from bot.delivery.flood import FLOOD_MESSAGES
from bot.delivery.processor import UpdateResult
from bot.delivery.raw_updates import TAP_ANSWERABLE_SECONDS, RawUpdate
from bot.i18n import translator
from storage.languages import ENGLISH, RUSSIAN, Language
from tests.bot.delivery.line import ANNA, BotSide, Telegram, message


async def handle(bot: BotSide, update_id: int, text: str, language: str = "ru") -> UpdateResult:
    raw: RawUpdate = {"update_id": update_id} | message(text)
    raw["message"]["from"]["language_code"] = language
    raw["message"]["date"] = 1_700_000_000
    return await bot.processor.handle(raw, time.time(), Attempt(update_id))


async def test_a_handled_question_leaves_no_word_of_it_in_the_log(
    bot: BotSide, telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    assert await handle(bot, 1, "Тула") is UpdateResult.HANDLED
    assert telegram.answers() == ["Тула"]
    told = [each for each in caplog.records if not each.name.startswith("asyncio")]
    assert not [each.message for each in told if "Тула" in each.getMessage()]
    assert str(ANNA) not in " ".join(each.getMessage() for each in told)


@pytest.mark.parametrize(("language", "answer"), [(RUSSIAN, "Тула"), (ENGLISH, "Tula")])
async def test_who_floods_is_told_once_in_their_language_and_answered_nevertheless(
    bot: BotSide, telegram: Telegram, language: Language, answer: str
) -> None:
    for n in range(FLOOD_MESSAGES + 5):
        await handle(bot, n, "Тула", language.code)
    told = translator(language).text("flood").partition("\n")[0]
    assert telegram.answers().count(told) == 1
    assert telegram.answers().count(answer) == FLOOD_MESSAGES + 5


async def test_a_flood_is_told_in_the_language_that_was_chosen(
    bot: BotSide, telegram: Telegram
) -> None:
    await bot.services.chats.choose_language(ANNA, "en")
    for n in range(FLOOD_MESSAGES):
        await handle(bot, n, "Тула", "ru")
    told = translator(ENGLISH).text("flood").partition("\n")[0]
    assert telegram.answers().count(told) == 1


async def test_a_flood_that_cannot_be_told_stops_no_answer(
    bot: BotSide, telegram: Telegram
) -> None:
    bot.wait(call_patience=0)
    for n in range(FLOOD_MESSAGES - 1):
        await handle(bot, n, "Тула")
    telegram.fault("sendMessage", "error")
    assert await handle(bot, FLOOD_MESSAGES, "Киль") is UpdateResult.HANDLED
    assert telegram.answers()[-1] == "Киль"


async def test_somebody_who_has_blocked_the_bot_is_no_reason_to_try_again(
    bot: BotSide, telegram: Telegram
) -> None:
    telegram.sandbox.world.blocked.add(ANNA)
    assert await handle(bot, 1, "Тула") is UpdateResult.HANDLED
    assert bot.counted("api_calls_total", method="sendMessage", outcome="Forbidden") == 1


@pytest.mark.parametrize(
    ("data", "outcome"),
    [("f:yes", "handled"), ("g:en", "handled"), ("p:tula", "expired"), ("x", "expired")],
)
async def test_a_late_tap_changes_what_it_is_to_change_and_shows_nothing(
    bot: BotSide, data: str, outcome: str
) -> None:
    content = message("")["message"]
    tap = {"id": "1", "from": content["from"], "chat_instance": "1", "data": data}
    raw = {"update_id": 1, "callback_query": tap | {"message": content}}
    came = time.time() - TAP_ANSWERABLE_SECONDS - 1
    assert await bot.processor.handle(raw, came, Attempt(1)) == outcome
    if data == "g:en":
        assert await bot.services.chats.language(ANNA) == "en"
