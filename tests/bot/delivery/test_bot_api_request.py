"""Answers of the Bot API, real and garbled: what is an outage, and what is Telegram's word."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.delivery.bot_api_request import BotApiRequest
from bot.delivery.retry import WAITS, UnsureError, may_have_arrived, retry_after_seconds
from bot.sandbox.server import TOKEN
from tests.bot.delivery.line import ANNA, BEN, BotSide, Telegram, entry, message, until_gone

GARBAGE = [
    "", "[]", "null", "7", '"ok"', "[" * 100_000, "<html>502</html>", '{"ok": tru', "NaN",
    "{}", '{"ok": true}', '{"ok": true, "result": null}', '{"ok": 1, "result": {}}',
    '{"ok": "true", "result": []}', "\x00\xff",
]  # fmt: skip
# What has the form, but is of another method.
MISFITS = ["7", "[]", "{}", '"x"', "true", '[{"update_id": 1}]', '{"message_id": 1, "date": "x"}']


@pytest.fixture
async def request_() -> AsyncIterator[BotApiRequest]:
    async with BotApiRequest() as request:
        yield request


async def call(telegram: Telegram, request: BotApiRequest, method: str = "getMe") -> Any:
    return await request.post(f"{telegram.address}/bot{TOKEN}/{method}")


async def failure(
    telegram: Telegram, request: BotApiRequest, body: str, status: int = 200, method: str = "getMe"
) -> TelegramError:
    telegram.fault(method, "answer", status=status, body=body)
    with pytest.raises(TelegramError) as raised:
        await call(telegram, request, method)
    return raised.value


@pytest.mark.parametrize("method", ["getMe", "getUpdates", "sendMessage", "setMyCommands"])
async def test_what_is_not_telegrams_is_an_outage_whatever_its_status(
    telegram: Telegram, request_: BotApiRequest, method: str
) -> None:
    for body in GARBAGE:
        for status in (200, 401, 404, 403, 400, 502):
            error = await failure(telegram, request_, body, status, method)
            assert type(error) is UnsureError, (body[:20], status)
            assert may_have_arrived(error)
            assert not body or body not in str(error), "nothing of it may get into a log"


@pytest.mark.parametrize(
    "method",
    [
        "getMe",
        "sendMessage",
        "sendPhoto",
        "forwardMessage",
        "getWebhookInfo",
        "getMyName",
        "getMyDescription",
        "getMyShortDescription",
    ],
)
async def test_a_result_of_another_kind_is_an_outage(
    telegram: Telegram, request_: BotApiRequest, method: str
) -> None:
    for result in MISFITS:
        body = f'{{"ok": true, "result": {result}}}'
        assert type(await failure(telegram, request_, body, method=method)) is UnsureError, result


@pytest.mark.parametrize("method", ["getMyCommands", "getChatAdministrators"])
@pytest.mark.parametrize("result", ["7", "[7]", "[{}]", '"x"', "true", "null"])
async def test_a_list_of_another_kind_is_an_outage(
    telegram: Telegram, request_: BotApiRequest, method: str, result: str
) -> None:
    body = f'{{"ok": true, "result": {result}}}'
    assert type(await failure(telegram, request_, body, method=method)) is UnsureError


@pytest.mark.parametrize("result", ["7", "{}", '"x"', "true", "null"])
async def test_updates_are_a_list(telegram: Telegram, request_: BotApiRequest, result: str) -> None:
    body = f'{{"ok": true, "result": {result}}}'
    assert type(await failure(telegram, request_, body, method="getUpdates")) is UnsureError


async def test_real_answers_pass_unchanged(telegram: Telegram, request_: BotApiRequest) -> None:
    assert (await call(telegram, request_))["is_bot"] is True
    for method in ("getUpdates?timeout=0", "getMyCommands", "getWebhookInfo", "deleteWebhook"):
        await call(telegram, request_, method)
    telegram.fault("editMessageText", "answer", body='{"ok": true, "result": true}')
    assert await call(telegram, request_, "editMessageText") is True


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, BadRequest), (401, InvalidToken), (403, Forbidden), (404, InvalidToken)],
)
async def test_a_refusal_of_telegrams_is_its_word(
    telegram: Telegram, request_: BotApiRequest, status: int, error: type[TelegramError]
) -> None:
    body = json.dumps({"ok": False, "error_code": status, "description": "No"})
    told = await failure(telegram, request_, body, status)
    assert type(told) is error
    assert not may_have_arrived(told)


@pytest.mark.parametrize("body", ['{"ok": false}', '{"ok": false, "description": "no"}'])
@pytest.mark.parametrize("status", [200, 401, 502])
async def test_a_no_without_a_reason_is_an_outage_in_which_nothing_was_done(
    telegram: Telegram, request_: BotApiRequest, body: str, status: int
) -> None:
    error = await failure(telegram, request_, body, status)
    assert type(error) is NetworkError
    assert not may_have_arrived(error)


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        ("7", 7), ("2.1", 3), ('"7"', 7), ("0", 1), ("-5", 1), ("null", 1), ('"soon"', 1),
        ("[]", 1), ("NaN", 1), ("true", 1), ("7200", WAITS.longest_flood), ("1e15", 1),
        ("1e400", 1), ("9" * 4000, 1),
    ],
)  # fmt: skip
async def test_a_wait_is_a_sensible_number_and_capped(
    telegram: Telegram, request_: BotApiRequest, asked: str, waited: float
) -> None:
    body = (
        '{"ok": false, "error_code": 429, "description": "Too Many Requests", '
        f'"parameters": {{"retry_after": {asked}}}}}'
    )
    error = await failure(telegram, request_, body, 429)
    assert type(error) is RetryAfter
    assert retry_after_seconds(error) == waited


async def test_a_wait_that_is_capped_is_told(
    telegram: Telegram, request_: BotApiRequest, caplog: pytest.LogCaptureFixture
) -> None:
    parameters = {"retry_after": 10**15}
    body = {"ok": False, "error_code": 429, "description": "Flood", "parameters": parameters}
    await failure(telegram, request_, json.dumps(body), 429)
    assert "Telegram asks for a wait of 1000000000000000 s: 1 s are waited" in caplog.messages


@pytest.mark.parametrize("parameters", ["[]", '"x"', '{"migrate_to_chat_id": "x"}', "null"])
async def test_parameters_of_another_kind_are_none(
    telegram: Telegram, request_: BotApiRequest, parameters: str
) -> None:
    body = '{"ok": false, "error_code": 400, "description": "No", "parameters": %s}'
    assert type(await failure(telegram, request_, body % parameters, 400)) is BadRequest
    moved = await failure(telegram, request_, body % '{"migrate_to_chat_id": -5}', 400)
    assert isinstance(moved, ChatMigrated)


async def test_telegram_has_time_for_its_answers() -> None:
    assert BotApiRequest().read_timeout == 30


@pytest.mark.parametrize("kind", ["late", "garble", "drop"])
async def test_one_question_has_two_answers_at_most_though_none_is_ever_heard_of(
    bot: BotSide, telegram: Telegram, kind: str
) -> None:
    bot.wait(answer=0.3)
    telegram.fault("sendMessage", kind, times=50, seconds=1, body="null")
    await bot.inbox.accept([entry(1, message("Тула"))])
    async with asyncio.timeout(20):
        await bot.work().resume()
        await until_gone(bot)
    assert telegram.answers() == ["Тула", "Тула"]
    assert await bot.dead_letters() == []


@pytest.mark.parametrize("body", ["null", '{"ok":false}', "<html>", '{"ok":true,"result":[]}'])
async def test_a_garbled_answer_to_a_message_is_tried_again_and_the_user_hears_of_nothing(
    bot: BotSide, telegram: Telegram, body: str
) -> None:
    telegram.fault("sendMessage", "answer", body=body)
    await bot.inbox.accept([entry(1, message("Тула"))])
    await bot.work().resume()
    await until_gone(bot)
    assert telegram.answers() == ["Тула"]


async def test_an_outage_of_garbage_loses_nothing(bot: BotSide, telegram: Telegram) -> None:
    bot.wait(call_patience=10)
    telegram.fault("*", "answer", times=12, body="<html>please log in</html>")
    await bot.inbox.accept([entry(1, message("Тула")), entry(2, message("Киль", BEN))])
    await bot.work().resume()
    await until_gone(bot)
    assert (telegram.answers(ANNA), telegram.answers(BEN)) == (["Тула"], ["Киль"])


async def test_of_a_photo_that_was_sent_the_largest_size_is_read(
    telegram: Telegram, request_: BotApiRequest
) -> None:
    sizes = [
        {"file_id": id, "file_unique_id": id, "width": n, "height": n, "file_size": "?"}
        for n, id in ((90, "small"), (1170, "large"))
    ]
    sent = {"message_id": 7, "date": 1, "chat": {"id": ANNA, "type": "private"}}
    odd: list[Any] = [sizes, [], "x", [{"file_id": 7}], None]
    read = []
    for photo in odd:
        body = json.dumps({"ok": True, "result": sent | {"photo": photo, "caption": "x"}})
        telegram.fault("sendPhoto", "answer", status=200, body=body)
        read.append(await call(telegram, request_, "sendPhoto"))
    large = {"file_id": "large", "file_unique_id": "large", "width": 1170, "height": 1170}
    assert read == [sent | {"photo": [large]}, *[sent] * 4]
