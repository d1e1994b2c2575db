"""What an update that a test made up tells of the world: its chats, its message, its tap.

Such updates may be nonsense on purpose, so whatever has not the right shape tells nothing.
"""

from collections.abc import Iterator
from typing import Any

from bot.sandbox.markup import Formatted
from bot.sandbox.message import Message
from bot.sandbox.wire import Json


def chats_in(content: Json) -> Iterator[Json]:
    """Every chat that is mentioned, however deep."""
    return (part["chat"] for part in _objects_in(content) if has_number(part.get("chat")))


def topics_in(content: Json) -> Iterator[tuple[int, int]]:
    """The chat and the thread of every message in a topic that is mentioned.

    In other groups a thread is a chain of replies, into which nothing can be sent. Of a message
    that has vanished (its date is 0) it is not told which of both it was.
    """
    for part in _objects_in(content):
        in_topic = part.get("is_topic_message") or part.get("date") == 0
        if in_topic and has_number(part.get("chat")) and has_number(part, "message_thread_id"):
            yield part["chat"]["id"], part["message_thread_id"]


def _objects_in(content: Json) -> Iterator[Json]:
    parts: list[Any] = [content]
    while parts:
        part = parts.pop()
        if isinstance(part, dict):
            yield part
            parts.extend(part.values())
        elif isinstance(part, list):
            parts.extend(part)


def message_in(content: Json) -> Message | None:
    """The message that somebody wrote."""
    said = content.get("message")
    if not isinstance(said, dict) or not has_number(said, "message_id"):
        return None
    chat, sender, date = said.get("chat"), said.get("from"), said.get("date")
    if not (isinstance(chat, dict) and has_number(chat)):
        return None
    if not (isinstance(sender, dict) and has_number(sender)):
        return None
    formatted = Formatted(str(said.get("text") or said.get("caption") or ""))
    thread = said["message_thread_id"] if has_number(said, "message_thread_id") else None
    return Message(
        said["message_id"],
        chat,
        sender,
        formatted,
        date if isinstance(date, int) else 0,
        thread=thread if said.get("is_topic_message") else None,
    )


def tap_in(content: Json) -> tuple[str, int, int] | None:
    """The id, the chat and the user of a tap on a button."""
    query = content.get("callback_query")
    if not isinstance(query, dict) or not isinstance(query.get("id"), str):
        return None
    user, message = query.get("from"), query.get("message")
    if not (isinstance(user, dict) and has_number(user)):
        return None
    chat = message.get("chat") if isinstance(message, dict) else None
    return query["id"], chat["id"] if has_number(chat) and chat else user["id"], user["id"]


def inline_query_in(content: Json) -> Json | None:
    """What somebody typed behind the bot's name."""
    query = content.get("inline_query")
    if not isinstance(query, dict) or not isinstance(query.get("id"), str):
        return None
    return query if has_number(query.get("from")) else None


def has_number(part: object, name: str = "id") -> bool:
    """Whether it is an object with a whole number of that name."""
    return isinstance(part, dict) and isinstance(part.get(name), int)
