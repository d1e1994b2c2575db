"""Raw updates, as Telegram sends them: what they are, whose turn they are in, and reading them."""

import time
from collections.abc import Hashable
from typing import Any

from telegram import Update
from telegram.ext import ExtBot

from bot.views.callbacks import ChooseLanguage, Forget, unpack

RawUpdate = dict[str, Any]
TappedMessage = tuple[int, int] | str  # the chat and the message, or a message sent inline

# What the bot asks Telegram for.
ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "my_chat_member",
)

# Then Telegram takes no answer, and handling would be in vain.
TAP_ANSWERABLE_SECONDS, INLINE_ANSWERABLE_SECONDS = 150.0, 30.0
UNBELIEVABLE_SECONDS = 2 * 86_400.0  # Telegram keeps nothing for more than one day
BIGINT = range(-(2**63), 2**63)  # what a database's whole number holds


class UnparsableError(Exception):
    """Not an update that we can read; the reason names no content."""


def own_update_id() -> int:
    """An id that Telegram gives to nothing: far below zero, and never the same again."""
    return -time.time_ns() // 1000


def id_of(raw: object) -> int | None:
    """The update's id; None where it is no update at all."""
    return _number(raw.get("update_id")) if isinstance(raw, dict) else None


def kind_of(raw: RawUpdate) -> str:
    """Its kind; "other" for what the bot did not ask for."""
    return next((kind for kind in ALLOWED_UPDATES if kind in raw), "other")


def ordering_key_of(raw: RawUpdate) -> int | None:
    """Whose turn it is in: the chat, else the user; None where neither is told."""
    if (chat := chat_of(raw)) is not None:
        return chat
    users = (_id_in(content, "from") for content in raw.values() if isinstance(content, dict))
    return next((user for user in users if user is not None), None)


def chat_of(raw: RawUpdate) -> int | None:
    """The chat in which it happened."""
    for content in raw.values():
        if isinstance(content, dict):
            message = content.get("message")
            chat = _id_in(message if isinstance(message, dict) else content, "chat")
            if chat is not None:
                return chat
    return None


def tapped_message(raw: RawUpdate) -> TappedMessage | None:
    """The message whose button was tapped; None for what is no tap on a message."""
    match raw.get("callback_query"):
        case {"message": {"chat": {"id": int(chat)}, "message_id": int(message)}}:
            return chat, message
        case {"inline_message_id": str(message)}:
            return message
        case _:
            return None


def where_shown(raw: RawUpdate) -> Hashable:
    """Where its answer takes the place of an older one: a message tapped, results of a query.

    None where it takes no other's place.
    """
    return ("inline", ordering_key_of(raw)) if is_fleeting(raw) else tapped_message(raw)


def is_urgent(raw: RawUpdate) -> bool:
    """Whether it wants its answer within seconds: a tap, an inline query."""
    return "callback_query" in raw or is_fleeting(raw)


def is_fleeting(raw: RawUpdate) -> bool:
    """Whether it is worth an answer now or none: an inline query, of somebody who types on."""
    return "inline_query" in raw


def too_old(raw: RawUpdate, received_at: float, now: float) -> bool:
    """Whether nobody could see the answer any more; both times are Unix seconds.

    What is to be forgotten or remembered is so, however late. An age of days is that of a clock
    which was wrong once: the update is new to all we know.
    """
    answerable = INLINE_ANSWERABLE_SECONDS if is_fleeting(raw) else TAP_ANSWERABLE_SECONDS
    late = is_urgent(raw) and answerable < now - received_at < UNBELIEVABLE_SECONDS
    return late and not _changes_settings(raw)


def parse(raw: RawUpdate, bot: ExtBot[None]) -> Update:
    """The update as PTB's object. Raises UnparsableError."""
    try:
        return Update.de_json(raw, bot)
    except Exception as error:  # noqa: BLE001 - PTB raises anything on what it does not expect
        raise UnparsableError(f"{kind_of(raw)}: {type(error).__name__}") from None


def _changes_settings(raw: RawUpdate) -> bool:
    match raw.get("callback_query"):
        case {"data": str(data)}:
            unpacked = unpack(data)
            return bool(unpacked and isinstance(unpacked[0], ChooseLanguage | Forget))
        case _:
            return False


def _id_in(holder: dict[str, Any], name: str) -> int | None:
    who = holder.get(name)
    return _number(who.get("id")) if isinstance(who, dict) else None


def _number(value: object) -> int | None:
    return value if type(value) is int and value in BIGINT else None
