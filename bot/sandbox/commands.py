"""Lists of commands, one for each scope and language; a chat shows the narrowest that it has."""

import re
from collections.abc import Iterator
from typing import Any

from bot.sandbox.refusals import bad, integer
from bot.sandbox.rights import ADMINISTRATORS, member
from bot.sandbox.wire import Json
from bot.sandbox.world import World

COMMANDS = 100
COMMAND_CHARACTERS, DESCRIPTION_CHARACTERS = 32, 256
EVERYWHERE = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
ONE_CHAT = ("chat", "chat_administrators", "chat_member")


class Commands:
    """setMyCommands, getMyCommands and deleteMyCommands on one world, and what a person sees."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def set(self, parameters: Json) -> bool:
        """Keep the list of one scope and language; an empty one is none."""
        key = self._key(parameters)
        self.world.profile[key] = _checked(parameters.get("commands"))
        await self.world.tell(0, {"type": "commands"})
        return True

    async def get(self, parameters: Json) -> list[Json]:
        """The list of this very scope and language, whatever a chat would show."""
        return list(self.world.profile.get(self._key(parameters), []))

    async def delete(self, parameters: Json) -> bool:
        """Forget the list of one scope and language: what is wider is shown again."""
        self.world.profile.pop(self._key(parameters), None)
        await self.world.tell(0, {"type": "commands"})
        return True

    def seen(self, user: Json, chat: Json) -> list[Json]:
        """What the menu shows to somebody in a chat."""
        for scope in _scopes(self.world, user["id"], chat):
            for language in (user["language_code"], ""):
                if commands := self.world.profile.get(("commands", *scope, language)):
                    return list(commands)
        return []

    def _key(self, parameters: Json) -> tuple[str, ...]:
        """The scope and the language. Raises ApiError."""
        scope = parameters.get("scope") or {"type": "default"}
        if not isinstance(scope, dict):
            raise _no_scope("BotCommandScope must be an Object")
        kind = str(scope.get("type") or "")
        chat_id, user_id = "", ""
        if kind in ONE_CHAT:
            chat_id = self._chat_id(scope, kind)
            user_id = _user_id(scope) if kind == "chat_member" else ""
        elif kind not in EVERYWHERE:
            raise _no_scope("Unsupported type specified")
        language = str(parameters.get("language_code") or "")
        if not re.fullmatch(r"([a-z]{2})?", language):
            raise bad("invalid language code specified")
        return "commands", kind, chat_id, user_id, language

    def _chat_id(self, scope: Json, kind: str) -> str:
        if scope.get("chat_id") in (None, ""):
            raise _no_scope('Can\'t find field "chat_id"')
        chat = self.world.chat(integer(scope, "chat_id", 0))
        if chat is None:
            raise bad("chat not found")
        if chat["type"] == "channel":
            raise bad("can't change commands in channel chats")
        if chat["type"] == "private" and kind != "chat":
            raise bad("can't use specified scope in private chats")
        return str(chat["id"])


def _user_id(scope: Json) -> str:
    user_id = integer(scope, "user_id", 0)
    if user_id <= 0:
        raise _no_scope("Invalid user_id specified")
    return str(user_id)


def _no_scope(why: str) -> Exception:
    return bad(f"can't parse BotCommandScope: {why}")


def _scopes(world: World, user_id: int, chat: Json) -> Iterator[tuple[str, str, str]]:
    """Those that apply, the narrowest first."""
    chat_id = str(chat["id"])
    if chat["type"] == "private":
        yield "chat", chat_id, ""
        yield "all_private_chats", "", ""
    else:
        is_administrator = member(world, chat["id"], user_id)["status"] in ADMINISTRATORS
        yield "chat_member", chat_id, str(user_id)
        if is_administrator:
            yield "chat_administrators", chat_id, ""
        yield "chat", chat_id, ""
        if is_administrator:
            yield "all_chat_administrators", "", ""
        yield "all_group_chats", "", ""
    yield "default", "", ""


def _checked(commands: Any) -> list[Json]:
    """The commands as Telegram keeps them. Raises ApiError."""
    if not isinstance(commands, list) or not all(isinstance(it, dict) for it in commands):
        raise bad("can't parse commands list: expected an Array of BotCommand")
    kept = [
        {
            "command": _within(str(it.get("command", "")), "command", COMMAND_CHARACTERS),
            "description": _within(
                str(it.get("description", "")), "command description", DESCRIPTION_CHARACTERS
            ),
        }
        for it in commands
    ]
    if not all(re.fullmatch(r"[a-z0-9_]+", it["command"]) for it in kept):
        raise bad("BOT_COMMAND_INVALID")
    if len(kept) > COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    return kept


def _within(text: str, what: str, most: int) -> str:
    text = text.strip()
    if what == "command":
        text = text.removeprefix("/")
    if not text:
        raise bad(f"{what} must be non-empty")
    if len(text) > most:
        raise bad(f"{what} length must not exceed {most}")
    return text
