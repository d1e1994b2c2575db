"""What Telegram shows around the chat: the command menu and the descriptions, in each language."""

import logging

from telegram import BotCommand
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.commands import COMMANDS
from bot.i18n import Translator, translator
from storage.languages import DEFAULT_LANGUAGE, LANGUAGES

log = logging.getLogger(__name__)

# Telegram shows the texts without a language code to whoever reads none of the others.
MENUS = {"": DEFAULT_LANGUAGE} | {
    code: language for code, language in LANGUAGES.items() if language is not DEFAULT_LANGUAGE
}


async def publish_menu(bot: ExtBot[None]) -> None:
    """Bring the menus up to date; only what differs is set, and a failure costs only the menu."""
    try:
        for code, language in MENUS.items():
            await _publish(bot, code, translator(language))
    except TelegramError as error:
        log.warning("the command menu could not be set: %s", error)


async def _publish(bot: ExtBot[None], code: str, t: Translator) -> None:
    commands = tuple(BotCommand(command, t.text(key)) for command, key in COMMANDS.items())
    if await bot.get_my_commands(language_code=code) != commands:
        await bot.set_my_commands(commands, language_code=code)
    name = t.text("bot-name")
    if (await bot.get_my_name(language_code=code)).name != name:
        await bot.set_my_name(name, language_code=code)
    about = t.text("bot-description")
    if (await bot.get_my_description(language_code=code)).description != about:
        await bot.set_my_description(about, language_code=code)
    short = t.text("bot-short-description")
    if (await bot.get_my_short_description(language_code=code)).short_description != short:
        await bot.set_my_short_description(short, language_code=code)
