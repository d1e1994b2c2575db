"""In a group its administrators change what is kept of it."""

from typing import Any

import pytest
from telegram.error import BadRequest, NetworkError

from bot.delivery.attempt import Attempt, running
from tests.bot.conversation import Conversation

ANNA, BEN = 2001, 2002
CHANGES = ("g:en", "f:yes", "f:no")


@pytest.fixture
def group(talk: Conversation) -> Conversation:
    """Anna and Ben in a group that Anna administers."""
    talk.in_group()
    talk.person(ANNA, "ru")
    talk.telegram.world.standing[talk.chat["id"], ANNA] = "administrator"
    return talk


async def kept(talk: Conversation) -> str | None:
    return await talk.application.bot_data.chats.language(talk.chat["id"])


def toasts(talk: Conversation) -> list[Any]:
    return [answer.get("text") for answer in talk.telegram.sent("answerCallbackQuery")]


@pytest.mark.parametrize("status", ["administrator", "creator"])
async def test_an_administrator_changes_the_language(group: Conversation, status: str) -> None:
    group.telegram.world.standing[group.chat["id"], ANNA] = status
    await group.say("/settings")
    await group.tap_label("English")
    assert await kept(group) == "en"
    await group.tap("f:yes")
    assert await kept(group) is None


@pytest.mark.parametrize("data", CHANGES)
async def test_somebody_else_is_told_who_may_and_nothing_changes(
    group: Conversation, data: str
) -> None:
    await group.tap("g:ru")
    group.telegram.calls.clear()
    group.person(BEN, "ru")
    await group.tap(data)
    assert await kept(group) == "ru"
    [toast] = toasts(group)
    assert "администраторы" in toast
    assert group.telegram.sent("editMessageText", "sendMessage") == []


async def test_everybody_may_look_at_the_settings(group: Conversation) -> None:
    group.person(BEN, "ru")
    await group.tap("s")
    assert "Язык этого чата" in group.text


async def test_an_anonymous_administrator_is_answered_and_may(group: Conversation) -> None:
    group.user = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group"}
    await group.say("/settings", sender_chat=group.chat)
    await group.tap("g:ru")
    assert await kept(group) == "ru"


async def test_in_a_private_chat_nobody_is_asked(talk: Conversation) -> None:
    await talk.tap("g:en")
    assert await kept(talk) == "en"
    assert talk.telegram.sent("getChatAdministrators") == []


async def test_telegram_is_asked_once_for_several_taps_of_several_people(
    group: Conversation,
) -> None:
    for user in (ANNA, BEN):
        group.person(user, "ru")
        for data in ("g:en", "g:ru", "f:no"):
            await group.tap(data)
    assert len(group.telegram.sent("getChatAdministrators")) == 1


async def test_where_nobody_is_known_to_be_one_nobody_is(group: Conversation) -> None:
    group.telegram.failures["getChatAdministrators"].append(BadRequest("CHANNEL_PRIVATE"))
    await group.tap("g:en")
    assert await kept(group) is None
    assert "администраторы" in toasts(group)[0]


async def test_with_telegram_away_the_tap_is_run_again(group: Conversation) -> None:
    group.telegram.failures["getChatAdministrators"].append(NetworkError("gone"))
    with running(attempt := Attempt(1)):
        await group.tap("g:en")
    assert attempt.undelivered
    assert toasts(group) == []
