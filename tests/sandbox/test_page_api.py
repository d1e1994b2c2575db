"""What the page asks of the server."""

import asyncio
import json
from typing import Any

import pytest

from bot.sandbox.world import GROUP
from tests.sandbox.bot_side import until
from tests.sandbox.conftest import Client


async def events(client: Client, number: int, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    address = f"{client.address}/chat/events"
    async with asyncio.timeout(5), client.session.get(address, params=query) as response:
        async for line in response.content:
            if line.startswith(b"data: "):
                found.append(json.loads(line[6:]))
                if len(found) == number:
                    break
    return found


async def test_events_tell_of_messages_edits_and_answers(client: Client) -> None:
    sent = await client.do("/chat/send", user=1001, text="/start")
    reply = (await client.call("sendMessage", chat_id=1001, text="а"))["result"]["message_id"]
    await client.call("editMessageText", chat_id=1001, message_id=reply, text="б")
    query = (await client.do("/chat/tap", user=1001, message_id=reply, data="x"))["query_id"]
    await client.call("answerCallbackQuery", callback_query_id=query, text="ой")
    seen = await events(client, 4, user=1001, after=0)
    assert [event["type"] for event in seen] == ["message", "message", "edit", "answer"]
    assert seen[0]["message"] == sent["message"]
    assert (seen[3]["query_id"], seen[3]["text"]) == (query, "ой")


async def test_events_go_on_where_a_page_stopped(client: Client) -> None:
    for text in ("а", "б", "в"):
        await client.do("/chat/send", user=1001, text=text)
    [last] = await events(client, 1, user=1001, after=2)
    assert last["message"]["text"] == "в"


async def test_a_number_that_is_still_to_come_hides_no_event(client: Client) -> None:
    await client.do("/chat/send", user=1001, text="а")
    [first] = await events(client, 1, user=1001, after=9999)
    assert first["message"]["text"] == "а"


async def test_a_page_that_is_closed_at_once_is_no_error(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    host, port = client.address.removeprefix("http://").split(":")
    await client.state()
    before = len(asyncio.all_tasks())
    for _ in range(20):
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"GET /chat/events?user=1001 HTTP/1.1\r\nHost: x\r\n\r\n")
        await writer.drain()
        writer.transport.abort()
        await client.do("/chat/send", user=1001, text="а")
    await until(lambda: len(asyncio.all_tasks()) <= before)  # each page's task has ended
    assert caplog.text == ""


async def test_a_toast_is_only_for_who_tapped(client: Client) -> None:
    group = GROUP["id"]
    message = (await client.call("sendMessage", chat_id=group, text="а"))["result"]["message_id"]
    for user in (1001, 1002):
        query = await client.do("/chat/tap", user=user, chat=group, message_id=message, data="x")
        await client.call(
            "answerCallbackQuery", callback_query_id=query["query_id"], text=str(user)
        )
    seen = await events(client, 2, user=1002, chat=group, after=0)
    assert [event.get("text") for event in seen] == [None, "1002"]


async def test_a_message_can_be_corrected_by_its_author_only(client: Client) -> None:
    message = (await client.do("/chat/send", user=1001, chat=GROUP["id"], text="/a"))["message"]
    asked = {"chat": GROUP["id"], "message_id": message["message_id"], "text": "/b"}
    assert "error" in await client.do("/chat/edit", user=1002, **asked)
    assert (await client.do("/chat/edit", user=1001, **asked))["message"]["text"] == "/b"
    updates = (await client.call("getUpdates"))["result"]
    assert updates[1]["edited_message"]["text"] == "/b"


async def test_nonsense_is_refused_with_a_reason(client: Client) -> None:
    for asked in ({"user": "me"}, {"user": 1001, "chat": 7}, {"user": 1001, "text": " "}, {}):
        assert "error" in await client.do("/chat/send", **asked)


async def test_the_language_of_a_user_goes_into_their_updates(client: Client) -> None:
    await client.do("/chat/language", user=1001, language="en")
    await client.do("/chat/send", user=1001, text="а")
    [update] = (await client.call("getUpdates"))["result"]
    assert update["message"]["from"]["language_code"] == "en"


async def test_half_a_surrogate_pair_disturbs_nobody(client: Client) -> None:
    await client.do("/chat/send", user=1001, text="\ud83c")
    await client.do("/chat/send", user=1001, text="Тула")
    seen = await events(client, 2, user=1001, after=0)
    assert [event["message"]["text"] for event in seen] == ["\ud83c", "Тула"]


async def test_the_page_speaks_the_users_language(client: Client) -> None:
    assert (await client.state(1001))["words"]["user"] == "От чьего имени"
    english = await client.state(1002)
    assert (english["language"], english["words"]["user"]) == ("en", "Writing as")
    assert english["languages"] == {"ru": "Русский", "en": "English"}


async def test_a_guest_is_named_in_their_language_and_listed_for_themselves_only(
    client: Client,
) -> None:
    assert [user["first_name"] for user in (await client.state(5))["users"]][2:] == ["Гость 5"]
    await client.do("/chat/language", user=5, language="en")
    assert [user["first_name"] for user in (await client.state(5))["users"]][2:] == ["Guest 5"]
    assert [user["id"] for user in (await client.state())["users"]] == [1001, 1002]
