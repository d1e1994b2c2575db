"""What Telegram shows around the chat: the command menus and the descriptions, by language."""

import logging
from collections.abc import Collection, Iterator, Mapping

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.commands import ADMIN_COMMANDS, COMMANDS, NOT_IN_GROUPS, OF_GROUP_ADMINISTRATORS
from bot.i18n import Translator, translator
from storage.languages import DEFAULT_LANGUAGE, LANGUAGES

log = logging.getLogger(__name__)

# Telegram shows the texts without a language code to whoever reads none of the others.
MENUS = {"": DEFAULT_LANGUAGE} | {
    code: language for code, language in LANGUAGES.items() if language is not DEFAULT_LANGUAGE
}


async def publish_menu(bot: ExtBot[None], admin_ids: Collection[int] = ()) -> None:
    """Bring the menus up to date; only what differs is set, and a failure costs only the menu."""
    try:
        for code, language in MENUS.items():
            await _publish_profile(bot, code, translator(language))
            for scope, commands in _menus():
                await _publish_commands(bot, scope, commands, code)
    except TelegramError as error:
        log.warning("the command menu could not be set: %s", error)
    for admin_id in admin_ids:
        try:
            for code in MENUS:
                scope = BotCommandScopeChat(admin_id)
                await _publish_commands(bot, scope, COMMANDS | ADMIN_COMMANDS, code)
        except TelegramError as error:  # who has never written to the bot has no chat with it
            log.warning("the command menu of an administrator could not be set: %s", error)


def _menus() -> Iterator[tuple[BotCommandScope, Mapping[str, str]]]:
    """The chats that see the same commands; of all that apply Telegram shows the narrowest."""
    of_admins = {it: key for it, key in COMMANDS.items() if it not in NOT_IN_GROUPS}
    of_all = {it: key for it, key in of_admins.items() if it not in OF_GROUP_ADMINISTRATORS}
    yield BotCommandScopeDefault(), COMMANDS
    yield BotCommandScopeAllPrivateChats(), COMMANDS
    yield BotCommandScopeAllGroupChats(), of_all
    yield BotCommandScopeAllChatAdministrators(), of_admins


async def _publish_commands(
    bot: ExtBot[None], scope: BotCommandScope, keys: Mapping[str, str], code: str
) -> None:
    t = translator(MENUS[code])
    commands = tuple(BotCommand(command, t.text(key)) for command, key in keys.items())
    if await bot.get_my_commands(scope, language_code=code) != commands:
        await bot.set_my_commands(commands, scope, language_code=code)


async def _publish_profile(bot: ExtBot[None], code: str, t: Translator) -> None:
    name = t.text("bot-name")
    if (await bot.get_my_name(language_code=code)).name != name:
        await bot.set_my_name(name, language_code=code)
    about = t.text("bot-description")
    if (await bot.get_my_description(language_code=code)).description != about:
        await bot.set_my_description(about, language_code=code)
    short = t.text("bot-short-description")
    if (await bot.get_my_short_description(language_code=code)).short_description != short:
        await bot.set_my_short_description(short, language_code=code)
