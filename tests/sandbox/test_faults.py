"""Faults on demand."""

import asyncio
import time

import pytest
from aiohttp import ClientConnectionError, ClientPayloadError

from tests.sandbox.conftest import Client


async def test_a_flood_says_how_long_to_wait_and_ends(client: Client) -> None:
    await client.do("/sandbox/fault", method="getMe", kind="flood", times=2, seconds=7)
    for _ in range(2):
        refused = await client.call("getMe")
        assert refused["error_code"] == 429
        assert refused["parameters"] == {"retry_after": 7}
    assert (await client.call("getMe"))["ok"]


async def test_an_error_of_the_server_happens_to_its_method_alone(client: Client) -> None:
    await client.do("/sandbox/fault", method="getMe", kind="error")
    assert (await client.call("getMyCommands"))["ok"]
    assert (await client.call("getMe"))["error_code"] == 502


async def test_html_may_come_instead_of_json(client: Client) -> None:
    await client.do("/sandbox/fault", method="*", kind="html")
    async with client.session.post(f"{client.address}/bot42:sandbox/getMe") as response:
        assert response.status == 200
        assert response.content_type == "text/html"


async def test_a_delay_delays(client: Client) -> None:
    await client.do("/sandbox/fault", method="getMe", kind="delay", seconds=0.3)
    began = time.monotonic()
    assert (await client.call("getMe"))["ok"]
    assert time.monotonic() - began >= 0.3


@pytest.mark.parametrize(("kind", "arrived"), [("reset", 0), ("drop", 1)])
async def test_a_reset_comes_before_the_message_is_there_and_a_drop_after(
    client: Client, kind: str, arrived: int
) -> None:
    await client.state()
    await client.do("/sandbox/fault", method="sendMessage", kind=kind)
    with pytest.raises((ClientConnectionError, ClientPayloadError)):
        await client.call("sendMessage", chat_id=1001, text="а")
    assert len((await client.state())["messages"]) == arrived


async def test_a_method_may_be_done_and_answered_late(client: Client) -> None:
    await client.state()
    await client.do("/sandbox/fault", method="sendMessage", kind="late", seconds=0.5)
    sending = asyncio.create_task(client.call("sendMessage", chat_id=1001, text="а"))
    async with asyncio.timeout(5):
        while not (await client.state())["messages"]:  # noqa: ASYNC110 - a server's state
            await asyncio.sleep(0.01)
    assert not sending.done()
    assert (await sending)["ok"]


@pytest.mark.parametrize(("kind", "arrived"), [("answer", 0), ("garble", 1)])
async def test_somebody_else_may_answer_in_place_of_telegram_or_for_it(
    client: Client, kind: str, arrived: int
) -> None:
    await client.state()
    await client.do(
        "/sandbox/fault", method="sendMessage", kind=kind, status=403, body="<html>log in</html>"
    )
    url = f"{client.address}/bot42:sandbox/sendMessage"
    async with client.session.post(url, json={"chat_id": 1001, "text": "а"}) as response:
        assert (response.status, await response.text()) == (403, "<html>log in</html>")
    assert len((await client.state())["messages"]) == arrived


async def test_an_unknown_fault_is_refused(client: Client) -> None:
    assert "error" in await client.do("/sandbox/fault", method="getMe", kind="earthquake")
