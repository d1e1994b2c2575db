"""What waits for the bot: wanted kinds, confirmation, and the end of a life."""

import asyncio
from typing import Any

import pytest

from bot.sandbox.server import Sandbox
from bot.sandbox.updates import Updates
from tests.sandbox.bot_side import BotSide, until
from tests.sandbox.conftest import Client, Clock


async def kinds(client: Client, **parameters: Any) -> list[str]:
    updates = (await client.call("getUpdates", **parameters))["result"]
    return [next(kind for kind in update if kind != "update_id") for update in updates]


async def test_what_a_poll_wants_holds_until_another_says_otherwise(client: Client) -> None:
    await client.call("getUpdates", allowed_updates=["message"])
    wishes: list[dict[str, Any]] = [{}, {"allowed_updates": []}]
    for wanted in wishes:
        await client.do("/sandbox/update", channel_post={})
        await client.do("/sandbox/update", message={})
        assert await kinds(client, **wanted) == ["message"]
        await client.call("deleteWebhook", drop_pending_updates=True)
    await client.do("/sandbox/update", channel_post={})
    assert await kinds(client) == ["channel_post"]


async def test_what_came_before_the_wish_still_comes(client: Client) -> None:
    await client.do("/sandbox/update", channel_post={})
    assert await kinds(client, allowed_updates=["message"]) == ["channel_post"]


async def test_a_running_poll_gets_wanted_kinds_only(client: Client) -> None:
    poll = asyncio.create_task(kinds(client, timeout=10, allowed_updates=["message"]))
    await asyncio.sleep(0.05)
    await client.do("/sandbox/update", channel_post={})
    await asyncio.sleep(0.05)
    assert not poll.done()
    await client.do("/chat/send", user=1001, text="а")
    assert await poll == ["message"]


async def test_some_kinds_come_only_when_they_are_asked_for(client: Client) -> None:
    await client.do("/sandbox/update", chat_member={})
    assert await kinds(client, allowed_updates=["chat_member"]) == []
    await client.do("/sandbox/update", chat_member={})
    assert await kinds(client) == ["chat_member"]


async def test_only_wanted_kinds_are_brought_to_a_webhook(
    sandbox: Sandbox, client: Client, bot: BotSide
) -> None:
    await client.call("setWebhook", url=bot.url, allowed_updates=["message"])
    await client.do("/sandbox/update", channel_post={})
    await client.do("/chat/send", user=1001, text="а")
    await until(lambda: not sandbox.world.updates)
    assert bot.texts == ["а"]
    info = (await client.call("getWebhookInfo"))["result"]
    assert info["allowed_updates"] == ["message"]


@pytest.mark.parametrize(
    ("content", "life"), [("message", 86400), ("callback_query", 150), ("inline_query", 30)]
)
async def test_an_update_lives_as_long_as_its_kind(
    client: Client, clock: Clock, content: str, life: float
) -> None:
    await client.do("/sandbox/update", **{content: {}})
    clock.seconds = life - 1
    assert await kinds(client) == [content]
    clock.seconds = life
    assert await kinds(client) == []
    assert (await client.ask("/sandbox/pending"))["pending"] == 0


async def test_a_negative_offset_leaves_the_newest(client: Client) -> None:
    for text in ("а", "б", "в"):
        await client.do("/chat/send", user=1001, text=text)
    left = (await client.call("getUpdates", offset=-2))["result"]
    assert [update["message"]["text"] for update in left] == ["б", "в"]
    assert len((await client.call("getUpdates"))["result"]) == 2
    assert len((await client.call("getUpdates", offset=-9))["result"]) == 2


async def test_an_offset_of_another_server_confirms_nothing(client: Client) -> None:
    for text in ("а", "б"):
        await client.do("/chat/send", user=1001, text=text)
    newest = (await client.call("getUpdates"))["result"][-1]["update_id"]
    for offset, left in ((newest + 12, 2), (10**9 * 2, 2), (newest, 1), (newest + 11, 0)):
        assert len((await client.call("getUpdates", offset=offset))["result"]) == left


def test_ids_rise_and_are_the_sandboxs_own(clock: Clock) -> None:
    updates = Updates(clock)
    first, second = (updates.add({"update_id": 5, "message": {}}) for _ in range(2))
    assert second == first + 1
    assert [update["update_id"] for update in updates.first()] == [first, second]
    updates.done(first)
    assert (updates.get(first), len(updates)) == (None, 1)
