"""Commands by scope and language: which list is kept where, and which one a chat shows."""

from typing import Any

import pytest

from bot.sandbox.commands import Commands
from bot.sandbox.refusals import ApiError
from bot.sandbox.rights import OWNER
from bot.sandbox.world import GROUP, World

ANNA, BEN = 1001, 1002  # Anna owns the group and reads Russian, Ben reads English
CHANNEL: dict[str, Any] = {"id": -100_5, "type": "channel", "title": "К"}


def scope(kind: str, **fields: int) -> dict[str, Any]:
    return {"type": kind, **fields}


@pytest.fixture
def world() -> World:
    world = World()
    world.chats[CHANNEL["id"]] = CHANNEL
    return world


@pytest.fixture
def commands(world: World) -> Commands:
    return Commands(world)


async def keep(commands: Commands, name: str, **parameters: Any) -> None:
    await commands.set({"commands": [{"command": name, "description": name}], **parameters})


def seen(commands: Commands, user: int, *, in_group: bool = False) -> str:
    """The one command that somebody sees."""
    world = commands.world
    chat = GROUP if in_group else world.chat(user)
    assert chat
    found = commands.seen(world.user(user), chat)
    return ", ".join(it["command"] for it in found)


PRIVATE = [scope("default"), scope("all_private_chats"), scope("chat", chat_id=ANNA)]
IN_GROUP = [
    scope("default"),
    scope("all_group_chats"),
    scope("all_chat_administrators"),
    scope("chat", chat_id=GROUP["id"]),
    scope("chat_administrators", chat_id=GROUP["id"]),
    scope("chat_member", chat_id=GROUP["id"], user_id=ANNA),
]


@pytest.mark.parametrize(("scopes", "in_group"), [(PRIVATE, False), (IN_GROUP, True)])
async def test_of_the_scopes_that_apply_the_narrowest_is_shown(
    commands: Commands, scopes: list[dict[str, Any]], in_group: bool
) -> None:
    for number, it in enumerate(scopes):
        await keep(commands, f"n{number}", scope=it)
        await keep(commands, f"other{number}", scope=it, language_code="de")
        assert seen(commands, ANNA, in_group=in_group) == f"n{number}"
    for number, it in reversed([*enumerate(scopes)]):
        assert seen(commands, ANNA, in_group=in_group) == f"n{number}"
        await commands.delete({"scope": it})
    assert seen(commands, ANNA, in_group=in_group) == ""


async def test_administrators_of_a_group_see_their_own_list(commands: Commands) -> None:
    await keep(commands, "everybody", scope=scope("all_group_chats"))
    await keep(commands, "administrators", scope=scope("all_chat_administrators"))
    assert OWNER == ANNA
    assert seen(commands, ANNA, in_group=True) == "administrators"
    assert seen(commands, BEN, in_group=True) == "everybody"
    commands.world.standing[GROUP["id"], BEN] = "administrator"
    assert seen(commands, BEN, in_group=True) == "administrators"


async def test_in_a_scope_the_readers_language_comes_before_that_of_everybody(
    commands: Commands,
) -> None:
    await keep(commands, "for_all", scope=scope("all_private_chats"))
    await keep(commands, "default_ru", language_code="ru")
    assert seen(commands, ANNA) == "for_all", "the scope decides first"
    await keep(commands, "private_ru", scope=scope("all_private_chats"), language_code="ru")
    assert [seen(commands, user) for user in (ANNA, BEN)] == ["private_ru", "for_all"]


async def test_an_empty_list_is_none(commands: Commands) -> None:
    await keep(commands, "default")
    await keep(commands, "private", scope=scope("all_private_chats"))
    await commands.set({"commands": [], "scope": scope("all_private_chats")})
    assert seen(commands, ANNA) == "default"


async def test_what_was_set_is_told_of_its_very_scope_and_language_only(
    commands: Commands,
) -> None:
    await keep(commands, "start")
    told = [{"command": "start", "description": "start"}]
    assert await commands.get({}) == await commands.get({"scope": scope("default")}) == told
    assert await commands.get({"language_code": "ru"}) == []
    assert await commands.get({"scope": scope("all_private_chats")}) == []


async def test_commands_are_kept_without_what_is_around_them(commands: Commands) -> None:
    await commands.set({"commands": [{"command": " /start ", "description": " Go "}]})
    assert await commands.get({}) == [{"command": "start", "description": "Go"}]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"scope": "default"}, "can't parse BotCommandScope: BotCommandScope must be an Object"),
        ({"scope": scope("everyone")}, "can't parse BotCommandScope: Unsupported type specified"),
        ({"scope": scope("chat")}, "can't parse BotCommandScope: Can't find field \"chat_id\""),
        ({"scope": scope("chat", chat_id=5)}, "chat not found"),
        (
            {"scope": scope("chat_member", chat_id=GROUP["id"], user_id=0)},
            "can't parse BotCommandScope: Invalid user_id specified",
        ),
        (
            {"scope": scope("chat_administrators", chat_id=ANNA)},
            "can't use specified scope in private chats",
        ),
        (
            {"scope": scope("chat", chat_id=CHANNEL["id"])},
            "can't change commands in channel chats",
        ),
        ({"language_code": "english"}, "invalid language code specified"),
        ({"commands": "start"}, "can't parse commands list: expected an Array of BotCommand"),
        ({"commands": [{"description": "x"}]}, "command must be non-empty"),
        (
            {"commands": [{"command": "x", "description": " "}]},
            "command description must be non-empty",
        ),
        (
            {"commands": [{"command": "x" * 33, "description": "x"}]},
            "command length must not exceed 32",
        ),
        (
            {"commands": [{"command": "x", "description": "x" * 257}]},
            "command description length must not exceed 256",
        ),
        ({"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_what_telegram_refuses_is_refused_in_its_words(
    commands: Commands, given: dict[str, Any], why: str
) -> None:
    with pytest.raises(ApiError) as refused:
        await commands.set({"commands": []} | given)
    assert refused.value.description == f"Bad Request: {why}"
    assert commands.world.profile == {}
