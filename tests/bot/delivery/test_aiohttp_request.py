"""PTB's calls over real connections: forms, proxies, and what a failure says of the request."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import encode_basic_auth, web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import NetworkError, TimedOut

from bot.delivery.aiohttp_request import AiohttpRequest
from bot.delivery.retry import WAITS, may_have_arrived

TOKEN = "42:secret"

Heard = Callable[[web.Request], Awaitable[web.Response]]


@asynccontextmanager
async def server(heard: Heard) -> AsyncIterator[str]:
    """The address of a server that hears whatever is asked."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", heard)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest() as request:
        yield request


async def test_a_file_is_sent_as_a_form_and_all_else_as_json(request_: AiohttpRequest) -> None:
    asked: list[dict[str, Any]] = []

    async def heard(request: web.Request) -> web.Response:
        if request.content_type == "application/json":
            asked.append(await request.json())
        else:
            form = await request.post()
            file = form["photo"]
            assert isinstance(file, web.FileField)
            asked.append(
                {"chat_id": form["chat_id"], "name": file.filename, "bytes": file.file.read()}
            )
        result = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}}
        return web.json_response({"ok": True, "result": result})

    async with server(heard) as address:
        bot = Bot(TOKEN, base_url=f"{address}/bot", request=request_)
        buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Тула", callback_data="p:tula")]])
        await bot.send_message(7, "Тула", reply_markup=buttons, disable_notification=True)
        await bot.send_photo(7, b"\x89PNG", filename="tula.png")
    assert asked == [
        {
            "chat_id": 7,
            "text": "Тула",
            "disable_notification": True,
            "reply_markup": {"inline_keyboard": [[{"text": "Тула", "callback_data": "p:tula"}]]},
        },
        {"chat_id": "7", "name": "tula.png", "bytes": b"\x89PNG"},
    ]


@pytest.mark.parametrize("excepted", ["", "elsewhere.invalid"])
async def test_a_proxy_of_the_environment_is_used_as_whom_it_tells(
    monkeypatch: pytest.MonkeyPatch, excepted: str
) -> None:
    asked: list[tuple[str, str | None]] = []

    async def heard(request: web.Request) -> web.Response:
        asked.append((request.raw_path, request.headers.get("Proxy-Authorization")))
        return web.json_response({"ok": True, "result": True})

    async with server(heard) as proxy:
        monkeypatch.setenv("http_proxy", proxy.replace("://", "://anna:tula@"))
        monkeypatch.setenv("no_proxy", excepted)
        async with AiohttpRequest() as request:
            await request.post("http://telegram.invalid/bot1:x/logOut")
    assert asked == [("http://telegram.invalid/bot1:x/logOut", encode_basic_auth("anna", "tula"))]


async def test_what_the_environment_excepts_is_asked_without_a_proxy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def heard(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": True})

    async with server(heard) as address:
        monkeypatch.setenv("http_proxy", "http://proxy.invalid")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        async with AiohttpRequest() as request:
            assert await request.post(f"{address}/bot1:x/logOut") is True


async def test_another_address_is_not_followed(request_: AiohttpRequest) -> None:
    async def heard(request: web.Request) -> web.Response:
        raise web.HTTPFound("/login")

    async with server(heard) as address:
        code, _ = await request_.do_request(f"{address}/bot{TOKEN}/getMe", "POST")
    assert code == 302


async def test_a_connection_that_is_refused_carried_nothing(
    request_: AiohttpRequest, unused_tcp_port: int
) -> None:
    with pytest.raises(NetworkError) as raised:
        await request_.post(f"http://127.0.0.1:{unused_tcp_port}/bot{TOKEN}/sendMessage")
    assert not may_have_arrived(raised.value)
    assert TOKEN not in str(raised.value)


@pytest.mark.parametrize(
    "half", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", b"?\r\n\r\n"]
)
async def test_a_connection_that_breaks_off_may_have_carried_it(
    request_: AiohttpRequest, half: bytes
) -> None:
    async def breaks_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(half)
        await writer.drain()
        writer.close()

    broken = await asyncio.start_server(breaks_off, "127.0.0.1", 0)
    async with broken:
        port = broken.sockets[0].getsockname()[1]
        with pytest.raises(NetworkError) as raised:
            await request_.post(f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage")
    assert may_have_arrived(raised.value)
    assert TOKEN not in str(raised.value)


async def test_who_waits_too_long_for_an_answer_hears_of_a_time_out() -> None:
    async def heard(request: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()

    async with server(heard) as address, AiohttpRequest(replace(WAITS, answer=0.1)) as request:
        with pytest.raises(TimedOut) as raised:
            await request.post(f"{address}/bot{TOKEN}/sendMessage")
    assert may_have_arrived(raised.value)
