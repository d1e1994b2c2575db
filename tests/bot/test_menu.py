"""The command menu and the descriptions, in each language."""

from telegram.error import NetworkError

from bot.menu import publish_menu
from tests.bot.conversation import Conversation


async def test_menus_are_set_in_both_languages(talk: Conversation) -> None:
    await publish_menu(talk.application.bot)
    sent = talk.telegram.sent("setMyCommands")
    assert [call.get("language_code") for call in sent] == ["", "ru"]
    assert {"command": "cities", "description": "Cities by letter"} in sent[0]["commands"]
    assert {"command": "cities", "description": "Города по алфавиту"} in sent[1]["commands"]
    assert len(talk.telegram.sent("setMyDescription", "setMyShortDescription")) == 4
    names = [call["name"] for call in talk.telegram.sent("setMyName")]
    assert names == ["Pobratim – Twin Towns", "Побратим"]


async def test_only_what_differs_is_set(talk: Conversation) -> None:
    bot = talk.application.bot
    await publish_menu(bot)
    talk.telegram.calls.clear()
    await publish_menu(bot)
    assert [name for name, _ in talk.telegram.calls if name.startswith("set")] == []
    await bot.set_my_commands([("help", "Другое")], language_code="ru")
    talk.telegram.calls.clear()
    await publish_menu(bot)
    changed = [call for call in talk.telegram.calls if call[0].startswith("set")]
    assert [(name, call["language_code"]) for name, call in changed] == [("setMyCommands", "ru")]


async def test_a_menu_that_cannot_be_set_stops_nothing(talk: Conversation) -> None:
    talk.telegram.failures["getMyCommands"].append(NetworkError("away"))
    await publish_menu(talk.application.bot)
