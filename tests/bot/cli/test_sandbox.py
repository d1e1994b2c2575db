"""The sandbox on the command line: where it listens, and what is said where it cannot."""

import re

import pytest
from aiohttp import ClientSession, web

from bot.cli.sandbox import _serve
from bot.config import Settings
from bot.delivery.http_server import ListenError, serving
from bot.sandbox.server import Sandbox


async def test_an_address_of_ipv6_is_told_in_brackets_and_leads_to_the_page() -> None:
    async with Sandbox().serve("::1", 0) as address, ClientSession() as session:
        assert re.fullmatch(r"http://\[::1\]:\d+", address)
        async with session.get(address) as response:
            assert response.status == 200


async def test_a_port_that_is_taken_is_told() -> None:
    async with serving(web.Application(), "127.0.0.1", 0) as port:
        with pytest.raises(ListenError, match=rf"cannot listen on 127\.0\.0\.1:{port} "):
            await _serve(Settings(port=port), with_bot=False)
