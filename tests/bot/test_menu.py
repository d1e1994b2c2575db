"""The command menus and the descriptions, in each language and for each kind of chat."""

from typing import Any

import pytest
from telegram.error import NetworkError

from bot.menu import publish_menu
from bot.sandbox.commands import Commands
from bot.sandbox.world import GROUP
from tests.bot.conversation import Conversation

ADMIN, STRANGER = 77, 78
ANNA, BEN = 1001, 1002  # Anna owns the group


async def seen(talk: Conversation, user: int, chat: int) -> dict[str, str]:
    """What the menu of a chat shows to somebody."""
    world = talk.telegram.world
    found = world.chat(chat)
    assert found
    commands = Commands(world).seen(world.user(user), found)
    return {it["command"]: it["description"] for it in commands}


async def test_menus_are_set_in_both_languages(talk: Conversation) -> None:
    await publish_menu(talk.application.bot)
    assert (await seen(talk, ANNA, ANNA))["cities"] == "Города по алфавиту"
    assert (await seen(talk, BEN, BEN))["cities"] == "Cities by letter"
    assert len(talk.telegram.sent("setMyDescription", "setMyShortDescription")) == 4
    names = [call["name"] for call in talk.telegram.sent("setMyName")]
    assert names == ["Pobratim – Twin Towns", "Побратим"]


async def test_a_group_has_fewer_commands_and_its_administrators_the_settings_besides(
    talk: Conversation,
) -> None:
    await publish_menu(talk.application.bot)
    in_private = await seen(talk, BEN, BEN)
    in_group = await seen(talk, BEN, GROUP["id"])
    of_admins = await seen(talk, ANNA, GROUP["id"])
    assert in_private.keys() - of_admins.keys() == {"about", "privacy", "start"}
    assert of_admins.keys() - in_group.keys() == {"settings", "forgetme"}
    assert {"twins", "cities", "help"} <= in_group.keys()
    assert of_admins["settings"] == "Язык"


async def test_an_administrator_of_the_bot_sees_their_commands_in_private(
    talk: Conversation,
) -> None:
    for user in (ADMIN, STRANGER):
        talk.telegram.world.user(user, "x")
    await publish_menu(talk.application.bot, [ADMIN])
    own, others = await seen(talk, ADMIN, ADMIN), await seen(talk, STRANGER, STRANGER)
    assert own.keys() - others.keys() == {"status", "corrections"}
    assert own["corrections"] == "Замечания о карточках"
    assert "status" not in await seen(talk, ADMIN, GROUP["id"])


async def test_only_what_differs_is_set(talk: Conversation) -> None:
    bot = talk.application.bot
    talk.telegram.world.user(ADMIN, "x")
    await publish_menu(bot, [ADMIN])
    assert changes(talk)
    talk.telegram.calls.clear()
    await publish_menu(bot, [ADMIN])
    assert changes(talk) == []
    scope = {"type": "chat", "chat_id": ADMIN}
    await bot.set_my_commands([("help", "Другое")], scope=scope, language_code="ru")  # type: ignore[arg-type]
    talk.telegram.calls.clear()
    await publish_menu(bot, [ADMIN])
    assert [(name, call["scope"], call["language_code"]) for name, call in changes(talk)] == [
        ("setMyCommands", scope, "ru")
    ]


def changes(talk: Conversation) -> list[tuple[str, dict[str, Any]]]:
    return [call for call in talk.telegram.calls if call[0].startswith("set")]


@pytest.mark.parametrize("method", ["getMyCommands", "setMyCommands", "getMyName"])
async def test_a_menu_that_cannot_be_set_stops_nothing(talk: Conversation, method: str) -> None:
    talk.telegram.failures[method].append(NetworkError("away"))
    await publish_menu(talk.application.bot, [ADMIN])


async def test_an_administrator_who_has_not_begun_a_chat_costs_nobody_the_menu(
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    talk.telegram.world.user(ADMIN, "x")
    await publish_menu(talk.application.bot, [STRANGER, ADMIN])
    assert "status" in await seen(talk, ADMIN, ADMIN)
    assert len([it for it in caplog.messages if "of an administrator" in it]) == 1
