"""The command menu and the descriptions, in each language."""

from telegram.error import NetworkError

from bot.commands import COMMANDS
from bot.i18n import translator
from bot.menu import publish_menu
from storage.languages import ENGLISH
from tests.bot.conversation import Conversation


async def test_menus_are_set_in_both_languages(talk: Conversation) -> None:
    await publish_menu(talk.application.bot)
    sent = talk.telegram.sent("setMyCommands")
    assert [call.get("language_code") for call in sent] == ["", "ru"]
    assert {"command": "cities", "description": "Cities by letter"} in sent[0]["commands"]
    assert {"command": "cities", "description": "Города по алфавиту"} in sent[1]["commands"]
    assert len(talk.telegram.sent("setMyDescription", "setMyShortDescription")) == 4


async def test_a_menu_that_is_the_same_already_is_not_set(talk: Conversation) -> None:
    t = translator(ENGLISH)
    talk.telegram.results["getMyCommands"] = [
        {"command": command, "description": t.text(key)} for command, key in COMMANDS.items()
    ]
    talk.telegram.results["getMyDescription"] = {"description": t.text("bot-description")}
    talk.telegram.results["getMyShortDescription"] = {
        "short_description": t.text("bot-short-description")
    }
    await publish_menu(talk.application.bot)
    languages = [
        call["language_code"] for name, call in talk.telegram.calls if name.startswith("set")
    ]
    assert languages == ["ru", "ru", "ru"]


async def test_a_menu_that_cannot_be_set_stops_nothing(talk: Conversation) -> None:
    talk.telegram.failures["getMyCommands"].append(NetworkError("away"))
    await publish_menu(talk.application.bot)
