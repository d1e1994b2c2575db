"""`pobratim health` asks the running process."""

import asyncio
import socket

import pytest
from aiohttp import web

from bot.cli import health
from bot.cli.health import ask_health
from bot.config import Settings
from bot.delivery.http_server import serving


async def asked(status: int, text: str, host: str = "127.0.0.1") -> tuple[bool, str]:
    """What is made of such an answer."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, text=text)

    app = web.Application()
    app.router.add_get("/healthz", answer)
    async with serving(app, host, 0) as port:
        return await asyncio.to_thread(ask_health, Settings(host=host, port=port))


async def test_a_process_that_is_well_says_so() -> None:
    assert await asked(200, "ok\n") == (True, "ok")


async def test_its_trouble_is_told_in_its_own_words() -> None:
    words = "Telegram has not been reached yet"
    assert await asked(503, words + "\n") == (False, words)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "::1", "localhost"])  # noqa: S104
async def test_a_process_is_asked_where_it_listens_and_if_everywhere_then_here(host: str) -> None:
    assert await asked(200, "ok", host=host) == (True, "ok")


async def test_the_word_of_whoever_answers_moves_no_terminal() -> None:
    assert await asked(503, "\x1b[2Jsick\nand tired") == (False, r"\x1b[2Jsick\nand tired")


def test_an_address_of_ipv6_is_told_in_brackets(unused_tcp_port: int) -> None:
    _, word = ask_health(Settings(host="[::1]", port=unused_tcp_port))
    assert word.startswith(f"nobody answers at [::1]:{unused_tcp_port}")


def test_nobody_there_is_not_well(unused_tcp_port: int) -> None:
    well, word = ask_health(Settings(port=unused_tcp_port))
    assert not well
    assert word.startswith(f"nobody answers at 127.0.0.1:{unused_tcp_port}")


def test_who_does_not_answer_in_time_is_not_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "TIMEOUT_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        well, word = ask_health(Settings(port=silent.getsockname()[1]))
    assert not well
    assert "timed out" in word
