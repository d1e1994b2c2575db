"""Inline mode as Telegram has it: queries, results, messages sent through a bot."""

from typing import Any

import pytest

from bot.sandbox.world import GROUP
from tests.sandbox.conftest import Client, Clock

TAP = {"inline_keyboard": [[{"text": "x", "callback_data": "p:x"}]]}


def article(id: str = "1", **more: Any) -> dict[str, Any]:
    content = {"message_text": "<b>Тула</b>", "parse_mode": "HTML"}
    return {"type": "article", "id": id, "title": "Тула", "input_message_content": content} | more


async def asked(client: Client, words: str = "Тул", **more: Any) -> str:
    """Anna types; gives the query's id."""
    asked = {"user": 1001, "chat": 1001, "query": words} | more
    return str((await client.do("/chat/inline_query", **asked))["query_id"])


async def updates(client: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.call("getUpdates"))["result"]
    await client.call("getUpdates", offset=found[-1]["update_id"] + 1 if found else 0)
    return found


async def test_the_bot_hears_what_is_typed_and_where(client: Client) -> None:
    await asked(client, offset="15")
    await asked(client, chat=GROUP["id"])
    private, group = [update["inline_query"] for update in await updates(client)]
    assert (private["query"], private["offset"], private["chat_type"]) == ("Тул", "15", "sender")
    assert (private["from"]["id"], group["chat_type"]) == (1001, "supergroup")


@pytest.mark.parametrize("chat", [1001, GROUP["id"]])
async def test_a_result_becomes_a_message_that_the_bot_may_edit(client: Client, chat: int) -> None:
    query_id = await asked(client, chat=chat)
    results = [article(), article("2", reply_markup=TAP)]
    assert (await client.call("answerInlineQuery", inline_query_id=query_id, results=results))["ok"]
    await updates(client)
    sent = await client.do("/chat/pick", user=1001, chat=chat, query_id=query_id, result_id="2")
    assert sent["message"]["via"] == "pobratim_sandbox_bot"
    [heard] = await updates(client)
    assert heard["message"]["via_bot"]["username"] == "pobratim_sandbox_bot"
    tap = {"user": 1001, "chat": chat, "message_id": sent["message"]["message_id"], "data": "p:x"}
    await client.do("/chat/tap", **tap)
    [tapped] = await updates(client)
    assert "message" not in tapped["callback_query"]
    target = {"inline_message_id": tapped["callback_query"]["inline_message_id"]}
    edited = await client.call("editMessageText", text="Киль", **target)
    assert edited["result"] is True
    assert (await client.state(1001, chat))["messages"][-1]["text"] == "Киль"
    unchanged = await client.call("editMessageText", text="Киль", **target)
    assert "message is not modified" in unchanged["description"]
    unknown = await client.call("editMessageText", text="а", inline_message_id="x")
    assert "MESSAGE_ID_INVALID" in unknown["description"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"results": [article(str(n)) for n in range(51)]}, "RESULTS_TOO_MUCH"),
        ({"results": [article(), article()]}, "RESULT_ID_DUPLICATE"),
        ({"results": [article("")]}, "RESULT_ID_EMPTY"),
        ({"results": [article("я" * 33)]}, "RESULT_ID_INVALID"),
        ({"results": [article(title=" ")]}, "ARTICLE_TITLE_EMPTY"),
        ({"results": [article(reply_markup={"force_reply": True})]}, "REPLY_MARKUP_INVALID"),
        ({"results": [article(type="photo")]}, "can't parse inline query result"),
        ({"results": [article(input_message_content={"message_text": ""})]}, "is empty"),
        ({"results": "x"}, "can't parse"),
        ({"results": [], "next_offset": "я" * 33}, "NEXT_OFFSET_INVALID"),
        ({"results": [], "button": {"text": ""}}, "SWITCH_PM_TEXT_EMPTY"),
        ({"results": [], "button": {"text": "x"}}, "START_PARAM_INVALID"),
        ({"results": [], "button": {"text": "x", "start_parameter": "я"}}, "START_PARAM_INVALID"),
    ],
)
async def test_what_telegram_refuses_is_refused(
    client: Client, answer: dict[str, Any], words: str
) -> None:
    query_id = await asked(client)
    refused = await client.call("answerInlineQuery", inline_query_id=query_id, **answer)
    assert words in refused["description"]
    kept: dict[str, Any] = {"results": [article()], "next_offset": "я" * 32}
    assert (await client.call("answerInlineQuery", inline_query_id=query_id, **kept))["ok"]


async def test_a_query_is_answered_once_and_soon(client: Client, clock: Clock) -> None:
    query_id = await asked(client)
    assert (await client.call("answerInlineQuery", inline_query_id=query_id, results=[]))["ok"]
    twice = await client.call("answerInlineQuery", inline_query_id=query_id, results=[])
    assert "query is too old" in twice["description"]
    query_id = await asked(client)
    clock.seconds += 31
    late = await client.call("answerInlineQuery", inline_query_id=query_id, results=[])
    assert "query is too old" in late["description"]


@pytest.mark.parametrize("on", [True, False])
async def test_the_bot_hears_of_the_choice_only_if_it_wants_to(client: Client, on: bool) -> None:
    await client.do("/sandbox/feedback", on=on)
    query_id = await asked(client)
    results = [article(reply_markup=TAP)]
    await client.call("answerInlineQuery", inline_query_id=query_id, results=results)
    await updates(client)
    await client.do("/chat/pick", user=1001, query_id=query_id, result_id="1")
    chosen = [it["chosen_inline_result"] for it in await updates(client) if "message" not in it]
    assert [it["query"] for it in chosen] == ["Тул"] * on


async def test_nobody_sends_what_they_were_not_offered(client: Client) -> None:
    query_id = await asked(client)
    for asked_for in ({"query_id": query_id}, {"query_id": "x"}, {}):
        refused = await client.do("/chat/pick", user=1001, result_id="1", **asked_for)
        assert refused["error"] == "refused-message"
    too_long = await client.do("/chat/inline_query", user=1001, query="я" * 257)
    assert too_long["error"] == "refused-length"
