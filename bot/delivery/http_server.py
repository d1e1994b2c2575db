"""The process's HTTP server: whether it is well, what it counts, and the webhook."""

import hmac
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client.aiohttp import make_aiohttp_handler

from bot.config import address_of
from bot.delivery.connections import BoundedRunner
from bot.delivery.liveness import Liveness
from bot.delivery.webhook import Webhook, path_of
from bot.metrics import Metrics
from storage.database.engine import StoreError
from storage.database.inbox import Inbox

MAX_BODY_BYTES = 2**20  # bytes of an update; Telegram's are below 100 kB


class ListenError(OSError):
    """Nobody can be served at that address; the message says why, and what to set."""

    def __init__(self, host: str, port: int, error: Exception) -> None:
        told = error if isinstance(error, OSError) else OSError(0, str(error))
        super().__init__(told.errno, told.strerror or str(told))
        self._where = address_of(host, port)

    def __str__(self) -> str:
        """The message."""
        return f"cannot listen on {self._where} ({self.strerror}); set HOST or PORT"


class Endpoints:
    """What is seen from outside."""

    def __init__(
        self, liveness: Liveness, metrics: Metrics, inbox: Inbox, metrics_token: str | None = None
    ) -> None:
        self._liveness = liveness
        self._metrics = metrics
        self._render = make_aiohttp_handler(metrics.registry)
        self._inbox = inbox
        self._wanted = f"Bearer {metrics_token}".encode() if metrics_token else None

    def application(self, webhook: Webhook | None = None, secret: str = "") -> web.Application:
        """All routes, not yet listening; that of the webhook too where there is one."""
        app = web.Application(client_max_size=MAX_BODY_BYTES)
        app.router.add_get("/healthz", self.health)
        app.router.add_get("/readyz", self.ready)
        app.router.add_get("/metrics", self.metrics)
        if webhook:
            app.router.add_post(path_of(secret), webhook.receive)
        return app

    async def health(self, _request: web.Request) -> web.Response:
        """200 while we work, else 503; an answer shows that the loop runs.

        Telegram's and the store's health are theirs: a restart would mend neither.
        """
        trouble = self._liveness.trouble()
        return web.Response(text=f"{trouble or 'ok'}\n", status=503 if trouble else 200)

    async def ready(self, _request: web.Request) -> web.Response:
        """200 when it can answer questions, else 503; it needs no store for that. In JSON."""
        telegram = self._liveness.telegram_trouble()
        state = {
            "ready": telegram is None and self._liveness.trouble() is None,
            "store": self._liveness.store_is_well,
            "telegram": telegram or "ok",
        }
        return web.json_response(state, status=200 if state["ready"] else 503)

    async def metrics(self, request: web.Request) -> web.StreamResponse:
        """What is counted, in the form that Prometheus asks for; 401 without its token, if any."""
        given = request.headers.get("Authorization", "").encode(errors="replace")
        if self._wanted and not hmac.compare_digest(given, self._wanted):
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        try:
            depth = await self._inbox.depth()
        except StoreError:
            pass  # the last known stay
        else:
            self._metrics.waiting.set(depth.waiting)
            self._metrics.dead_letters.set(depth.dead_letters)
            oldest = depth.oldest_at
            self._metrics.oldest.set(0 if oldest is None else max(0.0, time.time() - oldest))
        return await self._render(request)


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Listen while the context lasts; gives the port. Raises ListenError where it is taken."""
    runner = BoundedRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        try:
            await _site(runner, host, port).start()
        except (OSError, UnicodeError) as error:
            raise ListenError(host, port, error) from error
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def _site(runner: web.AppRunner, host: str, port: int) -> web.BaseSite:
    if host != "::":
        return web.TCPSite(runner, host, port)
    # Everywhere: asyncio by itself would leave IPv4 out.
    everywhere = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True)
    return web.SockSite(runner, everywhere)
