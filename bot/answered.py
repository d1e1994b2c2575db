"""Which messages were answered, and with which: an edit that is none is not answered again."""

from dataclasses import dataclass

from cachetools import LRUCache
from telegram import Message

MAX_REMEMBERED = 10_000  # messages answered last, some 2 MB
CORRECTION_SECONDS = 600  # a message that is changed later is tidied up, and asks nothing


def text_of(message: Message) -> str:
    """What somebody wrote, be it under a picture; "" for what has no words."""
    return message.text or message.caption or ""


@dataclass(frozen=True, slots=True)
class _Answer:
    text: int  # the question's hash: people's words are not kept
    message_id: int


class Answered:
    """The answers of this process; after a restart a correction is answered anew.

    The parts of an album are one message to whoever sent them, so they share one answer.
    """

    def __init__(self) -> None:
        self._answers: LRUCache[tuple[int, int | str], _Answer] = LRUCache(MAX_REMEMBERED)

    def is_question(self, message: Message, *, edited: bool) -> bool:
        """Whether the message says what it has no answer to yet.

        Telegram reports as edits a first reaction, a link preview, a location that moves: they have
        the text that was answered, or no text, or no date of an edit.
        """
        text, answer = text_of(message), self._answers.get(_key(message))
        if edited and not (text and _in_time(message)):
            return False
        if answer and (edited or message.media_group_id):
            return bool(text) and hash(text) != answer.text
        return True

    def answer_to(self, message: Message) -> int | None:
        """The id of the message that answers it, or answered it before it was corrected."""
        answer = self._answers.get(_key(message))
        return answer.message_id if answer else None

    def remember(self, message: Message, answer_id: int) -> None:
        """It was answered with the message of that id."""
        self._answers[_key(message)] = _Answer(hash(text_of(message)), answer_id)


def _key(message: Message) -> tuple[int, int | str]:
    return message.chat.id, message.media_group_id or message.message_id


def _in_time(message: Message) -> bool:
    edited = message.edit_date
    return edited is not None and (edited - message.date).total_seconds() <= CORRECTION_SECONDS
