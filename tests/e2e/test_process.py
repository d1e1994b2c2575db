"""The process: how it starts, what it says when it cannot, and how it ends."""

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession

from bot.delivery.webhook import path_of
from bot.sandbox.faults import Fault
from bot.sandbox.server import TOKEN, Sandbox
from tests.command import pobratim
from tests.e2e.person import Person
from tests.e2e.running_bot import Starter, Telegram, free_port, served
from tests.sandbox.bot_side import until


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    sandbox = Sandbox(retry_base=0.1)
    async with served(sandbox) as address:
        yield Telegram(sandbox, address)


@pytest.fixture
async def starter(telegram: Telegram, tmp_path: Path) -> AsyncIterator[Starter]:
    starter = Starter(tmp_path, telegram.address)
    yield starter
    await starter.end_all()


@pytest.fixture
def anna(session: ClientSession, telegram: Telegram) -> Person:
    return Person(session, telegram.address)


async def get(session: ClientSession, port: int, path: str) -> tuple[int, str]:
    try:
        async with session.get(f"http://127.0.0.1:{port}{path}") as response:
            return response.status, await response.text()
    except ClientError:
        return 0, ""


async def health(starter: Starter, port: int) -> tuple[int, str, str]:
    done = await asyncio.to_thread(pobratim, "health", cwd=starter.folder, PORT=str(port))
    return done.returncode, done.stdout.decode(), done.stderr.decode()


async def test_it_answers_tells_of_itself_and_ends_when_asked(
    starter: Starter, anna: Person, session: ClientSession
) -> None:
    running = await starter.start()
    assert (await anna.say("Тула"))["text"].startswith("Тула")
    assert await get(session, running.port, "/healthz") == (200, "ok\n")
    _, metrics = await get(session, running.port, "/metrics")
    assert 'pobratim_searches_total{outcome="found"} 1.0' in metrics
    assert await health(starter, running.port) == (0, "ok\n", "")
    assert await running.stop() == 0
    assert "Тула" not in running.told
    assert TOKEN not in running.told
    assert running.told.rstrip().endswith("stopped")
    code, output, errors = await health(starter, running.port)
    assert (code, output, errors.count("\n")) == (1, "", 1)
    assert f"nobody answers at 127.0.0.1:{running.port}" in errors


async def test_a_wrong_token_is_told_in_one_line(starter: Starter) -> None:
    running = await starter.start(TELEGRAM_BOT_TOKEN="42:wrong", LOG_LEVEL="ERROR")
    assert await running.ends() == 1
    assert running.told == (
        "pobratim: Telegram does not know this token; check TELEGRAM_BOT_TOKEN\n"
    )


async def test_telegram_may_be_away_at_the_start(starter: Starter, session: ClientSession) -> None:
    port = free_port()
    running = await starter.start(TELEGRAM_API_URL=f"http://127.0.0.1:{port}")
    await running.says("getMe is tried again")
    assert await get(session, running.port, "/healthz") == (200, "ok\n")
    status, state = await get(session, running.port, "/readyz")
    assert status == 503
    assert "Telegram has not been reached yet" in state
    async with served(Sandbox(), port) as address:
        person = Person(session, address)
        assert (await person.say("Тула"))["text"].startswith("Тула")
        assert running.told.count("is tried again") == 1
        assert await running.stop() == 0


async def test_it_can_be_stopped_while_telegram_is_away(starter: Starter) -> None:
    running = await starter.start(TELEGRAM_API_URL=f"http://127.0.0.1:{free_port()}")
    await running.says("getMe is tried again")
    assert await running.stop() == 0


async def test_a_second_ctrl_c_ends_it_at_once(
    starter: Starter, anna: Person, telegram: Telegram
) -> None:
    running = await starter.start()
    await anna.say("Тула")
    fault = Fault("sendmessage", "delay", seconds=30)
    telegram.sandbox.faults.plan(fault)
    await anna.do("send", text="Киль")
    await until(lambda: fault.times == 0)
    running.process.send_signal(signal.SIGINT)
    await running.says("stopping: what runs is finished first")
    running.process.send_signal(signal.SIGINT)
    assert await running.ends() == 1
    assert running.told.endswith("pobratim: ended at once; what ran is left to the next start\n")
    assert "Traceback" not in running.told


async def test_no_number_of_ctrl_cs_makes_a_trace(starter: Starter) -> None:
    running = await starter.start()
    await running.says("is here")
    with suppress(ProcessLookupError):
        while True:
            os.kill(running.process.pid, signal.SIGINT)
            await asyncio.sleep(0.001)
    await running.ends()
    assert running.process.returncode in (0, 1)
    assert "Traceback" not in running.told
    assert "KeyboardInterrupt" not in running.told


async def test_two_pollers_are_told_plainly(starter: Starter, anna: Person) -> None:
    first = await starter.start()
    await anna.say("Тула")
    second = await starter.start()
    words = "another process polls with this token; stop one of the two"
    await until(lambda: words in first.told + second.told)
    assert await first.stop() == 0
    assert (await anna.say("Киль"))["text"].startswith("Киль")
    assert await second.stop() == 0


async def test_by_webhook_it_answers_and_ends_when_asked(
    starter: Starter, anna: Person, telegram: Telegram, session: ClientSession
) -> None:
    port = free_port()
    root = f"http://127.0.0.1:{port}"
    running = await starter.start(WEBHOOK_URL=root, WEBHOOK_SECRET="only-we-know", PORT=str(port))
    assert (await anna.say("Тула"))["text"].startswith("Тула")
    hook = telegram.sandbox.webhooks.hook
    assert hook
    assert (hook.url, hook.secret) == (root + path_of("only-we-know"), "only-we-know")
    assert await get(session, port, "/healthz") == (200, "ok\n")
    async with session.post(hook.url, data=b"{}") as response:
        assert response.status == 403
    assert await running.stop() == 0
    assert "only-we-know" not in running.told
    await anna.do("send", text="Киль")
    again = await starter.start(WEBHOOK_URL=root, WEBHOOK_SECRET="only-we-know", PORT=str(port))
    await until(lambda: not telegram.sandbox.world.updates)
    assert (await anna.read())[-1]["text"].startswith("Киль")
    assert await again.stop() == 0


async def test_after_a_webhook_it_may_poll_and_its_json_logs_are_json_and_tell_nobodys_words(
    starter: Starter, anna: Person, telegram: Telegram
) -> None:
    await telegram.sandbox.webhooks.set_webhook({"url": "http://127.0.0.1:9/telegram"})
    running = await starter.start(LOG_FORMAT="json", LOG_LEVEL="DEBUG")
    assert (await anna.say("Тула"))["text"].startswith("Тула")
    await anna.say("/twins Kiel")
    assert await running.stop() == 0
    assert all(line.startswith("{") for line in running.told.splitlines())
    assert not re.search(rf"Тула|Kiel|\b{anna.id}\b|http", running.told)
    assert re.search(r'"message": "message: handled", "update": 7000\d+', running.told)
    assert TOKEN not in running.told
