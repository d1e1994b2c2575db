"""Telegram in the test's own process: the sandbox's rules without its sockets, and failures."""

import json
from collections import defaultdict
from typing import Any, cast

from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

from bot.sandbox.methods import Methods
from bot.sandbox.photos import Upload
from bot.sandbox.refusals import ApiError
from bot.sandbox.webhooks import RETRY_BASE
from bot.sandbox.world import BOT, World

__all__ = ["BOT", "TOKEN", "InProcessTelegram"]

TOKEN = "42:" + "T" * 35


class InProcessTelegram(BaseRequest):
    """Answers as the sandbox does, or with what was planned for a method; keeps every call."""

    def __init__(self) -> None:
        self.world = World()
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.failures: dict[str, list[TelegramError]] = defaultdict(list)
        self._methods = Methods(self.world, RETRY_BASE)
        self.inline = self._methods.inline

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
        parameters: dict[str, Any] = dict(request_data.parameters) if request_data else {}
        if request_data and request_data.contains_files:
            for field, (_, content, kind) in request_data.multipart_data.items():
                parameters[field] = Upload(cast("bytes", content), kind)
        self.calls.append((name, parameters))
        if self.failures[name]:
            raise self.failures[name].pop(0)
        try:
            result = await self._methods.call(name, parameters)
        except ApiError as error:
            return error.code, json.dumps(error.as_bot_api()).encode()
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def sent(self, *names: str) -> list[dict[str, Any]]:
        """The parameters of the calls of these methods."""
        return [parameters for name, parameters in self.calls if name in names]
