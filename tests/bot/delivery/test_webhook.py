"""The webhook: an update gets its 200 when it is handled, and not before."""

import asyncio
import gzip
import io
import json
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from telegram.error import NetworkError, RetryAfter

from bot.context import Services
from bot.delivery import webhook
from bot.delivery.http_server import Endpoints
from bot.delivery.raw_updates import ALLOWED_UPDATES
from bot.delivery.retry import MAX_BROKEN_RUNS, WAITS, Waits
from bot.delivery.webhook import MAX_CONNECTIONS, SECRET_HEADER, Webhook, path_of
from storage.database.engine import StoreError
from storage.database.inbox import Inbox
from storage.database.store import Store
from storage.search.search import Search
from tests.bot.delivery.line import (
    ANNA,
    BEN,
    BotSide,
    StoreSwitch,
    Telegram,
    message,
    soon,
)

SECRET = "s3cret"
Client = TestClient[web.Request, web.Application]


class Hook:
    """The webhook, and Telegram's side of its connection."""

    def __init__(self, bot: BotSide, client: Client, webhook: Webhook) -> None:
        self.bot = bot
        self.client = client
        self.again_after: str | None = None  # seconds, as the last answer told
        self.webhook = webhook
        self.root = str(client.make_url("/")).rstrip("/")

    async def post(self, body: Any, secret: str | None = SECRET, **headers: str) -> int:
        """Deliver something; gives the status."""
        data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
        if secret is not None:
            headers |= {SECRET_HEADER: secret}
        async with self.client.post(path_of(SECRET), data=data, headers=headers) as response:
            self.again_after = response.headers.get("Retry-After")
            assert (self.again_after is not None) == (response.status >= 500)
            return response.status

    def posting(self, body: Any) -> asyncio.Task[int]:
        return asyncio.create_task(self.post(body))


@pytest.fixture
async def closed(bot: BotSide) -> AsyncIterator[Hook]:
    """A webhook that does not run."""
    bot.wait(webhook_check=0.02)
    own = Webhook(
        bot.application.bot, bot.processor, bot.inbox, bot.liveness, SECRET,
        waits=bot.waits, remembered=3,
    )  # fmt: skip
    app = Endpoints(bot.liveness, bot.services.metrics, bot.inbox).application(own, SECRET)
    async with TestClient(TestServer(app)) as client:
        yield Hook(bot, client, own)


@pytest.fixture
async def running(closed: Hook) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(closed.webhook.run(closed.root))
    await soon(lambda: closed.bot.liveness.beat_at is not None)
    yield task
    task.cancel()
    await asyncio.wait([task])


@pytest.fixture
async def hook(closed: Hook, running: asyncio.Task[None]) -> Hook:
    return closed


def update(update_id: int, text: str = "Тула", **who: int) -> dict[str, Any]:
    return {"update_id": update_id} | message(text, **who)


async def test_an_update_is_answered_before_it_gets_its_200(hook: Hook, telegram: Telegram) -> None:
    assert await hook.post(update(1)) == 200
    assert telegram.answers() == ["Тула"]


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


async def test_with_the_store_away_questions_are_answered(
    hook: Hook, inbox: Inbox, telegram: Telegram
) -> None:
    StoreSwitch(inbox).off()
    assert await hook.post(update(1)) == 200
    assert telegram.answers() == ["Тула"]


async def test_the_same_update_twice_is_answered_once(hook: Hook, telegram: Telegram) -> None:
    assert [await hook.post(update(1)) for _ in range(3)] == [200, 200, 200]
    assert telegram.answers() == ["Тула"]


async def test_only_so_many_finished_updates_are_remembered(hook: Hook) -> None:
    for n in (1, 2, 3, 4, 5, 4, 2):
        assert await hook.post(update(n)) == 200
    assert hook.bot.processor.begun == [1, 2, 3, 4, 5, 2]


async def test_the_same_update_once_more_while_it_runs_waits_for_that_run(
    hook: Hook, telegram: Telegram
) -> None:
    gate = hook.bot.processor.hold(1)
    both = [hook.posting(update(1)) for _ in range(2)]
    await soon(lambda: 1 in hook.bot.processor.active)
    await asyncio.sleep(0.02)
    assert not any(task.done() for task in both)
    gate.set()
    assert await asyncio.gather(*both) == [200, 200]
    assert telegram.answers() == ["Тула"]


async def test_telegram_may_hang_up_and_ask_again(hook: Hook, telegram: Telegram) -> None:
    gate = hook.bot.processor.hold(1)
    first = hook.posting(update(1))
    await soon(lambda: 1 in hook.bot.processor.active)
    first.cancel()
    await asyncio.wait([first])
    again = hook.posting(update(1))
    gate.set()
    assert await again == 200
    assert hook.bot.processor.begun == [1]
    assert telegram.answers() == ["Тула"]


async def test_chats_are_answered_side_by_side(hook: Hook, telegram: Telegram) -> None:
    gate = hook.bot.processor.hold(1)
    slow = hook.posting(update(1))
    assert await hook.post(update(2, user=BEN)) == 200
    assert telegram.answers(BEN) == ["Тула"]
    gate.set()
    assert await slow == 200


async def test_an_update_whose_reply_was_not_heard_gets_500_and_is_run_again(
    hook: Hook, telegram: Telegram
) -> None:
    hook.bot.wait(call_patience=0)
    telegram.fault("sendMessage", "error")
    assert await hook.post(update(1)) == 500
    assert await hook.post(update(1)) == 200
    assert telegram.answers() == ["Тула"]


async def test_a_longer_flood_than_a_run_may_take_is_left_to_telegram(
    hook: Hook, telegram: Telegram
) -> None:
    hook.bot.wait(call_patience=120)
    telegram.fault("sendMessage", "flood", seconds=75)
    assert await hook.post(update(1)) == 500
    assert hook.again_after == "75"
    assert await hook.post(update(1)) == 200
    assert telegram.answers() == ["Тула"]


async def test_an_outage_is_waited_out_no_longer_than_a_run_may_take(
    hook: Hook, telegram: Telegram
) -> None:
    hook.bot.wait(call_patience=120)
    hook.webhook._waits = replace(hook.bot.waits, webhook_run=6)
    telegram.fault("sendMessage", "error", times=10**6)
    began = time.monotonic()
    assert await hook.post(update(1)) == 500
    assert time.monotonic() - began < 10
    assert int(hook.again_after or 0) >= 1


async def test_a_run_that_goes_on_and_on_is_interrupted_and_counts_as_broken(
    hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "CANCEL_SECONDS", 0.05)
    hook.webhook._waits = replace(hook.bot.waits, webhook_run=0.05)
    hook.bot.processor.hold(1)
    assert await hook.post(update(1)) == 500
    assert hook.bot.processor.active == set()
    codes = [await hook.post(update(1)) for _ in range(MAX_BROKEN_RUNS - 1)]
    assert codes == [500] * (MAX_BROKEN_RUNS - 2) + [200]


async def test_a_run_ends_before_telegram_hangs_up() -> None:
    assert WAITS.webhook_run + webhook.CANCEL_SECONDS < 50


async def test_a_message_in_doubt_is_remembered_until_its_update_comes_again(
    hook: Hook, telegram: Telegram
) -> None:
    hook.bot.wait(call_patience=0)
    telegram.fault("sendMessage", "drop", times=5)
    codes = [await hook.post(update(1)) for _ in range(3)]
    assert codes == [500, 200, 200]
    assert telegram.answers() == ["Тула", "Тула"]


async def test_two_replicas_answer_once_after_a_flood_that_outlasts_telegrams_patience(
    hook: Hook, bot: BotSide, telegram: Telegram, store: Store, search: Search
) -> None:
    """A replica that is given an update again, while the other one still waits, answers too."""
    other = BotSide(telegram, Services(search, store.chats), store.inbox(42))
    waits = replace(bot.waits, webhook_run=6, call_patience=120, longest_flood=120)
    for side in (bot, other):
        side.wait(call_patience=120)
    async with other.application:
        first = hook.webhook
        first._waits = waits
        second = Webhook(
            other.application.bot, other.processor, bot.inbox, bot.liveness, SECRET, waits=waits
        )
        second._open = True
        telegram.fault("sendMessage", "flood", seconds=9)
        tried = [await asyncio.wait_for(each._take(1, update(1)), 8) for each in (first, second)]
        assert tried == [9, None]
        await asyncio.sleep(0.1)
    assert telegram.answers() == ["Тула"]
    assert bot.processor.active == other.processor.active == set()


@pytest.mark.parametrize("status", [401, 404])
async def test_one_refusal_of_the_token_in_the_middle_does_not_end_it(
    hook: Hook, running: asyncio.Task[None], telegram: Telegram, status: int
) -> None:
    body = f'{{"ok": false, "error_code": {status}, "description": "Unauthorized"}}'
    telegram.fault("getWebhookInfo", "answer", times=3, status=status, body=body)
    await soon(lambda: not any(fault.times for fault in telegram.sandbox.faults._planned))
    await asyncio.sleep(0.1)
    assert not running.done()
    assert await hook.post(update(1)) == 200


async def test_a_run_that_breaks_gets_500(hook: Hook, telegram: Telegram) -> None:
    hook.bot.processor.breaks[1] = 1
    assert await hook.post(update(1)) == 500
    assert await hook.post(update(1)) == 200
    assert telegram.answers() == ["Тула"]


async def test_a_run_that_breaks_again_and_again_is_set_aside(hook: Hook) -> None:
    hook.bot.processor.breaks[1] = MAX_BROKEN_RUNS
    codes = [await hook.post(update(1)) for _ in range(MAX_BROKEN_RUNS)]
    assert codes == [500] * (MAX_BROKEN_RUNS - 1) + [200]
    [(kept, why)] = await hook.bot.inbox.dead_letters()
    assert (kept.update_id, why) == (1, "broken")


async def test_before_it_is_set_and_after_the_end_nothing_is_taken(
    closed: Hook, bot: BotSide
) -> None:
    assert await closed.post(update(1)) == 503
    task = asyncio.create_task(closed.webhook.run(closed.root))
    await soon(lambda: bot.liveness.beat_at is not None)
    assert await closed.post(update(1)) == 200
    task.cancel()
    await asyncio.wait([task])
    assert await closed.post(update(2)) == 503
    assert bot.processor.begun == [1]


async def test_the_end_lets_what_runs_be_answered_and_takes_nothing_new(
    hook: Hook, running: asyncio.Task[None], telegram: Telegram
) -> None:
    gate = hook.bot.processor.hold(1)
    posting = hook.posting(update(1))
    await soon(lambda: 1 in hook.bot.processor.active)
    running.cancel()
    await asyncio.sleep(0.01)
    assert await hook.post(update(2, user=BEN)) == 503
    gate.set()
    assert await posting == 200
    await asyncio.wait([running])
    assert telegram.answers() == ["Тула"]


async def test_what_outlasts_the_end_gets_no_200(hook: Hook, running: asyncio.Task[None]) -> None:
    hook.webhook._waits = Waits(drain=0.02)
    hook.bot.processor.hold(1)
    posting = hook.posting(update(1))
    await soon(lambda: 1 in hook.bot.processor.active)
    running.cancel()
    assert await posting == 500


async def test_the_webhook_is_set_as_it_should_be(hook: Hook, telegram: Telegram) -> None:
    info = await telegram.sandbox.webhooks.get_webhook_info({})
    assert info["url"] == hook.root + path_of(SECRET)
    assert info["max_connections"] == MAX_CONNECTIONS
    assert sorted(info["allowed_updates"]) == sorted(ALLOWED_UPDATES)
    assert SECRET not in info["url"]


async def test_it_is_set_only_where_it_differs(
    closed: Hook, bot: BotSide, telegram: Telegram
) -> None:

    def looks() -> float:
        return bot.counted("api_calls_total", method="getWebhookInfo", outcome="ok")

    def settings() -> float:
        tried = ("ok", "RetryAfter")
        return sum(bot.counted("api_calls_total", method="setWebhook", outcome=o) for o in tried)

    task = asyncio.create_task(closed.webhook.run(closed.root))
    await soon(lambda: looks() > 3)
    assert settings() == 1
    telegram.sandbox.webhooks._set_at = float("-inf")
    await telegram.sandbox.webhooks.delete_webhook({})  # somebody took it away
    await soon(lambda: telegram.sandbox.webhooks.hook is not None)
    await soon(lambda: settings() == 2)
    task.cancel()
    await asyncio.wait([task])


async def test_a_replica_that_is_told_to_wait_waits(
    closed: Hook, bot: BotSide, telegram: Telegram
) -> None:
    bot.wait(call_patience=5)
    telegram.sandbox.webhooks._set_at = telegram.sandbox.world.clock()  # another has just set it
    task = asyncio.create_task(closed.webhook.run(closed.root))
    await soon(lambda: bot.liveness.beat_at is not None)
    assert bot.counted("api_calls_total", method="setWebhook", outcome="RetryAfter") == 1
    assert telegram.sandbox.webhooks.hook
    task.cancel()
    await asyncio.wait([task])


@pytest.mark.parametrize("error", [NetworkError("away"), RetryAfter(600)])
async def test_trouble_with_telegram_is_told_and_the_look_repeated(
    closed: Hook, bot: BotSide, monkeypatch: pytest.MonkeyPatch, error: Exception,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    failures = [error] * 3
    look = type(bot.application.bot).get_webhook_info

    async def failing(bot: Any) -> Any:
        if failures:
            raise failures.pop()
        return await look(bot)

    monkeypatch.setattr(type(bot.application.bot), "get_webhook_info", failing)
    task = asyncio.create_task(closed.webhook.run(closed.root))
    await soon(lambda: bot.liveness.beat_at is not None)
    assert caplog.text.count("the webhook cannot be looked at") == 1
    assert "the webhook is ours" in caplog.messages
    task.cancel()
    await asyncio.wait([task])


async def test_the_sandbox_brings_updates_until_they_are_heard(
    hook: Hook, telegram: Telegram
) -> None:
    hook.bot.wait(call_patience=0)
    telegram.fault("sendMessage", "reset", times=2)
    await telegram.has(message("Тула"), message("Киль"), message("Сочи", BEN))
    await soon(lambda: telegram.unconfirmed == 0)
    assert telegram.answers() == ["Тула", "Киль"]
    assert telegram.answers(BEN) == ["Сочи"]


async def test_telegram_keeps_what_is_not_written_yet(
    hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook.webhook._waits = replace(hook.webhook._waits, webhook_unwritten=0.02)
    chats = hook.bot.services.chats
    content = message("")["message"]
    tap = {"id": "1", "from": content["from"], "chat_instance": "1", "data": "f:yes"}
    forget = {"update_id": 1, "callback_query": tap | {"message": content}}
    await chats.choose_language(ANNA, "en")
    with monkeypatch.context() as patch:
        patch.setattr(chats, "flush", away)
        assert await hook.post(forget) == 500
        assert await hook.post({"update_id": 2} | message("Тула", BEN)) == 200
    await chats.flush()
    assert await hook.post(forget) == 200
    assert await chats.language(ANNA) is None


async def away() -> None:
    raise StoreError("the database cannot be reached")
