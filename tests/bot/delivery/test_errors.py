"""Handlers that fail, and chats in which the bot may not write."""

import logging
from typing import Any

import pytest
from telegram.error import BadRequest, NetworkError

from bot.sandbox.rights import REFUSALS
from storage.database.engine import StoreError
from storage.database.store import Store
from tests.bot.conversation import Conversation
from tests.fake_telegram import TOKEN


class Broken:
    """A search that fails whatever it is asked."""

    def __getattr__(self, name: str) -> Any:
        raise LookupError("the index is broken")


async def test_a_failing_handler_is_logged_once_without_the_users_words_and_told(
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    talk.application.bot_data.search = Broken()  # type: ignore[assignment]
    with caplog.at_level(logging.INFO):
        await talk.say("секретный вопрос")
    assert "пошло не так" in talk.text
    [record] = [r for r in caplog.records if r.levelno >= logging.ERROR]
    assert record.exc_info
    assert "секретный" not in caplog.text
    assert TOKEN not in caplog.text


async def test_a_failing_tap_is_told_in_a_toast(talk: Conversation) -> None:
    talk.application.bot_data.search = Broken()  # type: ignore[assignment]
    await talk.tap("p:tula")
    assert "пошло не так" in talk.telegram.sent("answerCallbackQuery")[-1]["text"]
    assert talk.telegram.sent("sendMessage") == []


async def test_a_tap_that_fails_when_it_has_its_answer_is_told_in_a_message(
    talk: Conversation,
) -> None:
    talk.in_topic(9)
    talk.telegram.failures["editMessageText"].append(BadRequest("Button_data_invalid"))
    await talk.tap("p:tula")
    assert len(talk.telegram.sent("answerCallbackQuery")) == 1
    [told] = talk.telegram.sent("sendMessage")
    assert "пошло не так" in told["text"]
    assert talk.telegram.world.sent[-1].thread == 9


@pytest.mark.parametrize("tapped", [False, True])
async def test_a_failure_is_told_in_the_language_that_was_chosen(
    talk: Conversation, tapped: bool
) -> None:
    await talk.tap("g:en")
    talk.application.bot_data.search = Broken()  # type: ignore[assignment]
    await (talk.tap("p:tula") if tapped else talk.say("Тула"))
    told = talk.telegram.sent("answerCallbackQuery" if tapped else "sendMessage")[-1]
    assert "went wrong" in told["text"]


async def test_the_store_that_is_away_is_not_asked_for_the_language_of_saying_so(
    talk: Conversation, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.tap("g:en")
    asked: list[object] = []

    async def away(*about: object) -> str:
        asked.append(about)
        raise StoreError("the database cannot be reached")

    monkeypatch.setattr(store.chats, "choose_language", away)
    monkeypatch.setattr(store.chats, "language", away)
    await talk.tap("g:ru")
    assert len(asked) == 1
    assert "The store can’t be reached" in talk.telegram.sent("answerCallbackQuery")[-1]["text"]


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
    assert "Хранилище сейчас недоступно" in talk.text
    await talk.tap("g:en")
    assert "Хранилище" in talk.telegram.sent("answerCallbackQuery")[-1]["text"]


GONE = {"blocked", "deactivated", "deleted", "kicked", "left", "not-found"}


@pytest.mark.parametrize("why", REFUSALS)
@pytest.mark.parametrize("tapped", [False, True])
async def test_where_the_bot_may_not_write_it_says_so_once_in_the_log_and_calls_no_more(
    talk: Conversation, caplog: pytest.LogCaptureFixture, why: str, tapped: bool
) -> None:
    await talk.tap("g:en")
    talk.telegram.calls.clear()
    talk.telegram.world.refusals[talk.chat["id"]] = why
    with caplog.at_level(logging.INFO, "bot"):
        await (talk.tap("p:tula") if tapped else talk.say("Тула"))
    [record] = [record for record in caplog.records if record.name.startswith("bot")]
    assert (record.levelno, record.exc_info) == (logging.INFO, None)
    assert len(talk.telegram.sent("sendMessage", "editMessageText")) == 1
    assert len(talk.telegram.sent("answerCallbackQuery")) == tapped
    kept = await talk.application.bot_data.chats.language(talk.chat["id"])
    assert kept == (None if why in GONE else "en")


async def test_a_chat_that_is_gone_while_the_store_is_away_is_no_failure(
    talk: Conversation, store: Store, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    async def away(*_: object) -> None:
        raise StoreError("the database cannot be reached")

    monkeypatch.setattr(store.chats, "forget", away)
    talk.telegram.world.refusals[talk.chat["id"]] = "deactivated"
    await talk.say("Тула")
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []


async def test_a_reply_that_may_get_through_later_is_no_failure_of_ours(
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    talk.telegram.failures["sendMessage"].append(NetworkError("gone"))
    await talk.say("Тула")
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []
    assert len(talk.telegram.sent("sendMessage")) == 1
