"""A Bot API server that costs as little as can be: `python -m tests.bench.updates.bot_api PORT`.

It answers what bots ask, at once and as Telegram does, and is told over HTTP what people write:
`POST /feed` takes updates, `GET /state` tells how many answers came and when the last one did.
"""

import asyncio
import json
import sys
import time
from collections import deque
from typing import Any

from aiohttp import ClientSession, TCPConnector, web

from bot.delivery.webhook import SECRET_HEADER

ME = {"id": 42, "is_bot": True, "first_name": "Bench", "username": "bench_bot",
      "can_join_groups": True, "can_read_all_group_messages": False,
      "supports_inline_queries": False}  # fmt: skip
NAMES = {"name": "", "description": "", "short_description": ""}
OTHERS = {"getme": ME, "getmycommands": []} | dict.fromkeys(
    ("getmyname", "getmydescription", "getmyshortdescription"), NAMES
)
ANSWERS = ("sendmessage", "editmessagetext")
CONNECTIONS = 100  # as many as the bot asks Telegram for


class BotApi:
    """One bot's Telegram."""

    def __init__(self) -> None:
        self._waiting: deque[dict[str, Any]] = deque()
        self._unconfirmed: deque[dict[str, Any]] = deque()
        self._news = asyncio.Event()
        self._hook: dict[str, Any] | None = None
        self._session: ClientSession | None = None
        self._pushing: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(CONNECTIONS)
        self.answers = 0
        self.last_at = 0.0
        self.ready = False  # the bot has asked for updates, or for its webhook

    async def call(self, request: web.Request) -> web.Response:
        """Any method of the Bot API."""
        method = request.match_info["method"].lower()
        asked = await _parameters(request)
        self.ready |= method in ("getupdates", "setwebhook")
        if method == "getupdates":
            return _ok(await self._updates(asked))
        if method in ANSWERS:
            self.answers, self.last_at = self.answers + 1, time.monotonic()
            return _ok(_message(asked, self.answers))
        if method == "setwebhook":
            self._hook = asked
        if method == "getwebhookinfo":
            url = self._hook["url"] if self._hook else ""
            return _ok({"url": url, "has_custom_certificate": False, "pending_update_count": 0})
        return _ok(OTHERS.get(method, True))

    async def feed(self, request: web.Request) -> web.Response:
        """People write; by webhook the bot is told now."""
        updates = await request.json()
        self.answers = 0
        if self._hook is None:
            self._waiting.extend(updates)
            self._news.set()
        else:
            for chain in _by_chat(updates):
                task = asyncio.create_task(self._push(chain))
                self._pushing.add(task)
                task.add_done_callback(self._pushing.discard)
        return web.json_response({"at": time.monotonic()})

    async def state(self, _request: web.Request) -> web.Response:
        """How many answers came since the last feed, and whether the bot listens."""
        told = {"answers": self.answers, "last_at": self.last_at, "ready": self.ready}
        return web.json_response(told)

    async def _updates(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        offset = int(asked.get("offset") or 0)
        while self._unconfirmed and self._unconfirmed[0]["update_id"] < offset:
            self._unconfirmed.popleft()
        if not self._waiting and not self._unconfirmed:
            self._news.clear()
            try:
                async with asyncio.timeout(float(asked.get("timeout") or 0)):
                    await self._news.wait()
            except TimeoutError:
                return []
        while self._waiting and len(self._unconfirmed) < 100:
            self._unconfirmed.append(self._waiting.popleft())
        return list(self._unconfirmed)

    async def _push(self, chain: list[dict[str, Any]]) -> None:
        if self._session is None:
            self._session = ClientSession(connector=TCPConnector(limit=CONNECTIONS))
        hook = self._hook or {}
        headers = {SECRET_HEADER: str(hook.get("secret_token"))}
        for update in chain:
            async with (
                self._slots,
                self._session.post(hook["url"], json=update, headers=headers) as response,
            ):
                response.raise_for_status()


async def _parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        told: dict[str, Any] = await request.json()
        return told | dict(request.query)
    return {**request.query, **await request.post()}


def _message(asked: dict[str, Any], number: int) -> dict[str, Any]:
    """As Telegram echoes it: with the keyboard and the text."""
    markup = asked.get("reply_markup")
    keyboard = json.loads(markup) if isinstance(markup, str) else markup
    message = {
        "message_id": number,
        "date": int(time.time()),
        "from": ME,
        "chat": {"id": int(asked.get("chat_id") or 0), "type": "private", "first_name": "Анна"},
        "text": asked.get("text", ""),
        "entities": [{"type": "bold", "offset": 0, "length": 4}],
    }
    return message | ({"reply_markup": keyboard} if keyboard else {})


def _by_chat(updates: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Telegram brings the next of a chat when the one before it is taken."""
    chains: dict[int, list[dict[str, Any]]] = {}
    for update in updates:
        chat = (update.get("message") or update["callback_query"]["message"])["chat"]["id"]
        chains.setdefault(chat, []).append(update)
    return list(chains.values())


def _ok(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def main() -> None:
    """Serve until killed."""
    api = BotApi()
    app = web.Application(client_max_size=2**26)
    app.router.add_post("/feed", api.feed)
    app.router.add_get("/state", api.state)
    app.router.add_route("*", "/bot{token}/{method}", api.call)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)


if __name__ == "__main__":
    main()
