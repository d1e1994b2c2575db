"""The sandbox's Bot API: Telegram's rules, and refusals for a bot that breaks them."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import FormData

from bot.sandbox.world import GROUP
from tests.sandbox.conftest import Client


def button(data: str) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}


async def test_updates_stay_until_they_are_confirmed(client: Client) -> None:
    for text in ("а", "б", "в"):
        await client.do("/chat/send", user=1001, text=text)
    first = (await client.call("getUpdates"))["result"]
    assert [update["message"]["text"] for update in first] == ["а", "б", "в"]
    assert (await client.call("getUpdates"))["result"] == first
    rest = (await client.call("getUpdates", offset=first[1]["update_id"] + 1))["result"]
    assert [update["message"]["text"] for update in rest] == ["в"]


async def test_at_most_a_hundred_updates_come_at_once(client: Client) -> None:
    for number in range(105):
        await client.do("/sandbox/update", message={"number": number})
    assert len((await client.call("getUpdates", limit=1000))["result"]) == 100


async def test_a_poll_waits_for_something_to_happen(client: Client) -> None:
    poll = asyncio.create_task(client.call("getUpdates", timeout=10))
    await asyncio.sleep(0.05)
    await client.do("/chat/send", user=1001, text="а")
    async with asyncio.timeout(5):
        assert len((await poll)["result"]) == 1


async def test_a_second_poller_gives_the_first_a_conflict(client: Client) -> None:
    first = asyncio.create_task(client.call("getUpdates", timeout=10))
    await asyncio.sleep(0.05)
    assert (await client.call("getUpdates"))["ok"]
    conflict = await first
    assert conflict["error_code"] == 409
    assert "terminated by other getUpdates request" in conflict["description"]


async def test_a_sent_message_is_on_the_page(client: Client) -> None:
    await client.state()
    sent = await client.call(
        "sendMessage",
        chat_id=1001,
        text="<b>Тула</b>",
        parse_mode="HTML",
        reply_markup=button("p:x"),
    )
    assert sent["result"]["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    [message] = (await client.state())["messages"]
    assert message["html"] == "<b>Тула</b>"
    assert message["keyboard"] == [[{"text": "x", "data": "p:x", "url": None}]]


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag"),
        ({"text": ""}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x", "reply_markup": button("x" * 70)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": button("я" * 33)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": button("")}, "BUTTON_DATA_INVALID"),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "url": "u"}] * 101]}},
            "REPLY_MARKUP_TOO_LONG",
        ),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x"}]]}}, "Text buttons"),
        ({"text": "x", "chat_id": 5}, "chat not found"),
        ({"text": "x", "chat_id": "abc"}, "chat_id must be an integer"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    ],
)
async def test_a_bot_that_misbehaves_is_refused(
    client: Client, parameters: dict[str, Any], description: str
) -> None:
    refused = await client.call("sendMessage", **({"chat_id": 1001} | parameters))
    assert refused["error_code"] == 400
    assert description in refused["description"]
    assert (await client.state())["messages"] == []


async def test_4096_characters_count_after_the_markup(client: Client) -> None:
    text = "<b>" + "&amp;" * 4096 + "</b>"
    assert (await client.call("sendMessage", chat_id=1001, text=text, parse_mode="HTML"))["ok"]


async def test_an_edit_changes_the_message_and_must_change_something(client: Client) -> None:
    sent = (await client.call("sendMessage", chat_id=1001, text="а"))["result"]
    target = {"chat_id": 1001, "message_id": sent["message_id"]}
    unchanged = await client.call("editMessageText", text="а", **target)
    assert "message is not modified" in unchanged["description"]
    assert (await client.call("editMessageText", text="б", **target))["ok"]
    [message] = (await client.state())["messages"]
    assert message["text"] == "б"
    gone = await client.call("editMessageText", chat_id=1001, message_id=99, text="в")
    assert "message to edit not found" in gone["description"]


async def test_a_link_preview_is_the_first_links_or_the_one_asked_for(client: Client) -> None:
    async def preview(text: str, **options: object) -> object:
        asked: dict[str, Any] = {"link_preview_options": options} if options else {}
        await client.call("sendMessage", chat_id=1001, text=text, **asked)
        return (await client.state())["messages"][-1]["preview"]

    await client.state()
    assert await preview("нет ссылок") is None
    assert await preview("см. a.ru и b.ru") == {"url": "http://a.ru"}
    assert await preview("a@a.ru, tg://x, ftp://a.ru, b.ru") == {"url": "http://b.ru"}
    assert await preview("см. a.ru", is_disabled=True) is None
    asked = {"url": "https://b.ru/x.png", "show_above_text": True}
    assert await preview("нет ссылок", **asked) == asked


@pytest.mark.parametrize(
    ("asked", "echoed"),
    [
        (None, None),
        ({}, None),
        ({"is_disabled": False, "url": "", "prefer_small_media": None}, None),
        ({"is_disabled": True}, {"is_disabled": True}),
        ({"prefer_large_media": True, "odd": 1}, {"prefer_large_media": True}),
        ({"url": "https://b.ru"}, {"url": "https://b.ru"}),
    ],
)
async def test_the_bot_is_told_the_preview_it_asked_for_and_no_default(
    client: Client, asked: object, echoed: object
) -> None:
    await client.state()
    wish: dict[str, Any] = {"link_preview_options": asked} if asked is not None else {}
    sent = (await client.call("sendMessage", chat_id=1001, text="см. a.ru", **wish))["result"]
    assert sent.get("link_preview_options") == echoed


async def test_an_edit_of_the_preview_alone_changes_the_message(client: Client) -> None:
    await client.state()
    sent = (await client.call("sendMessage", chat_id=1001, text="а"))["result"]
    target = {"chat_id": 1001, "message_id": sent["message_id"], "text": "а"}
    options = {"url": "https://b.ru/x.png"}
    assert (await client.call("editMessageText", link_preview_options=options, **target))["ok"]
    again = await client.call("editMessageText", link_preview_options=options, **target)
    assert "message is not modified" in again["description"]


async def test_a_tap_is_answered_once(client: Client) -> None:
    sent = (await client.call("sendMessage", chat_id=1001, text="а", reply_markup=button("p:x")))[
        "result"
    ]
    tapped = await client.do("/chat/tap", user=1001, message_id=sent["message_id"], data="p:x")
    [update] = (await client.call("getUpdates"))["result"]
    assert update["callback_query"]["data"] == "p:x"
    answer = {"callback_query_id": tapped["query_id"], "text": "ой"}
    assert (await client.call("answerCallbackQuery", **answer))["ok"]
    assert await client.call("answerCallbackQuery", **answer) == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: query is too old and response timeout expired or query ID is "
        "invalid",
    }


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("t.me/pobratim_sandbox_bot?start=x", True),
        ("https://t.me/Pobratim_Sandbox_Bot?start=report-tula", True),
        ("https://t.me/another_bot?start=x", False),
        ("https://t.me/pobratim_sandbox_bot", False),
        ("https://evil.example/?start=x", False),
    ],
)
async def test_an_answered_tap_opens_a_chat_with_the_bot_and_nothing_else(
    client: Client, url: str, taken: bool
) -> None:
    sent = (await client.call("sendMessage", chat_id=1001, text="а"))["result"]
    tapped = await client.do("/chat/tap", user=1001, message_id=sent["message_id"], data="x")
    answer = {"callback_query_id": tapped["query_id"], "url": url}
    assert (await client.call("answerCallbackQuery", **answer))["ok"] is taken


async def test_whoever_blocked_the_bot_gets_nothing(client: Client) -> None:
    await client.do("/sandbox/block", user=1001, blocked=True)
    refused = await client.call("sendMessage", chat_id=1001, text="а")
    assert (refused["error_code"], refused["description"]) == (
        403,
        "Forbidden: bot was blocked by the user",
    )
    await client.do("/sandbox/block", user=1001, blocked=False)
    assert (await client.call("sendMessage", chat_id=1001, text="а"))["ok"]


async def test_a_wrong_token_and_an_unknown_method_are_refused(client: Client) -> None:
    assert (await client.call("getMe", token="1:x"))["error_code"] == 401
    assert (await client.call("sendTeleport"))["error_code"] == 404


async def test_commands_are_kept_by_language_and_scope(client: Client) -> None:
    ru = [{"command": "twins", "description": "Побратимы"}]
    await client.call("setMyCommands", commands=ru, language_code="ru")
    assert (await client.call("getMyCommands", language_code="ru"))["result"] == ru
    assert (await client.call("getMyCommands"))["result"] == []
    assert (await client.state(1001))["commands"] == ru
    assert (await client.state(1002))["commands"] == []


async def test_in_a_group_the_bot_hears_commands_and_replies_only(client: Client) -> None:
    group = GROUP["id"]
    bots = (await client.call("sendMessage", chat_id=group, text="?"))["result"]["message_id"]
    for text in ("просто так", "/twins@another_bot", "/twins Тула", "/twins@pobratim_sandbox_bot"):
        await client.do("/chat/send", user=1001, chat=group, text=text)
    await client.do("/chat/send", user=1001, chat=group, text="ответ", reply_to=bots)
    heard = [u["message"]["text"] for u in (await client.call("getUpdates"))["result"]]
    assert heard == ["/twins Тула", "/twins@pobratim_sandbox_bot", "ответ"]


@pytest.mark.parametrize("encoding", ["form", "multipart", "query"])
async def test_every_encoding_of_a_call_is_understood(client: Client, encoding: str) -> None:
    await client.state()
    url = f"{client.address}/bot42:sandbox/sendMessage"
    fields = {"chat_id": "1001", "text": "а", "reply_markup": json.dumps(button("p:x"))}
    if encoding == "query":
        request = client.session.get(url, params=fields)
    elif encoding == "form":
        request = client.session.post(url, data=fields)
    else:
        form = FormData(fields, default_to_multipart=True)
        request = client.session.post(url, data=form)
    async with request as response:
        assert (await response.json())["result"]["reply_markup"] == button("p:x")
