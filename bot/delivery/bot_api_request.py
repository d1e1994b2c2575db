"""HTTP to the Bot API: only Telegram's own answers pass; all else is an outage, whoever sent it."""

import json
import logging
import math
from collections.abc import Callable
from typing import Any

from telegram import (
    BotCommand,
    BotDescription,
    BotName,
    BotShortDescription,
    ChatFullInfo,
    ChatMember,
    File,
    User,
    WebhookInfo,
)
from telegram.error import NetworkError

from bot.delivery.aiohttp_request import AiohttpRequest
from bot.delivery.log_throttle import LogThrottle
from bot.delivery.retry import WAITS, UnsureError, Waits

log = logging.getLogger(__name__)

LONGEST_SENSIBLE_WAIT = 86_400.0  # seconds; a longer one is a mistake of whoever asks
MESSAGES = ("send", "edit", "forwardMessage")  # what gives a message …
NO_MESSAGE = ("sendMediaGroup", "sendChatAction", "forwardMessages")  # … but for these
READERS: dict[str, Callable[[Any], object]] = {
    "getMe": User.de_json,
    "getWebhookInfo": WebhookInfo.de_json,
    "getChat": ChatFullInfo.de_json,
    "getChatAdministrators": ChatMember.de_list,
    "getMyCommands": BotCommand.de_list,
    "getMyName": BotName.de_json,
    "getMyDescription": BotDescription.de_json,
    "getMyShortDescription": BotShortDescription.de_json,
    "getFile": File.de_json,
}


class BotApiRequest(AiohttpRequest):
    """The Bot API, with time for a slow Telegram and a doubt about every answer.

    Raises UnsureError where an answer is not Telegram's, NetworkError where Telegram says no more
    than no or HTTP fails, and otherwise what PTB does.
    """

    def __init__(self, waits: Waits = WAITS) -> None:
        super().__init__(waits)
        self._throttle = LogThrottle(log)

    async def do_request(
        self, url: str, method: str, *request_data: Any, **options: Any
    ) -> tuple[int, bytes]:
        """The status and the body of an answer, which is one of Telegram's. For PTB."""
        code, body = await super().do_request(url, method, *request_data, **options)
        if method != "POST":  # a file
            return code, body
        return self._checked(url.rpartition("/")[2].partition("?")[0], code, body)

    def _checked(self, endpoint: str, code: int, body: bytes) -> tuple[int, bytes]:
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            answer = None
        match answer:
            case {"ok": True, "result": result} if code < 300:
                if endpoint.startswith(MESSAGES) and endpoint not in NO_MESSAGE:
                    return code, _message(endpoint, result)
                if _readable(endpoint, result):
                    return code, body
            case {"ok": False, "error_code": int(error), "description": str(description)} if (
                400 <= error < 600
            ):
                own = {"ok": False, "error_code": error, "description": description}
                parameters = self._parameters(answer.get("parameters"))
                return error, json.dumps(own | {"parameters": parameters}).encode()
            case {"ok": False}:
                raise NetworkError(f"a refusal without a reason (HTTP {code})")
        raise UnsureError(f"an answer that is not Telegram's (HTTP {code})")

    def _parameters(self, told: object) -> dict[str, int]:
        match told:
            case {"migrate_to_chat_id": int(chat)}:
                return {"migrate_to_chat_id": chat}
            case {"retry_after": asked}:
                return {"retry_after": self._wait(asked)}
        return {}

    def _wait(self, asked: object) -> int:
        """Whole seconds; one, where no sensible number is asked for."""
        try:
            seconds = math.ceil(float(asked))  # type: ignore[arg-type]
        except (OverflowError, TypeError, ValueError):
            seconds = 0
        sensible = 0 < seconds <= LONGEST_SENSIBLE_WAIT
        wait = min(seconds, int(self.waits.longest_flood)) if sensible else 1
        if wait != seconds:
            self._throttle.tell("Telegram asks for a wait of %.40r s: %d s are waited", asked, wait)
        return wait


def _message(endpoint: str, result: object) -> bytes:
    """The answer with what somebody reads of a message that was sent, and PTB makes objects of.

    Raises UnsureError where it is no message.
    """
    match result:
        case True if endpoint.startswith("edit"):  # of an inline message
            read: object = True
        case {
            "message_id": int(id),
            "date": int(date),
            "chat": {"id": int(), "type": str()} as chat,
        }:
            # Nobody reads what an edit gives, and True is what PTB takes for a message elsewhere.
            sent = {"message_id": id, "date": date, "chat": chat} | _photo(result)
            read = True if endpoint.startswith("edit") else sent
        case _:
            raise UnsureError("an answer that is no message")
    return json.dumps({"ok": True, "result": read}).encode()


def _photo(message: Any) -> dict[str, Any]:
    """The largest size of a photo that was sent, whose id is read; nothing of other messages."""
    match message.get("photo"):
        case [
            *_,
            {
                "file_id": str(file),
                "file_unique_id": str(unique),
                "width": int(width),
                "height": int(height),
            },
        ]:
            size = {"file_id": file, "file_unique_id": unique, "width": width, "height": height}
            return {"photo": [size]}
    return {}


def _readable(endpoint: str, result: object) -> bool:
    """Whether PTB can read the result, which it would otherwise find out too late."""
    if endpoint == "getUpdates":
        return isinstance(result, list)
    try:
        READERS.get(endpoint, lambda _: None)(result)
    except Exception:  # noqa: BLE001 - PTB raises anything on what it does not expect
        return False
    return result is not None
