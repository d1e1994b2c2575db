"""Telegram's place is taken by a request class that records what the bot sends, and can fail."""

import json
from collections import defaultdict
from typing import Any

from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

BOT = {"id": 42, "is_bot": True, "first_name": "Pobratim", "username": "pobratim_bot"}
TOKEN = "42:" + "T" * 35


class RecordingRequest(BaseRequest):
    """Keeps every call; answers as Telegram would, or with the failure that was planned."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.failures: dict[str, list[TelegramError]] = defaultdict(list)
        self.results: dict[str, Any] = {}
        self._messages = 1000

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: object,
        **more: object,
    ) -> tuple[int, bytes]:
        name = url.rpartition("/")[2]
        parameters = dict(request_data.parameters) if request_data else {}
        self.calls.append((name, parameters))
        if self.failures[name]:
            raise self.failures[name].pop(0)
        return 200, json.dumps({"ok": True, "result": self._result(name, parameters)}).encode()

    def sent(self, *names: str) -> list[dict[str, Any]]:
        """The parameters of the calls of these methods."""
        return [parameters for name, parameters in self.calls if name in names]

    def _result(self, name: str, parameters: dict[str, Any]) -> Any:
        if name in self.results:
            return self.results[name]
        match name:
            case "getMe":
                return BOT
            case "sendMessage" | "editMessageText":
                self._messages += 1
                return {
                    "message_id": self._messages,
                    "date": 0,
                    "chat": {"id": parameters.get("chat_id", 1), "type": "private"},
                    "from": BOT,
                    "text": parameters["text"],
                }
            case "getMyCommands":
                return []
            case "getMyDescription":
                return {"description": ""}
            case "getMyShortDescription":
                return {"short_description": ""}
            case _:
                return True
