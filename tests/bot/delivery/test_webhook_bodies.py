"""What comes to the webhook from anybody: secrets, garbage, broken compression."""

import asyncio
import gzip
import json
from typing import Any

import pytest
from aiohttp import web

from bot.delivery.webhook import SECRET_HEADER, path_of
from storage.database.inbox import Inbox
from tests.bot.delivery.hook import SECRET, Hook, update
from tests.bot.delivery.line import (
    BEN,
    StoreSwitch,
)


@pytest.mark.parametrize("secret", ["wrong", "", None, "тайна"])
async def test_who_does_not_know_the_secret_is_turned_away_before_the_body_is_read(
    hook: Hook, secret: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read(_: web.Request) -> bytes:
        raise AssertionError("the body was read")

    monkeypatch.setattr(web.Request, "read", read)
    if secret == "тайна":  # headers are bytes
        secret = secret.encode().decode("latin-1")
    assert await hook.post(update(1), secret) == 403
    assert hook.bot.processor.begun == []


async def test_a_body_over_a_megabyte_is_refused(hook: Hook) -> None:
    assert await hook.post(b" " * 2**20 + b"{}") == 413
    assert await hook.post(b"x" * (2**20 - 1)) == 200


GARBAGE = [b"", b"hello", b"\xff\xfe", b"[1]", b"7", b"{}", b'{"update_id": "1"}', b"[" * 100_000]


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
async def test_garbage_is_set_aside_and_gets_its_200(hook: Hook, garbage: bytes) -> None:
    assert await hook.post(garbage) == 200
    [(update_id, why)] = await hook.bot.dead_letters()
    assert why == "no update"
    assert update_id < 0, "no update of Telegram's can have the same id"


async def test_a_secret_that_is_no_text_is_a_wrong_one(hook: Hook) -> None:
    reader, writer = await asyncio.open_connection(hook.client.host, hook.client.port)
    head = f"POST {path_of(SECRET)} HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: ".encode()
    writer.write(head + b"\xff\xfe\r\nContent-Length: 2\r\n\r\n{}")
    assert (await reader.readline()).split()[1] == b"403"
    writer.close()
    await writer.wait_closed()


async def test_a_dead_letter_is_its_chats_and_forgotten_with_it(hook: Hook) -> None:
    raw = {"update_id": 7, "message": {"chat": {"id": BEN}}}
    assert await hook.post(raw) == 200
    await hook.bot.services.chats.forget(BEN)
    assert await hook.bot.dead_letters() == []


BROKEN_GZIP = [b"{}", b"x" * 5000, b"", gzip.compress(b"{}" * 99)[:-8], gzip.compress(b"{}")[:12]]


@pytest.mark.parametrize("body", BROKEN_GZIP, ids=range(len(BROKEN_GZIP)))
async def test_a_body_that_is_said_to_be_compressed_and_is_not_is_refused(
    hook: Hook, body: bytes
) -> None:
    assert await hook.post(body, **{"Content-Encoding": "gzip"}) == 400
    assert await hook.bot.dead_letters() == []
    assert await hook.post(update(1)) == 200


async def test_a_compressed_update_is_read(hook: Hook) -> None:
    body = gzip.compress(json.dumps(update(1)).encode())
    assert await hook.post(body, **{"Content-Encoding": "gzip"}) == 200
    assert hook.bot.processor.begun == [1]


async def test_an_update_that_cannot_be_read_is_set_aside_under_its_id(hook: Hook) -> None:
    assert await hook.post({"update_id": 7, "message": {}}) == 200
    assert await hook.bot.dead_letters() == [(7, "unparsable")]


@pytest.mark.parametrize("body", [b"hello", {"update_id": 7, "message": {}}])
async def test_with_the_store_away_telegram_keeps_what_cannot_be_read(
    hook: Hook, inbox: Inbox, body: Any
) -> None:
    switch = StoreSwitch(inbox)
    switch.off()
    assert await hook.post(body) == 500
    switch.on()
    assert await hook.post(body) == 200
    assert len(await hook.bot.dead_letters()) == 1
