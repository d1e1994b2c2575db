"""The sandbox's HTTP server: the Bot API, the chat page, and the strings a test can pull."""

import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.sandbox.controls import Controls
from bot.sandbox.faults import Faults
from bot.sandbox.methods import Methods
from bot.sandbox.page_api import Handler, PageApi
from bot.sandbox.photos import Upload
from bot.sandbox.refusals import ApiError
from bot.sandbox.webhooks import RETRY_BASE
from bot.sandbox.wire import Json
from bot.sandbox.world import World

log = logging.getLogger(__name__)

PAGE = Path(__file__).resolve().parent / "page"  # as the files in it are resolved, too
TOKEN = "42:sandbox"  # noqa: S105 - it opens nothing but this
# A link preview shows a picture from wherever the bot says it is.
POLICY = (
    "default-src 'self'; img-src 'self' data: blob: http: https:; media-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}


class Sandbox:
    """One sandbox on one port. `serve()` runs it while the context lasts.

    `retry_base` is a webhook's first wait between two tries, in seconds; `clock` counts seconds
    and decides what is too old.
    """

    def __init__(
        self,
        token: str = TOKEN,
        retry_base: float = RETRY_BASE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.token = token
        self.world = World(clock)
        self.faults = Faults()
        self.methods = Methods(self.world, retry_base)
        self.webhooks = self.methods.webhooks

    @asynccontextmanager
    async def serve(self, host: str, port: int) -> AsyncIterator[str]:
        """Listen; gives the root address. Raises OSError where the port is taken."""
        async with self.webhooks:
            runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=1)
            await runner.setup()
            try:
                site = web.TCPSite(runner, host, port)
                await site.start()
                bound = runner.addresses[0][1]
                yield f"http://[{host}]:{bound}" if ":" in host else f"http://{host}:{bound}"
            finally:
                await runner.cleanup()

    def application(self) -> web.Application:
        """All routes."""
        app = web.Application(client_max_size=50 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self.bot_api)
        app.router.add_get("/file/bot{token}/{path:.+}", self.file)
        Controls(self.world, self.faults, self.methods).add_routes(app)
        PageApi(self.world, self.methods.inline).add_routes(app)
        app.router.add_get("/", _page("index.html"))
        app.router.add_get("/{name:.+}", _page())
        return app

    async def bot_api(self, request: web.Request) -> web.StreamResponse:
        """A call of the Bot API, in whatever encoding it comes."""
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return _failed(ApiError(401, "Unauthorized"))
        try:
            fault = self.faults.take(method)
            if response := await self.faults.before(fault, request):
                return response
            result = await self.methods.call(method, await _parameters(request))
            if response := await self.faults.after(fault, request):
                return response
        except ApiError as error:
            return _failed(error)
        return web.json_response({"ok": True, "result": result})

    async def file(self, request: web.Request) -> web.Response:
        """A file at the path that getFile told."""
        file = self.world.files.at(request.match_info["path"])
        if request.match_info["token"] != self.token or file is None:
            return _failed(ApiError(404, "Not Found"))
        return web.Response(body=file.content, content_type="application/octet-stream")


TEXTS = (
    "text",
    "caption",
    "callback_query_id",
    "inline_query_id",
    "inline_message_id",
    "next_offset",
    "url",
    "secret_token",
    "file_id",
    "photo",
)


def _page(name: str = "") -> Handler:
    """A file of the page: this one, or the one that is asked for."""

    async def send(request: web.Request) -> web.FileResponse:
        try:
            path = (PAGE / (name or request.match_info["name"])).resolve()
            found = PAGE in path.parents and path.is_file()
        except (OSError, ValueError):  # a name that is too long, or no name
            found = False
        if not found:
            raise web.HTTPNotFound
        return web.FileResponse(path, headers=HEADERS)

    return send


async def _parameters(request: web.Request) -> Json:
    """Query string, form, multipart or JSON; in forms, structures are JSON inside their fields."""
    parameters: Json = {name: _value(name, value) for name, value in request.query.items()}
    if request.content_type == "application/json":
        try:
            given = await request.json()
        except (LookupError, RecursionError, ValueError):  # an unknown charset, no UTF-8, no JSON
            raise ApiError(400, "Bad Request: can't parse JSON encoded request") from None
        return parameters | (given if isinstance(given, dict) else {})
    try:
        fields = await request.post()
    except (AssertionError, LookupError, ValueError):  # aiohttp asserts that parts are parts
        raise ApiError(400, "Bad Request: can't parse the form") from None
    for name, value in fields.items():
        parameters[name] = _value(name, value) if isinstance(value, str) else _upload(value)
    return parameters


def _upload(field: Any) -> Upload:
    if isinstance(field, web.FileField):
        return Upload(field.file.read(), field.content_type)
    return Upload(bytes(field), "application/octet-stream")


def _value(name: str, value: str) -> Any:
    """A form's field: structures are JSON; a text stays a text, though it may look like JSON."""
    if name in TEXTS:
        return value
    try:
        return json.loads(value)
    except (RecursionError, ValueError):
        return value


def _failed(error: ApiError) -> web.Response:
    return web.json_response(error.as_bot_api(), status=error.code)
