"""What tests of corrections do: somebody says what is wrong, and an administrator looks."""

from typing import Any

from storage.corrections import Correction
from tests.bot.conversation import Conversation

ADMIN = 77
BUTTON = "Нашли ошибку"


def admin_begins(talk: Conversation) -> None:
    """From now on the bot may write to its administrator."""
    talk.telegram.world.user(ADMIN, "Админ")


async def prompt(talk: Conversation, card: str = "/twins Тула") -> dict[str, Any]:
    """The question that the button under a card asks."""
    await talk.say(card)
    await talk.tap_label(BUTTON)
    return talk.telegram.world.sent[-1].as_bot_api()


async def report(talk: Conversation, text: str = "Керчь уже не побратим") -> dict[str, Any]:
    """Say what is wrong; gives the message it was said in."""
    said = talk.message(text, reply_to_message=await prompt(talk))
    await talk.receive({"message": said})
    return said


async def waiting(talk: Conversation) -> list[Correction]:
    return (await talk.application.bot_data.chats.corrections.open(100))[0]


def sent_to(talk: Conversation, chat_id: int) -> list[str]:
    return [m.formatted.text for m in talk.telegram.world.sent if m.chat["id"] == chat_id]


def as_admin(talk: Conversation) -> None:
    talk.person(ADMIN, "ru")
    talk.chat = {"id": ADMIN, "type": "private", "first_name": "А"}
    talk.topic = {}


def notice(talk: Conversation) -> dict[str, Any]:
    """The last message of the bot's to its administrator."""
    return next(m for m in talk.telegram.world.sent[::-1] if m.chat["id"] == ADMIN).as_bot_api()
