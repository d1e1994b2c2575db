"""What asks the bot something: who may, in which words, and what only looks like a question."""

from typing import Any

from telegram import Message, MessageEntity, Update
from telegram.ext import CommandHandler, filters

from bot.answered import Answered, text_of
from bot.context import Context
from bot.views.marks import Mark, read_mark


class Command(CommandHandler[Context, Any]):
    """A command in a text, or under a picture."""

    def check_update(self, update: object) -> tuple[list[str], bool] | None:
        """The command's arguments, where it is this one and for this bot."""
        message = update.effective_message if isinstance(update, Update) else None
        command = _command_in(message) if message else None
        if not message or not command:
            return None
        text = text_of(message)
        name, _, bot = text[1 : command.length].lower().partition("@")
        if name not in self.commands or bot not in ("", message.get_bot().username.lower()):
            return None
        asks = isinstance(update, Update) and self.filters.check_update(update)
        return (text.split()[1:], True) if asks else None


class Asking(filters.UpdateFilter):
    """Lets through new messages of people and their corrections; no channel's posts."""

    def __init__(self, answered: Answered) -> None:
        super().__init__()
        self._answered = answered

    def filter(self, update: Update) -> bool:
        """Whether somebody asks something that has no answer yet."""
        message = update.message or update.edited_message
        if message is None or not _is_by_a_person(message):
            return False
        return self._answered.is_question(message, edited=update.message is None)


class WithoutCommand(filters.MessageFilter):
    """Lets through words that are no command, be it another bot's."""

    def filter(self, message: Message) -> bool:
        """Whether there are words, and no command begins them."""
        return bool(text_of(message)) and _command_in(message) is None


class ReplyToBot(filters.MessageFilter):
    """Lets through replies to the bot's own messages."""

    def filter(self, message: Message) -> bool:
        """Whether the message answers one of the bot's."""
        answered = message.reply_to_message
        return bool(
            answered and answered.from_user and answered.from_user.id == message.get_bot().id
        )


class ReplyToMark(filters.MessageFilter):
    """Lets through replies to messages of the bot that say what a reply is; no commands."""

    def filter(self, message: Message) -> bool:
        """Whether the message answers such a one."""
        return mark_answered(message) is not None and _command_in(message) is None


def mark_answered(message: Message) -> Mark | None:
    """What the message of the bot's that this one answers is about; None where it is no such."""
    answered = message.reply_to_message
    if not answered or not answered.from_user or answered.from_user.id != message.get_bot().id:
        return None
    links = (read_mark(entity.url) for entity in answered.entities if entity.url)
    return next((mark for mark in links if mark), None)


def _is_by_a_person(message: Message) -> bool:
    """Bots that answer each other would never end; a person may write as a group or a channel."""
    if message.via_bot or message.is_automatic_forward:
        return False
    sender = message.from_user
    return message.sender_chat is not None or not (sender and sender.is_bot)


def _command_in(message: Message) -> MessageEntity | None:
    entities = message.entities or message.caption_entities
    first = entities[0] if entities else None
    is_command = first and first.type == MessageEntity.BOT_COMMAND and first.offset == 0
    return first if is_command else None
