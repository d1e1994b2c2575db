"""Chats in which the bot may not write, people's standing in a group, and topics."""

import pytest

from bot.sandbox.rights import REFUSALS
from bot.sandbox.world import GROUP
from tests.sandbox.conftest import Client

FORUM = {"id": -500, "type": "supergroup", "title": "Форум", "is_forum": True}
ANNA = {"id": 1001, "is_bot": False, "first_name": "Анна"}


def asked(thread: int | None) -> dict[str, object]:
    topic = {"message_thread_id": thread, "is_topic_message": True} if thread else {}
    said = {"message_id": 7, "date": 1, "chat": FORUM, "from": ANNA, "text": "/help"}
    return said | topic


@pytest.mark.parametrize("why", REFUSALS)
async def test_a_bot_that_may_not_write_is_refused_until_it_may_again(
    client: Client, why: str
) -> None:
    sent = (await client.call("sendMessage", chat_id=GROUP["id"], text="а"))["result"]
    await client.do("/sandbox/refuse", chat=GROUP["id"], why=why)
    for method in ("sendMessage", "editMessageText"):
        refused = await client.call(
            method, chat_id=GROUP["id"], message_id=sent["message_id"], text="б"
        )
        assert (refused["error_code"], refused["description"]) == REFUSALS[why]
    await client.do("/sandbox/refuse", chat=GROUP["id"], why=None)
    assert (await client.call("sendMessage", chat_id=GROUP["id"], text="в"))["ok"]


async def test_only_telegrams_own_reasons_are_known(client: Client) -> None:
    assert "no-rights" in (await client.do("/sandbox/refuse", chat=1, why="a whim"))["error"]
    assert "member" in (await client.do("/sandbox/member", chat=1, user=1, status="x"))["error"]


async def test_a_group_has_an_owner_and_members_whose_standing_changes(client: Client) -> None:
    async def status(user: int) -> str:
        member = await client.call("getChatMember", chat_id=GROUP["id"], user_id=user)
        return str(member["result"]["status"])

    assert [await status(user) for user in (1001, 1002)] == ["creator", "member"]
    await client.do("/sandbox/member", chat=GROUP["id"], user=1002, status="administrator")
    assert await status(1002) == "administrator"


async def test_a_groups_administrators_are_listed_and_a_private_chat_has_none(
    client: Client,
) -> None:
    async def administrators() -> list[tuple[int, str]]:
        found = (await client.call("getChatAdministrators", chat_id=GROUP["id"]))["result"]
        return [(member["user"]["id"], member["status"]) for member in found]

    assert await administrators() == [(1001, "creator")]
    await client.do("/sandbox/member", chat=GROUP["id"], user=1002, status="administrator")
    await client.do("/sandbox/member", chat=GROUP["id"], user=1003, status="kicked")
    assert await administrators() == [(1001, "creator"), (1002, "administrator")]
    refused = await client.call("getChatAdministrators", chat_id=1001)
    assert "no administrators in the private chat" in refused["description"]


async def test_a_chain_of_replies_is_no_topic(client: Client) -> None:
    chain = asked(3) | {"is_topic_message": False}
    await client.do("/sandbox/update", message=chain)
    refused = await client.call("sendMessage", chat_id=-500, text="а", message_thread_id=3)
    assert "message thread not found" in refused["description"]


async def test_what_is_sent_to_a_topic_or_answers_a_message_of_it_is_in_it(client: Client) -> None:
    await client.do("/sandbox/update", message=asked(3))
    told = await client.call("sendMessage", chat_id=-500, text="а", message_thread_id=3)
    replied = await client.call(
        "sendMessage", chat_id=-500, text="а", reply_parameters={"message_id": 7}
    )
    for sent in (told["result"], replied["result"]):
        assert (sent["message_thread_id"], sent["is_topic_message"]) == (3, True)
    general = (await client.call("sendMessage", chat_id=-500, text="а"))["result"]
    assert "message_thread_id" not in general


async def test_a_topic_that_is_not_there_takes_no_message(client: Client) -> None:
    await client.do("/sandbox/update", message=asked(None))
    refused = await client.call("sendMessage", chat_id=-500, text="а", message_thread_id=3)
    assert "message thread not found" in refused["description"]
