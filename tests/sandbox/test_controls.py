"""What a test in another process does to the sandbox, and sees of it."""

from typing import Any

import pytest

from bot.sandbox.server import Sandbox
from tests.sandbox.conftest import Client, Clock

GUEST = {"id": 7_000_000_001, "is_bot": False, "first_name": "Вера"}
CLUB: dict[str, Any] = {"id": -1_000_000_000_777, "type": "supergroup", "title": "Клуб"}


def said(number: int, chat: dict[str, Any] = CLUB) -> dict[str, Any]:
    message = {"message_id": number, "date": 1, "chat": chat, "from": GUEST, "text": f"{number}?"}
    return {"message": message}


async def test_many_updates_are_queued_at_one_stroke(client: Client) -> None:
    queued = await client.post("/sandbox/updates", [said(number) for number in (5, 6, 7)])
    updates = (await client.call("getUpdates"))["result"]
    assert [update["update_id"] for update in updates] == queued["update_ids"]
    assert [update["message"]["message_id"] for update in updates] == [5, 6, 7]


@pytest.mark.parametrize(
    ("path", "body"), [("/sandbox/updates", {}), ("/sandbox/updates", [1]), ("/sandbox/update", [])]
)
async def test_what_is_no_update_is_refused(client: Client, path: str, body: object) -> None:
    assert "error" in await client.post(path, body)
    assert (await client.ask("/sandbox/pending"))["pending"] == 0


async def test_the_bot_can_write_to_a_chat_that_an_update_told_of(client: Client) -> None:
    assert not (await client.call("sendMessage", chat_id=CLUB["id"], text="а"))["ok"]
    await client.do("/sandbox/update", my_chat_member={"chat": CLUB, "from": GUEST})
    sent = (await client.call("sendMessage", chat_id=CLUB["id"], text="а"))["result"]
    assert sent["chat"] == CLUB


async def test_the_bot_can_reply_and_its_answers_are_seen_in_their_order(
    sandbox: Sandbox, client: Client
) -> None:
    private = {"id": GUEST["id"], "type": "private", "first_name": "Вера"}
    await client.post("/sandbox/updates", [said(8), said(9), said(3, private)])
    for chat, number in ((CLUB, 9), (private, 3), (CLUB, 8)):
        reply = {"message_id": number}
        await client.call("sendMessage", chat_id=chat["id"], text="а", reply_parameters=reply)
    sent = (await client.ask("/sandbox/sent"))["sent"]
    assert [(m["chat"]["id"], m["message_id"]) for m in sent] == [
        (CLUB["id"], 10),
        (GUEST["id"], 4),
        (CLUB["id"], 11),
    ]
    assert [m["reply_to_message"]["text"] for m in sent] == ["9?", "3?", "8?"]
    assert (await client.ask("/sandbox/sent?after=2"))["sent"] == sent[2:]
    assert [m.reply_to.id for m in sandbox.world.sent if m.reply_to] == [9, 3, 8]
    assert list(sandbox.world.messages[CLUB["id"]]) == [8, 9, 10, 11]
    assert "error" in await client.ask("/sandbox/sent?after=x")


async def test_a_tap_that_an_update_told_of_can_be_answered_in_time(
    client: Client, clock: Clock
) -> None:
    message = {"message_id": 8, "date": 1, "chat": CLUB}
    for query_id in ("a1", "a2"):
        tap = {"id": query_id, "from": GUEST, "data": "x", "message": message}
        await client.do("/sandbox/update", callback_query=tap)
    assert (await client.call("answerCallbackQuery", callback_query_id="a1"))["ok"]
    clock.seconds += 151
    late = await client.call("answerCallbackQuery", callback_query_id="a2")
    assert "query is too old" in late["description"]
    gone = await client.call("editMessageText", chat_id=CLUB["id"], message_id=8, text="а")
    assert "message to edit not found" in gone["description"]


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"message": "x"},
        {"message": {"text": 7}},
        {"message": {"message_id": 1, "chat": {"id": "x"}, "from": []}},
        {"message": {"message_id": 1, "chat": {"id": 8}, "from": []}},
        {"callback_query": {"id": [], "from": 3}},
        {"callback_query": {"id": "a1", "from": 3, "message": 4}},
        {"callback_query": {"id": "a1", "from": {"id": 3}, "message": {"chat": 4}}},
        {"poll": [[{"chat": {"id": 8}}]]},
    ],
)
async def test_nonsense_is_queued_as_it_is(client: Client, content: dict[str, Any]) -> None:
    queued = await client.do("/sandbox/update", **content)
    assert (await client.call("getUpdates"))["result"] == [queued | content]
